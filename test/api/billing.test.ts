// What a subscription costs and from when: dated prices, contracts, trials, and paid-up dates that carry over.
import { expect } from 'chai';
import { addDays, tradingDayOf } from '../../domain/trading-time.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { angelTest, zebuTest, type Answer, type HttpClient } from './support/http.js';
import { linkUser, logIn, subscribeBody, TEMPLATE, type LinkedUser } from './support/journeys.js';

const NOW_MS = Date.UTC(2026, 10, 24, 5);
const TODAY = tradingDayOf(NOW_MS);

describe('billing', () => {
  let rig: ApiRig;
  let client: HttpClient;
  /** Logins are checked against the database's clock; what is subscribed is subscribed then. */
  let fixedMs: number | undefined;
  before(async () => {
    rig = await apiRig({ clock: () => fixedMs ?? Date.now() });
    client = rig.partner(zebuTest);
  });
  after(() => rig.close());

  async function loggedIn(of = client, broker = 'zebu'): Promise<LinkedUser> {
    fixedMs = undefined;
    const user = await linkUser(of, broker);
    await logIn(of, user);
    fixedMs = NOW_MS;
    return user;
  }
  const subscribe = (user: LinkedUser, of = client): Promise<Answer> =>
    of.post('/partner/marketplace/subscribe', subscribeBody(user));
  const billingOf = async (answer: Answer) =>
    (
      await rig.db.query<{ anchor: string; billed_to: string; carried_from: string | null }>(
        'SELECT anchor, billed_to, carried_from FROM subscription_billing WHERE subscription_id = $1',
        [answer.body['subscription_id']],
      )
    )[0];

  it('is due today, and next on the monthly anniversary', async () => {
    const subscribed = await subscribe(await loggedIn());
    expect(subscribed.body['next_billing_date'], subscribed.text).to.equal('2026-12-24T00:00:00Z');
    expect(await billingOf(subscribed)).to.deep.equal({ anchor: TODAY, billed_to: TODAY, carried_from: null });
  });

  it('carries the paid-up date over to the next subscription of the same user and strategy, chain by chain', async () => {
    const user = await loggedIn();
    let before = await subscribe(user);
    await rig.db.query(
      `UPDATE subscription_billing SET anchor = '2026-10-31', billed_to = '2026-11-30' WHERE subscription_id = $1`,
      [before.body['subscription_id']],
    );
    for (let again = 0; again < 2; again += 1) {
      await client.delete(`/partner/subscriptions/${String(before.body['subscription_id'])}`);
      const next = await subscribe(user);
      expect(next.body['next_billing_date'], next.text).to.equal('2026-11-30T00:00:00Z');
      expect(await billingOf(next)).to.deep.equal({
        ...{ anchor: '2026-10-31', billed_to: '2026-11-30', carried_from: before.body['subscription_id'] },
      });
      before = next;
    }
    expect((await subscribe(await loggedIn())).body['next_billing_date']).to.equal('2026-12-24T00:00:00Z');
  });

  it('carries over what was paid before there was billing', async () => {
    const user = await loggedIn();
    const before = await subscribe(user);
    const id = String(before.body['subscription_id']);
    await client.delete(`/partner/subscriptions/${id}`);
    await rig.db.query('DELETE FROM subscription_billing WHERE subscription_id = $1', [id]);
    await rig.db.query(`UPDATE subscription SET next_billing_date = '2026-12-03' WHERE id = $1`, [id]);
    expect((await subscribe(user)).body['next_billing_date']).to.equal('2026-12-03T00:00:00Z');
  });

  it('begins after the trial of the contract, which nobody has twice', async () => {
    await rig.db.query(
      `INSERT INTO partner_contract (partner_id, effective_from, trial_days, commission_bps) VALUES ('angel', $1, 7, 2500), ('angel', $2, 0, 100)`,
      [TODAY, addDays(TODAY, 1)],
    );
    const angel = rig.partner(angelTest);
    const user = await loggedIn(angel, 'angel');
    const first = await subscribe(user, angel);
    expect(first.body, first.text).to.deep.include({
      next_billing_date: '2026-12-01T00:00:00Z',
      revenue_share: { partner_commission: 249.75, platform_fee: 749.25, currency: 'INR' },
    });
    const id = String(first.body['subscription_id']);
    await rig.db.query(`UPDATE subscription_billing SET billed_to = $2 WHERE subscription_id = $1`, [id, TODAY]);
    await angel.delete(`/partner/subscriptions/${id}`);
    expect((await subscribe(user, angel)).body['next_billing_date']).to.equal('2026-12-24T00:00:00Z');
  });

  it('shows the price of the day', async () => {
    await rig.db.query(
      `INSERT INTO template_price (template_id, version, effective_from, monthly_fee_paise) VALUES ($1, 1, $2, 49901), ($1, 1, $3, 77700)`,
      [TEMPLATE, TODAY, addDays(TODAY, 1)],
    );
    const { body } = await client.get('/partner/marketplace/templates');
    const shown = (body['templates'] as { template_id: string; pricing: unknown }[]).find(
      (t) => t.template_id === TEMPLATE,
    );
    expect(shown?.pricing).to.deep.equal({ type: 'PAID', monthly_fee: 499.01, currency: 'INR' });
    expect((await subscribe(await loggedIn())).body['revenue_share']).to.deep.equal({
      ...{ partner_commission: 149.7, platform_fee: 349.31, currency: 'INR' },
    });
  });
});
