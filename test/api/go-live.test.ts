// The checklist from a partner's real rows: from nothing to ready, step by step, over the API and from the shell.
import { expect } from 'chai';
import { seedReferenceData } from '../../db/seeds/reference-data.js';
import { quantleap } from '../db/cli.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { angelLive, zebuLive, zebuTest, type Body } from './support/http.js';
import { subscribeUser } from './support/journeys.js';

type Check = { check: string; result: string; required: boolean };

describe('go-live checklist of real rows', function () {
  this.timeout(30_000);
  let rig: ApiRig;
  before(async () => {
    rig = await apiRig();
    await rig.db.transaction((tx) => seedReferenceData(tx));
  });
  after(() => rig.close());

  const read = async (partner = 'zebu') => {
    const answer = await rig.operator.get(`/operator/partners/${partner}/checklist`);
    expect(answer.status, answer.text).to.equal(200);
    const checks = answer.body['checks'] as Check[];
    const result = (name: string) => checks.find(({ check }) => check === name)?.result;
    const failing = checks.filter((one) => one.result === 'fail').map(({ check }) => check);
    return { body: answer.body, result, failing };
  };
  /** An event of the partner and what an endpoint answered to it. */
  const told = async (id: string, mode: string, type: string, endpointId: string | null, statusCode: number) => {
    await rig.db.query(
      `INSERT INTO outbox_event (id, partner_id, mode, type, cause, body, only_endpoint_id, relayed_at)
       VALUES ($1, 'zebu', $2, $3, $1, '{}', $4, now())`,
      [id, mode, type, type === 'webhook_test' ? endpointId : null],
    );
    if (endpointId !== null)
      await rig.db.query(
        `INSERT INTO webhook_attempt (event_id, endpoint_id, attempt, status_code, duration_ms, url)
         VALUES ($1, $2, 1, $3, 5, 'https://portal.example/hook')`,
        [id, endpointId, statusCode],
      );
  };
  const endpoint = async (keys = zebuLive) => {
    const made = await rig.partner(keys).post('/partner/webhook-endpoints', { url: 'https://portal.example/hook' });
    return String(
      (made.body['webhook_endpoint'] as Body | undefined)?.['webhook_endpoint_id'] ?? made.body['webhook_endpoint_id'],
    );
  };

  it('fails what was not done, and from the shell with exit code 1', async () => {
    const { body, failing } = await read();
    expect(body['ready']).to.equal(false);
    expect(failing).to.deep.equal([
      ...['callback_url', 'contract', 'live_key_used', 'webhook_endpoint', 'webhook_test'],
      ...['sandbox_day', 'sandbox_failure', 'sandbox_changes'],
    ]);
    const shell = await quantleap(rig.config.databaseUrl, 'partner', 'checklist', 'zebu');
    expect(shell.code).to.equal(1);
    expect(shell.out)
      .to.match(/^✗ contract +No terms are on record\.$/m)
      .and.to.match(/^✓ broker_wire/m);
    expect(shell.out).to.include('– broker_set_up').and.to.include('Not ready: 8 required checks fail.');
  });

  it('passes step by step as it is done', async () => {
    await rig.db.query(`UPDATE partner SET callback_url = 'https://portal.example/callback' WHERE id = 'zebu'`);
    expect((await read()).result('callback_url')).to.equal('pass');
    await rig.db.query(`INSERT INTO partner_contract (partner_id, effective_from) VALUES ('zebu', '2099-01-01')`);
    expect((await read()).result('contract'), 'not in force yet').to.equal('fail');
    await rig.db.query(`INSERT INTO partner_contract (partner_id, effective_from) VALUES ('zebu', '2020-01-01')`);
    expect((await read()).result('contract')).to.equal('pass');

    await rig.partner({ ...zebuLive, secret: 'sk_zebu_live_wrong' }).get('/partner/marketplace/templates');
    await rig.partner(zebuTest).get('/partner/marketplace/templates');
    expect((await read()).result('live_key_used'), 'a wrong secret, a test key').to.equal('fail');
    await rig.partner(zebuLive).get('/partner/marketplace/templates');
    expect((await read()).result('live_key_used')).to.equal('pass');

    await endpoint(zebuTest);
    expect((await read()).result('webhook_endpoint'), 'of test mode').to.equal('fail');
    const live = await endpoint();
    expect((await read()).result('webhook_endpoint')).to.equal('pass');
    await told('evt_1', 'live', 'webhook_test', live, 500);
    expect((await read()).result('webhook_test')).to.equal('fail');
    await told('evt_2', 'live', 'webhook_test', live, 204);
    expect((await read()).result('webhook_test')).to.equal('pass');
    await told('evt_3', 'live', 'webhook_test', live, 401);
    expect((await read()).result('webhook_test'), 'the last one counts').to.equal('fail');
    await told('evt_4', 'live', 'webhook_test', live, 200);

    const client = rig.partner(zebuTest);
    const { subscriptionId } = await subscribeUser(client);
    expect((await read()).result('sandbox_day'), 'nothing executed').to.equal('fail');
    await told('evt_5', 'test', 'execution_completed', null, 0);
    expect((await read()).result('sandbox_day')).to.equal('pass');
    expect((await read()).result('idempotency')).to.equal('fail');
    for (const type of ['paused', 'resumed', 'cancelled']) {
      expect((await read()).result('sandbox_changes'), type).to.equal('fail');
      await told(`evt_${type}`, 'test', `subscription_${type}`, null, 0);
    }
    expect((await read()).result('sandbox_changes')).to.equal('pass');
    const testEndpoint = await endpoint(zebuTest);
    await told('evt_6', 'test', 'execution_failed', testEndpoint, 500);
    expect((await read()).result('sandbox_failure')).to.equal('fail');
    await told('evt_7', 'test', 'execution_failed', testEndpoint, 200);
    await client.post(`/partner/events/evt_7/redeliver`, undefined, { 'idempotency-key': 'go-live-1' });
    const done = await read();
    expect(done.failing).to.deep.equal([]);
    expect(done.body['ready']).to.equal(true);
    expect(subscriptionId).to.be.a('string');
    const shell = await quantleap(rig.config.databaseUrl, 'partner', 'checklist', 'zebu', '--json');
    expect(shell.code, shell.out).to.equal(0);
    expect(JSON.parse(shell.out)).to.deep.include({ partner_id: 'zebu', ready: true });
  });

  it('sees what goes wrong later', async () => {
    await rig.db.query(
      `INSERT INTO outbox_event (id, partner_id, mode, type, cause, body, created_at)
       VALUES ('evt_w', 'zebu', 'live', 'weekly_report', 'w', '{}', now() - interval '11 minutes')`,
    );
    expect((await read()).failing).to.deep.equal(['webhook_health']);
    await rig.db.query(`UPDATE outbox_event SET relayed_at = now() WHERE id = 'evt_w'`);
    const halt = { scope: 'partner', id: 'zebu', reason: 'asked for' };
    await rig.operator.post('/operator/kill-switch', halt);
    expect((await read()).failing).to.deep.equal(['not_halted']);
    expect((await read('angel')).failing).not.to.include('not_halted');
    await rig.operator.post('/operator/kill-switch', { ...halt, action: 'release' });
    await rig.db.query(`UPDATE partner_key SET revoked_at = now() WHERE public_key = $1`, [zebuLive.publicKey]);
    expect((await read()).failing).to.deep.equal(['live_key', 'live_key_used']);
    await rig.db.query(`UPDATE partner_key SET revoked_at = NULL`);
    await rig.db.query('DELETE FROM freeze_quantity');
    expect((await read()).failing).to.deep.equal(['market_data']);
  });

  it('counts nothing of another partner', async () => {
    const { failing } = await read('angel');
    expect(failing).to.include.members(['live_key_used', 'webhook_endpoint', 'sandbox_day', 'sandbox_failure']);
    await rig.partner(angelLive).get('/partner/marketplace/templates');
    expect((await read('angel')).result('live_key_used')).to.equal('pass');
  });

  it('is for operators, of partners that exist', async () => {
    expect((await rig.operator.get('/operator/partners/nobody/checklist')).body['code']).to.equal('partner_not_found');
    expect((await rig.partner(zebuTest).get('/operator/partners/zebu/checklist')).status).to.equal(401);
    const shell = await quantleap(rig.config.databaseUrl, 'partner', 'checklist', 'nobody');
    expect(shell).to.deep.equal({ code: 1, out: '', err: 'There is no partner nobody\n' });
  });
});
