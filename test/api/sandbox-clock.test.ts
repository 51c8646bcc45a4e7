// The sandbox's billing clock: months pass in test mode only, by HTTP and by the shell, and nothing is ever billed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { createSubscriptionActivities } from '../../activities/subscription.js';
import { repositoryRoot } from '../../dev/repository-root.js';
import { addDays, tradingDayOf } from '../../domain/trading-time.js';
import { nextBillingDate } from '../../domain/billing-date.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { angelTest, zebuLive, zebuTest, type Body, type HttpClient } from './support/http.js';
import { subscribeUser, TEMPLATE } from './support/journeys.js';

const CLI = join(repositoryRoot, 'dist', 'cli', 'quantleap.js');

describe('sandbox billing clock', function () {
  this.timeout(30_000);
  let rig: ApiRig;
  let zebu: HttpClient;
  /** Fixed, so that midnight does not come in between. */
  const nowMs = Date.now();
  const today = tradingDayOf(nowMs);
  before(async () => {
    rig = await apiRig({ clock: () => nowMs });
    zebu = rig.partner(zebuTest);
  });
  after(() => rig.close());

  const advance = (days: unknown, client = zebu) => client.post('/partner/sandbox/billing-clock', { days });
  const activities = () => createSubscriptionActivities({ db: rig.db, clock: () => nowMs });
  const nextDate = async (id: string, client = zebu) =>
    String((await client.get(`/partner/subscriptions/${id}`)).body['next_billing_date']).slice(0, 10);
  const nothingBilled = async () =>
    expect(
      await rig.db.query('SELECT cause FROM ledger_transaction UNION ALL SELECT cause FROM billing_item'),
    ).to.deep.equal([]);

  it('is for test keys, by whole days, within bounds', async () => {
    expect((await advance(31, rig.partner(zebuLive))).body['code']).to.equal('test_mode_only');
    for (const days of [0, -1, 1.5, 367, '31', undefined])
      expect(((await advance(days)).body['details'] as Body[])[0]?.['field'], String(days)).to.equal('days');
    expect(await rig.db.query('SELECT 1 FROM sandbox_clock')).to.deep.equal([]);
  });

  it('lets months pass: dates move, charges are told, prices of their days hold, nothing is billed', async () => {
    const { subscriptionId } = await subscribeUser(zebu);
    const other = await subscribeUser(rig.partner(angelTest), 'angel');
    const [first, second] = [nextBillingDate(today, today), nextBillingDate(today, addDays(today, 31))];
    await rig.db.query(
      `INSERT INTO template_price (template_id, version, effective_from, monthly_fee_paise) VALUES ($1, 1, $2, 100001)`,
      [TEMPLATE, first],
    );
    expect(await activities().openSubscription({ subscriptionId })).to.deep.include({ nextBillingDate: first });
    const passed = await advance(31);
    expect(passed.body, passed.text).to.deep.include({ today: addDays(today, 31), days_ahead: 31, charges_count: 1 });
    expect((passed.body['charges'] as Body[])[0]).to.deep.include({
      ...{
        subscription_id: subscriptionId,
        period_start: first,
        amount: 1000.01,
        commission: 300,
        platform_fee: 700.01,
      },
    });
    expect(await nextDate(subscriptionId)).to.equal(second);
    expect(await nextDate(other.subscriptionId, rig.partner(angelTest))).to.equal(first);
    // The workflow's timer follows the sandbox's clock, and a subscription made now begins on its day.
    expect(await activities().openSubscription({ subscriptionId })).to.deep.include({
      billAtMs: Date.parse(`${addDays(second, -31)}T00:00:00+05:30`),
    });
    const made = await subscribeUser(zebu);
    expect(await nextDate(made.subscriptionId)).to.equal(nextBillingDate(addDays(today, 31), addDays(today, 31)));
    await nothingBilled();
  });

  it('leaves a paused subscription to its resume, which restarts the month', async () => {
    const { subscriptionId } = await subscribeUser(zebu);
    await activities().openSubscription({ subscriptionId });
    const change = (action: 'pause' | 'resume', from: 'ACTIVE' | 'PAUSED') =>
      activities().changeSubscription({ subscriptionId, action, from, changeId: action });
    await change('pause', 'ACTIVE');
    const due = await nextDate(subscriptionId);
    const { body } = await advance(40);
    expect((body['charges'] as Body[]).map((charge) => charge['subscription_id'])).not.to.include(subscriptionId);
    expect(await nextDate(subscriptionId)).to.equal(due);
    await change('resume', 'PAUSED');
    const there = addDays(today, 71);
    expect(await nextDate(subscriptionId)).to.equal(nextBillingDate(there, there));
    await nothingBilled();
  });

  it('is moved from a shell too', async () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [CLI, 'billing', 'advance', ...args], {
        encoding: 'utf8',
        env: { ...process.env, DATABASE_URL: rig.config.databaseUrl },
      });
    expect(run('--partner', 'zebu', '--days', '0').status).to.equal(2);
    expect(run('--partner', 'nobody', '--days', '3')).to.include({ status: 1, stderr: 'There is no partner nobody\n' });
    const done = run('--partner', 'zebu', '--days', '366');
    expect(done.status, done.stderr).to.equal(0);
    expect(done.stdout)
      .to.match(/₹1000\.01 = ₹300\.00 \+ ₹700\.01/)
      .and.to.match(/437 days ahead\. Nothing was billed\./);
    for (let n = 0; n < 8; n += 1) await advance(366);
    const refused = await advance(366);
    expect([refused.status, refused.body['message']]).to.deep.equal([
      400,
      'days is too much. The sandbox can be at most 3660 days ahead',
    ]);
    await nothingBilled();
  });
});
