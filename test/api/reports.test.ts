// Reports: what each figure counts, whose it is, and that the three comparisons find what was broken on purpose.
import { expect } from 'chai';
import { createSubscriptionActivities } from '../../activities/subscription.js';
import { BillingRepository } from '../../db/repositories/billing.js';
import { SettlementRepository } from '../../db/repositories/settlements.js';
import { istInstant } from '../../domain/trading-time.js';
import { Factories } from '../workflow/rig/factories.js';
import { PlainVault } from '../workflow/rig/plain-vault.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { angelLive, zebuLive, zebuTest, type Body, type HttpClient } from './support/http.js';

describe('reports', () => {
  let rig: ApiRig;
  let zebu: HttpClient;
  let make: Factories;
  before(async () => {
    rig = await apiRig({ clock: () => istInstant('2026-11-24', '10:00') });
    zebu = rig.partner(zebuLive);
    await rig.db.query(`INSERT INTO calendar_year (year, source) VALUES (2026, 'test')`);
    make = new Factories(rig.db, new PlainVault(rig.db));
  });
  after(() => rig.close());

  async function subscribed(day: string) {
    const account = await make.linkedAccount({ partnerId: 'zebu' });
    const row = await make.subscription({
      ...{ account, templateId: 'basket_admin_iron_condor' },
      ...{ subscriptionDate: new Date(istInstant(day, '09:00')), nextBillingDate: day },
    });
    await new BillingRepository().begin(rig.db, row.id, { anchor: day, billedTo: day, carriedFrom: null });
    return row;
  }
  const bill = (subscriptionId: string, day: string) =>
    createSubscriptionActivities({ db: rig.db, clock: () => istInstant(day, '10:00') }).openSubscription({
      subscriptionId,
    });
  const metrics = async (from: string, to: string, client = zebu) =>
    (await client.get(`/partner/reports/metrics?from=${from}&to=${to}`)).body;
  const differences = async (month = '2026-11') =>
    ((await rig.operator.get(`/operator/settlements/${month}/reconciliation`)).body['differences'] as Body[]).map(
      ({ kind, cause }) => `${String(kind)} ${String(cause)}`,
    );

  it('names what is wrong with a question', async () => {
    const field = async (path: string) =>
      ((await zebu.get(path)).body['details'] as { field: string }[] | undefined)?.[0]?.field;
    expect(await field('/partner/reports/executions/2026-11-24')).to.equal('week_start');
    expect(await field('/partner/reports/revenue/2026-00')).to.equal('month');
    expect(await field('/partner/reports/metrics?from=2026-11-02&to=2026-11-01')).to.equal('to');
    expect(await field('/partner/reports/metrics?from=2025-01-01&to=2026-11-01')).to.equal('to');
    const bad = await zebu.request('PUT', '/partner/reports/portal-visitors/2026-11-24', { body: { visitors: 1.5 } });
    expect(bad.status).to.equal(400);
  });

  it('finds no difference where all agree, and each that is made', async () => {
    const fine = await subscribed('2026-10-05');
    await bill(fine.id, '2026-11-24');
    expect(await differences()).to.deep.equal([]);
    const late = await subscribed('2026-11-10');
    expect(await differences()).to.deep.equal([`charge_missing charge/${late.id}/2026-11-10`]);
    await bill(late.id, '2026-11-10');
    await rig.db.query(`UPDATE subscription_billing SET billed_to = '2027-01-10' WHERE subscription_id = $1`, [
      late.id,
    ]);
    expect(await differences('2026-12')).to.deep.equal([`charge_missing charge/${late.id}/2026-12-10`]);
    await rig.db.query(`UPDATE subscription_billing SET billed_to = '2026-12-10' WHERE subscription_id = $1`, [
      late.id,
    ]);
    await rig.db.query(
      `INSERT INTO billing_item (cause, kind, partner_id, subscription_id, template_version, period_start, period_end, effective_day,
         amount_paise, commission_paise, platform_fee_paise, commission_bps)
       VALUES ('charge/by-hand', 'charge', 'zebu', $1, 1, '2026-11-20', '2026-12-10', '2026-11-20', 100, 30, 70, 3000)`,
      [late.id],
    );
    expect(await differences()).to.deep.equal(['charge_extra charge/by-hand', 'charge_not_in_ledger charge/by-hand']);
    expect(await differences('2026-09')).to.deep.equal([]);
  });

  it('finds a closed statement that is not its lines, or does not begin where the one before ended', async () => {
    const settlements = new SettlementRepository(rig.db);
    const close = (month: string) =>
      rig.db.transaction(async (tx) => {
        await settlements.lock(tx, 'zebu');
        await settlements.close(tx, month, 'zebu', new Date());
      });
    for (const month of ['2026-09', '2026-10']) {
      await rig.db.query(`INSERT INTO settlement (month, partner_id) VALUES ($1, 'zebu')`, [month]);
      await close(month);
    }
    const found = async () => (await differences('2026-10')).filter((line) => /statement|balance/.test(line));
    expect(await found()).to.deep.equal([]);
    await rig.db.query('ALTER TABLE settlement DISABLE TRIGGER settlement_goes_forward');
    await rig.db.query(
      `UPDATE settlement SET opening_paise = opening_paise + 7, closing_paise = closing_paise + 7 WHERE month = '2026-10'`,
    );
    expect(await found()).to.deep.equal(['balance_differs 2026-10']);
    await rig.db.query(
      `UPDATE settlement SET opening_paise = 0, closing_paise = closing_paise - 7, lines = 9 WHERE month = '2026-10'`,
    );
    expect(await found()).to.deep.equal(['statement_differs 2026-10']);
    await rig.db.query(`UPDATE settlement SET lines = 1 WHERE month = '2026-10'`);
    await rig.db.query('ALTER TABLE settlement ENABLE TRIGGER settlement_goes_forward');
    expect(await found()).to.deep.equal([]);
  });

  it('reports the revenue of a month by strategy, the own only', async () => {
    const { body } = await zebu.get('/partner/reports/revenue/2026-11');
    expect(body['templates']).to.deep.equal([
      {
        ...{
          template_id: 'basket_admin_iron_condor',
          subscriptions_made: 1,
          subscriptions_cancelled: 0,
          active_at_end: 2,
        },
        ...{ users_charged: 2, charges: 1998, credits: 0, commission: 599.4, platform_fee: 1398.6 },
      },
    ]);
    for (const client of [rig.partner(angelLive), rig.partner(zebuTest)])
      expect((await client.get('/partner/reports/revenue/2026-11')).body['templates']).to.deep.equal([]);
  });

  it('reports a week of executions by strategy', async () => {
    const row = await subscribed('2026-11-20');
    const entry = await make.entryUnderWay(row);
    await rig.db.query(`UPDATE strategy_run SET trading_day = '2026-11-25' WHERE id = $1`, [entry.runId]);
    await entry.end();
    for (const [n, state] of ['COMPLETE', 'REJECTED'].entries())
      await rig.db.query(
        `INSERT INTO order_intent (id, execution_id, run_id, account_id, tag, purpose, leg_index, slice_index, wave, side, quantity_units, send_at, state)
         VALUES ($1, $2, $3, $4, $1, 'entry', $5, 0, 0, 'BUY', 75, now(), $6)`,
        [`QREPORT${n}`, entry.executionId, entry.runId, row.allocation.accountId, n, state],
      );
    const { body } = await zebu.get('/partner/reports/executions/2026-11-23');
    expect(body).to.deep.equal({
      ...{ from: '2026-11-23', to: '2026-11-29' },
      templates: [
        {
          ...{ template_id: 'basket_admin_iron_condor', executions: 1, orders: 2, orders_filled: 1, realised_pnl: 0 },
          outcomes: { completed: 1, failed: 0, unwound: 0, missed: 0, skipped: 0, unknown: 0 },
        },
      ],
    });
    expect((await zebu.get('/partner/reports/executions/2026-11-16')).body['templates']).to.deep.equal([]);
    expect((await rig.partner(zebuTest).get('/partner/reports/executions/2026-11-23')).body['templates']).to.deep.equal(
      [],
    );
  });

  it("computes the guide's metrics, null where there is nothing to divide by", async () => {
    expect(await metrics('2026-11-25', '2026-11-25')).to.deep.include({
      ...{ execution_success_rate: 0.5, subscription_conversion: null, revenue_per_user: null },
    });
    for (const visitors of [5, 10])
      await zebu.request('PUT', '/partner/reports/portal-visitors/2026-11-20', { body: { visitors } });
    for (const day of ['2026-10-01', '2026-10-02', '2026-10-03'])
      await zebu.request('PUT', `/partner/reports/portal-visitors/${day}`, { body: { visitors: 1_000_000_000 } });
    expect(((await metrics('2026-10-01', '2026-10-03'))['counts'] as Body)['portal_visitors']).to.equal(3_000_000_000);
    const before = await metrics('2026-11-20', '2026-11-20');
    expect(before['subscription_conversion']).to.equal(0.1);
    // Three users were active that Friday; one logs in.
    expect((before['counts'] as Body)['active_user_days']).to.equal(3);
    const [account] = await rig.db.query<{ id: string }>(
      `UPDATE broker_account SET last_oauth_login = '2026-11-20T03:00:00Z' WHERE id =
         (SELECT l.account_id FROM broker_allocation l JOIN subscription s ON s.id = l.subscription_id WHERE s.partner_id = 'zebu' LIMIT 1) RETURNING id`,
    );
    expect(account?.id).to.be.a('string');
    expect((await metrics('2026-11-20', '2026-11-20'))['oauth_completion_rate']).to.equal(0.3333);
    expect((await metrics('2026-11-21', '2026-11-22'))['oauth_completion_rate']).to.equal(null);
    // Nobody can have logged in on a day to come.
    expect((await metrics('2026-11-24', '2026-11-24'))['counts']).to.deep.include({ active_user_days: 3 });
    expect((await metrics('2026-11-24', '2026-12-31'))['counts']).to.deep.include({ active_user_days: 3, cohort: 0 });
    const month = await metrics('2026-11-01', '2026-11-30');
    expect(month['revenue_per_user']).to.equal(999);
    expect(month).to.deep.include({ retention_30_days: 1 });
    await rig.db.query(
      `UPDATE subscription SET cancelled_at = subscription_date + interval '29 days' WHERE partner_id = 'zebu' AND subscription_date < '2026-11-01'`,
    );
    expect((await metrics('2026-11-01', '2026-11-30'))['retention_30_days']).to.equal(0);
    expect((await metrics('2026-11-01', '2026-11-30', rig.partner(angelLive)))['counts']).to.deep.include({
      orders: 0,
    });
  });
});
