// The guide, step by step, against real workflows: every happy answer field by field.
import { expect } from 'chai';
import { nextBillingDate } from '../../domain/billing-date.js';
import { nextIstTime, tradingDayOf } from '../../domain/trading-time.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { zebuTest, type HttpClient } from './support/http.js';
import { startPlatform, type Platform } from './support/platform.js';

const EMAIL = 'testuser@zebu.com';
const USER_ID = 'partner-user-testuser-at-zebu-com';

describe('the guide over the API', function () {
  this.timeout(60_000);
  let rig: ApiRig;
  let platform: Platform;
  let client: HttpClient;

  before(async () => {
    rig = await apiRig({ gateway: async ({ config }) => (platform = await startPlatform(config)).gateway });
    client = rig.partner(zebuTest);
  });
  after(async () => {
    await rig.close();
    await platform.stop();
  });

  it('creates a broker account (test 1)', async () => {
    const created = await client.post('/partner/broker-accounts', {
      user_email: EMAIL,
      broker_name: 'zebu',
      client_id: 'TEST123',
      api_key: 'test_api_key',
      api_secret: 'test_api_secret',
    });
    expect(created.status).to.equal(201);
    expect(created.body).to.deep.equal({
      success: true,
      message: 'Broker account created successfully',
      broker_account: {
        user_id: USER_ID,
        client_id: 'TEST123',
        broker_name: 'zebu',
        account_status: 'enabled',
        has_credentials: true,
        has_oauth_token: false,
      },
    });
  });

  it('says what the broker said to bad credentials, and keeps nothing', async () => {
    const body = { user_email: EMAIL, broker_name: 'zebu', client_id: 'BAD1', api_key: 'invalid_key', api_secret: 'x' };
    const refused = await client.post('/partner/broker-accounts', body);
    expect(refused.status).to.equal(400);
    expect(refused.body).to.deep.include({
      statusCode: 400,
      error: 'Invalid broker credentials',
      message: 'API key validation failed with broker',
      code: 'invalid_broker_credentials',
    });
    expect(refused.body['details']).to.deep.equal({ broker_response: 'Invalid api_key' });
    const again = await client.post('/partner/broker-accounts', { ...body, api_key: 'test_api_key' });
    expect(again.status, again.text).to.equal(201);
  });

  it('answers 503 when the broker is away, and keeps nothing', async () => {
    const body = {
      user_email: EMAIL,
      broker_name: 'zebu',
      client_id: 'AWAY1',
      api_key: 'unreachable_key',
      api_secret: 'x',
    };
    const away = await client.post('/partner/broker-accounts', body);
    expect(away.status, away.text).to.equal(503);
    expect(away.body['code']).to.equal('broker_unreachable');
    expect((await client.post('/partner/broker-accounts', { ...body, api_key: 'test_api_key' })).status).to.equal(201);
  });

  it('refuses to subscribe before the first login', async () => {
    const refused = await client.post('/partner/marketplace/subscribe', {
      user_email: EMAIL,
      template_id: 'basket_admin_test_strategy',
      broker_client_id: 'TEST123',
    });
    expect(refused.status).to.equal(401);
    expect(refused.body).to.deep.include({
      statusCode: 401,
      error: 'OAuth token expired',
      message: 'User must complete daily OAuth login',
      token_expired_at: null,
    });
  });

  it('logs in (test 2)', async () => {
    const initiated = await client.post('/partner/broker-accounts/TEST123/oauth/initiate', { user_email: EMAIL });
    expect(initiated.status, initiated.text).to.equal(200);
    expect(initiated.body).to.have.all.keys('oauth_url', 'state', 'expires_in');
    expect(initiated.body['expires_in']).to.equal(300);
    const url = new URL(String(initiated.body['oauth_url']));
    expect(url.pathname).to.equal('/sandbox/login');
    expect(url.searchParams.get('state')).to.equal(initiated.body['state']);

    const loginAtMs = Date.now();
    const completed = await client.post('/partner/broker-accounts/TEST123/oauth/callback', {
      user_email: EMAIL,
      request_token: 'mock_token_12345',
      state: initiated.body['state'],
    });
    expect(completed.status, completed.text).to.equal(200);
    expect(completed.body).to.have.all.keys('success', 'message', 'token_expires_at', 'valid_until');
    expect(completed.body).to.deep.include({ success: true, message: 'OAuth login successful' });
    expect(completed.body['token_expires_at']).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Date.parse(String(completed.body['token_expires_at']))).to.be.at.most(
      nextIstTime(loginAtMs, '15:30') + 1000,
    );
    expect(completed.body['valid_until']).to.match(/^\d{1,2}:\d\d [AP]M IST$/);
  });

  it('lists the strategies', async () => {
    const listed = await client.get('/partner/marketplace/templates');
    expect(listed.status).to.equal(200);
    const templates = listed.body['templates'] as unknown[];
    expect(templates).to.have.length(3);
    expect(templates).to.deep.include({
      template_id: 'basket_admin_iron_condor',
      name: 'Iron Condor Weekly',
      description: 'Weekly iron condor on NIFTY',
      index: 'NIFTY',
      entry_time: '09:20',
      pricing: { type: 'PAID', monthly_fee: 999, currency: 'INR' },
      performance_metrics: { win_rate: 75.5, avg_monthly_return: 12.3, max_drawdown: 8.2 },
    });
  });

  it('subscribes (test 3), once', async () => {
    const body = {
      user_email: EMAIL,
      template_id: 'basket_admin_iron_condor',
      broker_client_id: 'TEST123',
      lot_multiplier: 2.0,
      auto_link_broker: true,
    };
    const created = await client.post('/partner/marketplace/subscribe', body);
    expect(created.status, created.text).to.equal(201);
    const { subscription_id: id, broker_allocation: allocation, ...rest } = created.body;
    const today = tradingDayOf(Date.now());
    expect(id).to.match(/^sub_\w+$/);
    expect(rest).to.deep.equal({
      message: 'Subscription created successfully',
      user_id: USER_ID,
      template_id: 'basket_admin_iron_condor',
      status: 'ACTIVE',
      next_billing_date: `${nextBillingDate(today, today)}T00:00:00Z`,
      revenue_share: { partner_commission: 299.7, platform_fee: 699.3, currency: 'INR' },
    });
    const { allocation_id: allocationId, ...link } = allocation as Record<string, unknown>;
    expect(allocationId).to.match(/^alloc_\w+$/);
    expect(link).to.deep.equal({ client_id: 'TEST123', broker_id: 'zebu', lot_multiplier: 2, status: 'ACTIVE' });

    const again = await client.post('/partner/marketplace/subscribe', body);
    expect(again.status).to.equal(409);
    expect(again.body).to.deep.include({
      statusCode: 409,
      error: 'Duplicate subscription',
      message: 'User already subscribed to this strategy',
      existing_subscription_id: id,
    });
  });

  it('lists subscriptions (test 4) with the fields of the data entity', async () => {
    const listed = await client.get(`/partner/subscriptions?user_email=${EMAIL}`);
    expect(listed.status).to.equal(200);
    const [first] = listed.body['subscriptions'] as Record<string, unknown>[];
    expect(first).to.deep.include({
      user_id: USER_ID,
      template_basket_id: 'basket_admin_iron_condor',
      partner_id: 'partner_zebu_test',
      status: 'ACTIVE',
      pricing: { monthly_fee: 999, partner_commission: 299.7, currency: 'INR' },
    });
    expect(listed.body['next_cursor']).to.equal(null);
  });

  it('pauses, resumes, changes the size and cancels, refusing what is impossible with the status', async () => {
    const listed = await client.get(`/partner/subscriptions?user_email=${EMAIL}`);
    const id = String((listed.body['subscriptions'] as Record<string, unknown>[])[0]?.['subscription_id']);
    const common = { subscription_id: id, user_id: USER_ID, template_id: 'basket_admin_iron_condor' };
    const at = `/partner/subscriptions/${id}`;

    const paused = await client.put(`${at}/pause`);
    expect(paused.body, paused.text).to.deep.equal({
      message: 'Subscription paused successfully',
      ...common,
      status: 'PAUSED',
      position: null,
    });
    const pausedAgain = await client.put(`${at}/pause`);
    expect(pausedAgain.status).to.equal(409);
    expect(pausedAgain.body).to.deep.include({ code: 'invalid_transition', current_status: 'PAUSED' });

    const changed = await client.patch(at, { lot_multiplier: 3 });
    expect(changed.body, changed.text).to.deep.include({
      lot_multiplier: 3,
      status: 'PAUSED',
      effective_from: 'next_execution',
    });
    const resumed = await client.put(`${at}/resume`);
    expect(resumed.body, resumed.text).to.deep.equal({
      message: 'Subscription resumed successfully',
      ...common,
      status: 'ACTIVE',
    });

    const cancelled = await client.delete(at);
    expect(cancelled.body, cancelled.text).to.deep.equal({
      message: 'Subscription cancelled successfully',
      ...common,
      status: 'CANCELLED',
      position: null,
    });
    for (const again of [
      await client.delete(at),
      await client.put(`${at}/resume`),
      await client.patch(at, { lot_multiplier: 1 }),
    ]) {
      expect(again.status).to.equal(409);
      expect(again.body['current_status']).to.equal('CANCELLED');
    }
    const shown = await client.get(at);
    expect(shown.body).to.deep.include({ status: 'CANCELLED', next_billing_date: null });
    expect((shown.body['broker_allocation'] as Record<string, unknown>)['lot_multiplier']).to.equal(3);
  });

  it('subscribes again after a cancellation', async () => {
    const again = await client.post('/partner/marketplace/subscribe', {
      user_email: EMAIL,
      template_id: 'basket_admin_iron_condor',
      broker_client_id: 'TEST123',
    });
    expect(again.status, again.text).to.equal(201);
    expect((again.body['broker_allocation'] as Record<string, unknown>)['lot_multiplier']).to.equal(1);
  });

  it('tells every change as an event, in order', async () => {
    const events = await client.get('/partner/events');
    const told = (events.body['events'] as Record<string, unknown>[]).map((event) => event['event']);
    expect(told).to.deep.equal([
      'subscription_created',
      'subscription_paused',
      'subscription_resumed',
      'subscription_cancelled',
      'subscription_created',
    ]);
    const rest = await client.get(`/partner/events?after=${String(events.body['next_cursor'])}`);
    expect(rest.body['events']).to.deep.equal([]);
  });

  it('logs out: nothing can be subscribed until the next login', async () => {
    const out = await client.post('/partner/broker-accounts/TEST123/oauth/logout', { user_email: EMAIL });
    expect(out.body, out.text).to.deep.equal({ success: true, message: 'Logged out', client_id: 'TEST123' });
    const again = await client.post('/partner/broker-accounts/TEST123/oauth/logout');
    expect(again.status, again.text).to.equal(200);
    const refused = await client.post('/partner/marketplace/subscribe', {
      user_email: EMAIL,
      template_id: 'basket_admin_short_straddle',
      broker_client_id: 'TEST123',
    });
    expect(refused.status).to.equal(401);
    expect(Date.parse(String(refused.body['token_expired_at']))).to.be.at.most(Date.now());
    const accounts = await client.get('/partner/broker-accounts?user_email=TestUser@Zebu.com');
    expect((accounts.body['broker_accounts'] as Record<string, unknown>[])[0]).to.deep.include({
      has_oauth_token: false,
      ready_for_trading: false,
    });
  });

  it('refuses a login that the broker refuses', async () => {
    const initiated = await client.post('/partner/broker-accounts/TEST123/oauth/initiate', { user_email: EMAIL });
    const body = { user_email: EMAIL, code: 'mock_invalid_1', state: initiated.body['state'] };
    const refused = await client.post('/partner/broker-accounts/TEST123/oauth/callback', body);
    expect(refused.status, refused.text).to.equal(400);
    expect(refused.body['code']).to.equal('login_refused');
    expect(refused.body['details']).to.have.property('broker_response');
    const replayed = await client.post('/partner/broker-accounts/TEST123/oauth/callback', body);
    expect(replayed.body).to.deep.include({
      code: 'oauth_state_invalid',
      message: 'The state was used already: initiate a new login',
    });
  });

  it('is not ready while no worker trades', async () => {
    const unready = await rig.anonymous.get('/readyz');
    expect(unready.status).to.equal(503);
    expect(unready.body['checks']).to.deep.equal({
      database: 'ok',
      temporal: 'ok',
      worker_trading: 'failing',
      worker_platform: 'ok',
    });
  });

  it("starts an operator's run as templateRun under its id", async () => {
    const started = await rig.operator.post('/operator/templates/basket_admin_test_strategy/runs', {
      entry_at: 'now+60s',
      ignore_calendar: true,
    });
    expect(started.status, started.text).to.equal(202);
    const run = await platform.client.workflow.getHandle(String(started.body['workflow_id'])).describe();
    expect(run).to.deep.include({ type: 'templateRun', taskQueue: 'trading' });
  });

  it('writes no secret and no e-mail to the log', () => {
    for (const canary of ['test_api_key', 'test_api_secret', 'mock_token_12345', EMAIL, zebuTest.secret])
      expect(rig.logged()).not.to.include(canary);
  });
});
