// Settlement under pressure: charges that race with the closing, midnight between two months, two operators, credits and disputes.
import { expect } from 'chai';
import { LedgerRepository } from '../../db/repositories/ledger.js';
import { SettlementLineRepository } from '../../db/repositories/settlement-lines.js';
import { SettlementRepository } from '../../db/repositories/settlements.js';
import type { Subscription } from '../../db/repositories/subscriptions.js';
import { adjustmentMoves, chargeMoves, creditMoves, entriesOf } from '../../domain/ledger.js';
import { splitFee } from '../../domain/money.js';
import { addDays } from '../../domain/trading-time.js';
import { BillingRig } from './rig/billing-rig.js';

describe('settlement under pressure', () => {
  let rig: BillingRig;
  before(async () => {
    rig = await BillingRig.start();
  });
  after(() => rig.stop());

  async function charged(day: string, given: Parameters<BillingRig['subscribed']>[1] = {}): Promise<Subscription> {
    const row = await rig.subscribed(day, given);
    rig.at(day);
    await rig.charge(row);
    return row;
  }
  const find = (month: string, partnerId: string) => new SettlementRepository(rig.db).find(month, partnerId);
  async function lines(month: string, partnerId: string): Promise<string[]> {
    const rows = await new SettlementLineRepository(rig.db).page({ month, partnerId, draft: false }, 0, 500);
    return rows.map(({ cause }) => cause);
  }
  const adjust = (partnerId: string, paise: number) =>
    rig.db.transaction((tx) =>
      new LedgerRepository().post(
        tx,
        {
          ...{ cause: `adjustment/${partnerId}/${paise}`, kind: 'adjustment', partnerId, subscriptionId: null },
          ...{ effectiveDay: '2026-10-20', reason: 'Test', entries: entriesOf(adjustmentMoves(paise)) },
        },
        'test',
      ),
    );

  it('parts two months at midnight in India, not in Greenwich', async () => {
    const template = await rig.make.template();
    const account = await rig.make.linkedAccount();
    const october = await rig.subscribed('2026-09-30', { account, templateId: template });
    rig.at('2026-10-31', '23:59:59');
    await rig.charge(october);
    const november = await rig.subscribed('2026-11-01', { account });
    // 18:30 UTC of 31 October.
    rig.at('2026-11-01', '00:00');
    await rig.charge(november);
    rig.at('2026-12-01', '02:00');
    await rig.settle('2026-10', account.partnerId);
    await rig.settle('2026-11', account.partnerId);
    expect(await lines('2026-10', account.partnerId)).to.deep.equal([
      ...[`charge/${october.id}/2026-09-30`, `charge/${october.id}/2026-10-30`],
    ]);
    expect(await lines('2026-11', account.partnerId)).to.deep.equal([`charge/${november.id}/2026-11-01`]);
  });

  it('loses no charge that is posted while its month is closed: it is in this statement or in the next, once', async () => {
    const account = await rig.make.linkedAccount();
    const first = await charged('2026-10-01', { account });
    const late: Subscription[] = [];
    for (let n = 0; n < 12; n += 1)
      late.push(await rig.subscribed('2026-10-31', { account, templateId: await rig.make.template() }));
    rig.at('2026-11-01', '02:00');
    await Promise.all([
      rig.settle('2026-10', account.partnerId),
      ...late.map((row) => rig.charge(row)),
      rig.settle('2026-10', account.partnerId),
    ]);
    const closed = await lines('2026-10', account.partnerId);
    rig.at('2026-12-01', '02:00');
    await rig.settle('2026-11', account.partnerId);
    const all = [...closed, ...(await lines('2026-11', account.partnerId))];
    const expected = [...late.map(({ id }) => `charge/${id}/2026-10-31`), `charge/${first.id}/2026-10-01`];
    expect(all.filter((cause) => !cause.includes(`${first.id}/2026-11`))).to.have.members(expected);
    const [posted] = await rig.db.query(
      'SELECT sum(balance_paise)::bigint AS paise FROM ledger_movement WHERE partner_id = $1',
      [account.partnerId],
    );
    expect({ paise: (await find('2026-11', account.partnerId))?.closingPaise }).to.deep.equal(posted);
  });

  it('holds a charge that was posted but not committed when its month closed, for the next month', async () => {
    const row = await charged('2026-10-05');
    const { partnerId, id } = row;
    rig.at('2026-11-01', '02:00');
    await rig.db.transaction(async (tx) => {
      await new LedgerRepository().post(
        tx,
        {
          ...{ cause: `adjustment/${partnerId}/late`, kind: 'adjustment', partnerId, subscriptionId: null },
          ...{ effectiveDay: '2026-10-31', reason: 'Late', entries: entriesOf(adjustmentMoves(500)) },
        },
        'test',
      );
      await rig.settle('2026-10', partnerId);
    });
    expect(await lines('2026-10', partnerId)).to.deep.equal([`charge/${id}/2026-10-05`]);
    rig.at('2026-12-01', '02:00');
    await rig.settle('2026-11', partnerId);
    expect(await lines('2026-11', partnerId)).to.deep.equal([`adjustment/${partnerId}/late`]);
  });

  it('is approved by one of two operators and paid once, though all press at the same moment', async () => {
    const { partnerId } = await charged('2026-10-05');
    const of = { month: '2026-10', partnerId };
    rig.at('2026-11-01', '02:00');
    await rig.settle('2026-10', partnerId);
    const { approveSettlement, paySettlement } = rig.settlement;
    const approvals = await Promise.all(['a', 'b', 'c'].map((by) => approveSettlement({ ...of, by })));
    expect(approvals.map(({ outcome }) => outcome).sort()).to.deep.equal(['changed', 'refused', 'refused']);
    const payments = await Promise.all(
      ['UTR-A', 'UTR-B', 'UTR-C'].map((payoutReference) => paySettlement({ ...of, by: 'a', payoutReference })),
    );
    expect(payments.map(({ outcome }) => outcome).sort()).to.deep.equal(['changed', 'refused', 'refused']);
    const paid = await rig.db.query(`SELECT reason FROM ledger_movement WHERE partner_id = $1 AND kind = 'payment'`, [
      partnerId,
    ]);
    expect(paid).to.deep.equal([{ reason: (await find('2026-10', partnerId))?.payoutReference }]);
  });

  it('takes a payout reference of one partner only, though two are paid at the same moment', async () => {
    const both = [await charged('2026-10-05'), await charged('2026-10-05')].map(({ partnerId }) => partnerId);
    const { approveSettlement, paySettlement } = rig.settlement;
    for (const partnerId of both)
      for (const month of ['2026-10', '2026-11']) {
        rig.at('2026-12-01', '02:00');
        await rig.settle(month, partnerId);
        await approveSettlement({ month, partnerId, by: 'a' });
      }
    const pay = (month: string, partnerId: string) =>
      paySettlement({ month, partnerId, by: 'a', payoutReference: 'UTR-SHARED' });
    const outcomes = await Promise.all(both.map((partnerId) => pay('2026-10', partnerId)));
    expect(outcomes.map(({ outcome }) => outcome).sort()).to.deep.equal(['changed', 'reference_used']);
    const [payer = '', other = ''] = outcomes[0]?.outcome === 'changed' ? both : both.toReversed();
    expect((await pay('2026-11', payer)).outcome).to.equal('changed');
    expect((await pay('2026-11', other)).outcome).to.equal('reference_used');
    expect((await find('2026-10', other))?.status).to.equal('APPROVED');
  });

  it('says what QuantLeap owes when adjustments outweigh the fees, and nothing moves where nothing is due', async () => {
    const owed = await charged('2026-10-05');
    await adjust(owed.partnerId, -100_000);
    const free = await rig.subscribed('2026-10-05');
    await rig.db.query(
      `INSERT INTO template_price (template_id, version, effective_from, monthly_fee_paise) VALUES ($1, 1, '2026-10-05', 0)`,
      [free.templateId],
    );
    rig.at('2026-10-05');
    await rig.charge(free);
    rig.at('2026-11-01', '02:00');
    const { approveSettlement, paySettlement } = rig.settlement;
    for (const { partnerId } of [owed, free]) {
      await rig.settle('2026-10', partnerId);
      await approveSettlement({ month: '2026-10', partnerId, by: 'a' });
      await paySettlement({ month: '2026-10', partnerId, by: 'a', payoutReference: `UTR-${partnerId}` });
    }
    expect(await find('2026-10', owed.partnerId)).to.include({
      status: 'PAID',
      netPayablePaise: -30_070,
      closingPaise: -30_070,
    });
    expect(await find('2026-10', free.partnerId)).to.include({ status: 'PAID', netPayablePaise: 0, lines: 0 });
    rig.at('2026-12-01', '02:00');
    await rig.settle('2026-11', owed.partnerId);
    expect(await find('2026-11', owed.partnerId)).to.include({
      paymentsPaise: -30_070,
      openingPaise: -30_070,
      closingPaise: 0,
    });
  });

  it('credits a failed execution when its dispute is over, and takes no credit back when it is disputed later', async () => {
    const row = await charged('2026-10-05');
    const { partnerId } = row;
    await rig.contract(partnerId, '2026-10-01', { failed_execution_credit: 'true' });
    const [early, later] = [
      await rig.execution(row, '2026-10-12', 'missed'),
      await rig.execution(row, '2026-10-13', 'unwound'),
    ];
    let disputes = 0;
    const finding = (executionId: string) =>
      rig.db.query(
        `INSERT INTO order_intent (id, execution_id, run_id, account_id, tag, purpose, leg_index, slice_index, wave, side, quantity_units, send_at, state)
         SELECT $1, id, run_id, account_id, $1, 'entry', 0, 0, 0, 'BUY', 75, now(), 'UNKNOWN' FROM execution WHERE id = $2`,
        [`QDISPUTE${disputes++}`, executionId],
      );
    const resolve = (executionId: string) =>
      rig.db.query(`UPDATE order_intent SET state = 'NOT_PLACED' WHERE execution_id = $1`, [executionId]);
    await finding(early);
    rig.at('2026-11-01', '02:00');
    await rig.settle('2026-10', partnerId);
    // The charge waits with the dispute; what is not disputed is credited at once, but waits with it: it is the same subscription's.
    expect(await lines('2026-10', partnerId)).to.deep.equal([]);
    await resolve(early);
    await finding(later);
    rig.at('2026-12-01', '02:00');
    await rig.settle('2026-11', partnerId);
    expect(await lines('2026-11', partnerId)).to.deep.equal([]);
    await resolve(later);
    rig.at('2027-01-01', '02:00');
    await rig.settle('2026-12', partnerId);
    expect(await lines('2026-12', partnerId)).to.deep.equal([
      ...[`charge/${row.id}/2026-10-05`, `credit/${early}/failed_execution`, `credit/${later}/failed_execution`],
    ]);
    expect(await find('2026-12', partnerId)).to.include({ chargesPaise: 99_900, creditsPaise: -6_444 });
  });

  it('credits a day against the charge that paid for it, and against none that was reversed', async () => {
    const first = await charged('2026-10-05');
    const { partnerId } = first;
    await rig.db.query(
      `INSERT INTO template_price (template_id, version, effective_from, monthly_fee_paise) VALUES ($1, 1, '2026-10-10', 31000)`,
      [first.templateId],
    );
    await rig.contract(partnerId, '2026-10-01', { failed_execution_credit: 'true', cancellation_credit: `'prorated'` });
    rig.at('2026-10-10');
    await rig.change(first, 'cancel');
    const second = await rig.subscribedAgain('2026-10-10', first);
    rig.at('2026-10-11');
    await rig.charge(second);
    await rig.execution(second, '2026-10-12', 'missed');
    const third = await charged('2026-10-05', { account: await rig.make.linkedAccount({ partnerId }) });
    await rig.execution(third, '2026-10-12', 'missed');
    await rig.db.transaction((tx) =>
      new LedgerRepository().reverse(tx, {
        ...{ partnerId, cause: `charge/${third.id}/2026-10-05`, effectiveDay: '2026-10-12', reason: 'x', by: 'test' },
      }),
    );
    rig.at('2026-11-01', '02:00');
    await rig.settle('2026-10', partnerId);
    expect(await rig.lines(second)).to.deep.equal(['charge 2026-10-11 31000', 'credit 2026-10-12 -1000']);
    expect(await rig.lines(third)).to.deep.equal(['charge 2026-10-05 99900', 'reversal 2026-10-12 -99900']);
  });

  it('carries a posting that differs from its charge until it is put right', async () => {
    const row = await charged('2026-10-05');
    const { partnerId, id } = row;
    const cause = `charge/${id}/2026-10-20`;
    const post = (of: string, entries: ReturnType<typeof entriesOf>, kind: 'charge' | 'credit') =>
      rig.db.transaction((tx) =>
        new LedgerRepository().post(
          tx,
          { cause: of, kind, partnerId, subscriptionId: id, effectiveDay: '2026-10-20', reason: null, entries },
          'by hand',
        ),
      );
    await post(cause, entriesOf(chargeMoves(splitFee(12_345))), 'charge');
    await post(`credit/${id}/by-hand`, entriesOf(creditMoves(splitFee(345))), 'credit');
    rig.at('2026-11-01', '02:00');
    await rig.settle('2026-10', partnerId);
    expect(await lines('2026-10', partnerId)).to.deep.equal([`charge/${id}/2026-10-05`]);
    const scope = { month: '2026-10', partnerId, draft: false } as const;
    const carried = await new SettlementLineRepository(rig.db).carried(scope, 10);
    expect(carried.map((line) => [line.cause, line.why, line.day])).to.deep.equal([
      [cause, 'unreconciled', addDays('2026-10-19', 1)],
      [`credit/${id}/by-hand`, 'unreconciled', '2026-10-20'],
    ]);
  });
});
