// Billing at the edges a user's day may hit: midnight itself, short months, changed prices and contracts, credits, a death in between.
import { expect } from 'chai';
import { LedgerRepository } from '../../db/repositories/ledger.js';
import type { Subscription } from '../../db/repositories/subscriptions.js';
import { chargeCause } from '../../domain/ledger.js';
import { BillingRig } from './rig/billing-rig.js';

describe('billing at its edges', () => {
  let rig: BillingRig;
  before(async () => {
    rig = await BillingRig.start();
  });
  after(() => rig.stop());

  const reverse = (of: Subscription, cause: string) =>
    rig.db.transaction((tx) =>
      new LedgerRepository().reverse(tx, {
        ...{ partnerId: of.partnerId, cause, effectiveDay: '2026-11-10', reason: 'Test', by: 'test' },
      }),
    );
  async function charged(day: string, given: Parameters<BillingRig['subscribed']>[1] = {}): Promise<Subscription> {
    const row = await rig.subscribed(day, given);
    rig.at(day);
    await rig.charge(row);
    return row;
  }
  const price = (templateId: string, from: string, paise: number) =>
    rig.db.query(
      `INSERT INTO template_price (template_id, version, effective_from, monthly_fee_paise) VALUES ($1, 1, $2, $3)`,
      [templateId, from, paise],
    );

  for (const action of ['pause', 'cancel'] as const)
    it(`charges what has begun although the ${action} is served before the timer of midnight, nothing a second earlier`, async () => {
      const [eve, day] = [await charged('2026-11-05'), await charged('2026-11-05')];
      rig.at('2026-12-04', '23:59:59');
      await rig.change(eve, action);
      rig.at('2026-12-05', '00:00');
      await rig.change(day, action);
      await rig.change(day, action);
      for (const row of [eve, day]) await rig.charge(row);
      expect(await rig.lines(eve)).to.deep.equal(['charge 2026-11-05 99900']);
      expect(await rig.lines(day)).to.deep.equal(['charge 2026-11-05 99900', 'charge 2026-12-05 99900']);
    });

  it('charges a resume at the stroke of midnight, not one before it', async () => {
    const [before, at] = [await charged('2026-11-05'), await charged('2026-11-05')];
    rig.at('2026-12-04', '23:59:58');
    for (const row of [before, at]) await rig.change(row, 'pause');
    rig.at('2026-12-04', '23:59:59');
    await rig.change(before, 'resume');
    expect(await rig.lines(before)).to.have.length(1);
    rig.at('2026-12-05', '00:00');
    await rig.change(at, 'resume');
    await rig.charge(before);
    for (const row of [before, at]) {
      expect(await rig.lines(row)).to.deep.equal(['charge 2026-11-05 99900', 'charge 2026-12-05 99900']);
      expect(await rig.standing(row)).to.include({ billedTo: '2027-01-05' });
    }
  });

  it('clamps the 29th, 30th and 31st to February and comes back, in common years and leap years', async () => {
    for (const [first, days] of [
      ['2027-01-29', ['2027-01-29', '2027-02-28', '2027-03-29']],
      ['2027-01-30', ['2027-01-30', '2027-02-28', '2027-03-30']],
      ['2027-01-31', ['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30']],
      ['2028-01-29', ['2028-01-29', '2028-02-29', '2028-03-29']],
      ['2028-01-30', ['2028-01-30', '2028-02-29', '2028-03-30']],
      ['2028-02-29', ['2028-02-29', '2028-03-29']],
    ] as const) {
      const row = await rig.subscribed(first);
      for (const day of days) {
        rig.at(day, '00:00');
        await rig.charge(row);
      }
      expect(await rig.lines(row)).to.deep.equal(days.map((day) => `charge ${day} 99900`));
    }
  });

  it('takes a price from the first period that begins on its day, and ₹0 as a price', async () => {
    const templateId = await rig.make.template();
    for (const [from, paise] of [
      ['2026-12-05', 119_901],
      ['2027-01-06', 50_000],
      ['2027-02-05', 0],
    ] as const)
      await price(templateId, from, paise);
    const row = await charged('2026-11-05', { templateId });
    rig.at('2027-02-05', '00:00');
    await rig.charge(row);
    expect(await rig.lines(row)).to.deep.equal([
      ...['charge 2026-11-05 99900', 'charge 2026-12-05 119901', 'charge 2027-01-05 119901'],
    ]);
    expect(await rig.standing(row)).to.include({ billedTo: '2027-03-05' });
    await rig.contract(row.partnerId, '2027-01-01', { cancellation_credit: `'prorated'` });
    await rig.change(row, 'cancel');
    expect(await rig.lines(row)).to.have.length(3);
  });

  it("splits by the contract of a period's first day, credits by that of the day of the cancellation, in the charge's shares", async () => {
    const row = await rig.subscribed('2026-11-05');
    await rig.contract(row.partnerId, '2026-11-05', { commission_bps: '2500' });
    await rig.contract(row.partnerId, '2026-11-15', { commission_bps: '5000', cancellation_credit: `'prorated'` });
    rig.at('2026-11-05');
    await rig.charge(row);
    rig.at('2026-11-19', '23:59:59');
    await rig.change(row, 'cancel');
    const shares = await rig.db.query(
      `SELECT gross_paise AS gross, commission_paise AS commission, platform_fee_paise AS platform FROM ledger_movement
       WHERE subscription_id = $1 ORDER BY transaction_id`,
      [row.id],
    );
    expect(shares).to.deep.equal([
      { gross: 99_900, commission: 24_975, platform: 74_925 },
      { gross: -49_950, commission: -12_487, platform: -37_463 },
    ]);
  });

  it('credits no day twice when one cancels, subscribes again inside the paid period and cancels again', async () => {
    const first = await charged('2026-11-05');
    await rig.contract(first.partnerId, '2026-11-01', { cancellation_credit: `'prorated'` });
    rig.at('2026-11-19');
    await rig.change(first, 'cancel');
    const second = await rig.subscribedAgain('2026-11-19', first);
    await rig.charge(second);
    await rig.change(second, 'cancel');
    expect(await rig.lines(first, second)).to.deep.equal(['charge 2026-11-05 99900', 'credit 2026-11-19 -49950']);
    // What was given back is not paid for: the next one begins a whole month of its own, on the day after.
    const third = await rig.subscribedAgain('2026-11-19', second);
    rig.at('2026-11-20');
    await rig.charge(third);
    expect(await rig.standing(third)).to.deep.equal({ anchor: '2026-11-20', billedTo: '2026-12-20' });
    await rig.change(third, 'cancel');
    expect(await rig.lines(third)).to.deep.equal(['charge 2026-11-20 99900', 'credit 2026-11-20 -96570']);
  });

  it('credits what a former subscription paid for once, by the one that is cancelled last', async () => {
    const first = await charged('2026-11-05');
    rig.at('2026-11-10');
    await rig.change(first, 'cancel');
    const second = await rig.subscribedAgain('2026-11-12', first);
    await rig.contract(first.partnerId, '2026-11-12', { cancellation_credit: `'prorated'` });
    rig.at('2026-11-19');
    await rig.charge(second);
    await rig.change(second, 'cancel');
    expect(await rig.lines(first, second)).to.deep.equal(['charge 2026-11-05 99900', 'credit 2026-11-19 -49950']);
  });

  it('takes nothing for a trial that is cancelled, and leaves the rest of it to a second try', async () => {
    const row = await rig.subscribed('2026-11-05', { trialDays: 7 });
    await rig.contract(row.partnerId, '2026-11-01', { cancellation_credit: `'prorated'`, trial_days: '7' });
    rig.at('2026-11-11', '23:59:59');
    await rig.charge(row);
    await rig.change(row, 'cancel');
    const again = await rig.subscribedAgain('2026-11-11', row);
    await rig.charge(again);
    expect(await rig.lines(row, again)).to.deep.equal([]);
    rig.at('2026-11-12', '00:00');
    await rig.charge(again);
    expect(await rig.lines(again)).to.deep.equal(['charge 2026-11-12 99900']);
  });

  it('posts nothing when the process dies between credit and event, all of it once when it is repeated', async () => {
    const row = await charged('2026-11-05');
    await rig.contract(row.partnerId, '2026-11-01', { cancellation_credit: `'prorated'` });
    await rig.db.query(
      `CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'killed'; END $$`,
    );
    await rig.db.query(
      `CREATE TRIGGER die BEFORE INSERT ON outbox_event FOR EACH ROW WHEN (NEW.type = 'subscription_cancelled') EXECUTE FUNCTION die()`,
    );
    rig.at('2026-12-05', '00:00');
    const died = await rig.change(row, 'cancel').catch((error: Error) => error.message);
    await rig.db.query('DROP TRIGGER die ON outbox_event');
    expect(died).to.match(/killed/);
    expect(await rig.lines(row)).to.deep.equal(['charge 2026-11-05 99900']);
    for (let n = 0; n < 2; n += 1) await rig.change(row, 'cancel');
    expect(await rig.lines(row)).to.deep.equal([
      ...['charge 2026-11-05 99900', 'charge 2026-12-05 99900', 'credit 2026-12-05 -96677'],
    ]);
    const told = await rig.db.query(`SELECT 1 FROM outbox_event WHERE cause = 'subscription_cancelled/' || $1`, [
      row.id,
    ]);
    expect(told).to.have.length(1);
  });

  it('gives a charge back once: by its reversal or by credits, also when both are asked for at the same time', async () => {
    const prorated = async () => {
      const row = await charged('2026-11-05');
      await rig.contract(row.partnerId, '2026-11-01', { cancellation_credit: `'prorated'` });
      rig.at('2026-11-10');
      return row;
    };
    const cause = (row: Subscription) => chargeCause(row.id, '2026-11-05');
    const reversed = await prorated();
    expect(await reverse(reversed, cause(reversed))).to.include({ repeated: false });
    await rig.change(reversed, 'cancel');
    expect(await rig.lines(reversed)).to.deep.equal(['charge 2026-11-05 99900', 'reversal 2026-11-10 -99900']);

    const credited = await prorated();
    await rig.change(credited, 'cancel');
    const credit = `credit/${credited.id}/cancellation`;
    expect(await reverse(credited, cause(credited))).to.deep.equal({ credited: credit });
    expect(await reverse(credited, credit)).to.include({ repeated: false });
    expect(await reverse(credited, cause(credited))).to.include({ repeated: false });

    for (let n = 0; n < 5; n += 1) {
      const row = await prorated();
      await Promise.all([rig.change(row, 'cancel'), reverse(row, cause(row))]);
      expect(await rig.lines(row)).to.have.length(2);
    }
  });
});
