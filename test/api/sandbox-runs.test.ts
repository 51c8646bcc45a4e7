// A partner's test runs over HTTP: for its own test users alone, one at a time, safe to repeat, and closable.
import { expect } from 'chai';
import { PositionRepository } from '../../db/repositories/positions.js';
import { RunRepository } from '../../db/repositories/runs.js';
import { OutboxRepository } from '../../db/repositories/outbox.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { angelTest, zebuLive, zebuTest, type Body, type HttpClient } from './support/http.js';
import { subscribeUser, TEMPLATE } from './support/journeys.js';

const RUNS = '/partner/sandbox/runs';

describe('test runs', () => {
  let rig: ApiRig;
  let zebu: HttpClient;
  beforeEach(async () => {
    rig = await apiRig();
    zebu = rig.partner(zebuTest);
  });
  afterEach(() => rig.close());

  const trigger = (body: object = {}, headers: Record<string, string> = {}, client = zebu) =>
    client.post(RUNS, { template_id: TEMPLATE, ...body }, headers);
  const end = (runId: unknown) => new RunRepository(rig.db).close(String(runId), 'completed');
  const rows = () =>
    rig.db.query<{ id: string; mode: string; owner: string; workflow: string; by: string; held: number }>(
      `SELECT id, mode, only_partner_id AS owner, workflow_id AS workflow, created_by AS by,
         extract(epoch FROM exit_at - entry_at)::int AS held FROM strategy_run ORDER BY created_at`,
    );

  it('are for test keys, a strategy there is, and somebody to enter', async () => {
    await subscribeUser(rig.partner(zebuLive));
    expect((await trigger({}, {}, rig.partner(zebuLive))).body['code']).to.equal('test_mode_only');
    expect((await trigger()).body['code'], 'a live subscription is nobody').to.equal('nothing_to_enter');
    expect((await trigger({ template_id: 'none' })).body['code']).to.equal('template_not_found');
    for (const seconds of [0, -1, 1.5, 3_601, '60', null])
      expect(((await trigger({ exit_after_s: seconds })).body['details'] as Body[])[0]?.['field']).to.equal(
        'exit_after_s',
      );
    const { subscriptionId } = await subscribeUser(zebu);
    await zebu.request('PUT', `/partner/subscriptions/${subscriptionId}/pause`);
    expect((await trigger()).body['code'], 'a paused one is nobody').to.equal('nothing_to_enter');
    expect(await rows()).to.deep.equal([]);
  });

  it('enter in five seconds and exit a minute later unless said otherwise', async () => {
    await subscribeUser(zebu);
    const before = Date.now();
    const run = await trigger();
    expect(run.status, run.text).to.equal(202);
    expect(Date.parse(String(run.body['entry_at'])) - before).to.be.within(3_900, 8_000);
    const runId = String(run.body['run_id']);
    expect(run.body['executions']).to.equal(`/partner/executions?run_id=${runId}`);
    await end(runId);
    await trigger({ exit_after_s: 3_600 });
    const [first, second] = await rows();
    expect(first).to.deep.include({ id: runId, mode: 'test', owner: 'zebu', by: 'partner zebu', held: 60 });
    expect(first?.workflow).to.equal(`run/test/${TEMPLATE}/${runId}`);
    expect(second?.held).to.equal(3_600);
  });

  it('take the partner’s own test users and nobody else', async () => {
    const own = [await subscribeUser(zebu), await subscribeUser(zebu)];
    await subscribeUser(rig.partner(zebuLive));
    await subscribeUser(rig.partner(angelTest), 'angel');
    const runId = String((await trigger()).body['run_id']);
    expect(await new RunRepository(rig.db).snapshotSubscribers(runId, 60)).to.deep.equal({ subscribers: 2, shards: 1 });
    const { body } = await zebu.get(`/partner/executions?run_id=${runId}`);
    const entered = (body['executions'] as Body[]).map((e) => e['subscription_id']);
    expect(entered).to.have.members(own.map((user) => user.subscriptionId));
    expect((await zebu.get('/partner/executions?run_id=run_none')).body['executions']).to.deep.equal([]);
    expect((await zebu.get(`${RUNS}/${runId}`)).body).to.deep.include({ subscribers: 2, entries_under_way: 2 });
  });

  it('can never be of live mode, whoever writes the row', async () => {
    const live = rig.db.query(
      `INSERT INTO strategy_run (id, template_id, template_version, mode, trading_day, entry_at, status, workflow_id, created_by, only_partner_id)
       VALUES ('run_x', $1, 1, 'live', '2026-11-24', now(), 'arming', 'x', 'test', 'zebu')`,
      [TEMPLATE],
    );
    expect(await live.catch((e: unknown) => String(e))).to.include('strategy_run_only_partner_is_test');
  });

  it('come one at a time for a strategy: of ten at once one is begun, and the others are told which', async () => {
    await subscribeUser(zebu);
    await subscribeUser(rig.partner(angelTest), 'angel');
    const answers = await Promise.all(Array.from({ length: 10 }, () => trigger()));
    const begun = answers.filter(({ status }) => status === 202);
    expect(begun).to.have.length(1);
    for (const { status, body } of answers.filter((a) => a !== begun[0]))
      expect({ status, code: body['code'], run: body['run_id'] }).to.deep.equal({
        ...{ status: 409, code: 'test_run_under_way', run: begun[0]?.body['run_id'] },
      });
    expect((await trigger({}, {}, rig.partner(angelTest))).status, 'another partner').to.equal(202);
    await end(begun[0]?.body['run_id']);
    expect((await trigger()).status).to.equal(202);
  });

  it('do not stand in the way for ever: one that never began, one whose workflow is lost', async () => {
    await subscribeUser(zebu);
    const first = String((await trigger()).body['run_id']);
    const age = (id: string, by: string) =>
      rig.db.query('UPDATE strategy_run SET entry_at = entry_at - $2::interval WHERE id = $1', [id, by]);
    await age(first, '70 seconds');
    const second = await trigger();
    expect(second.status, 'past its entry deadline it never begins').to.equal(202);
    await new RunRepository(rig.db).snapshotSubscribers(String(second.body['run_id']), 60);
    await age(String(second.body['run_id']), '70 seconds');
    expect((await trigger()).status, 'an entry may take minutes').to.equal(409);
    await age(String(second.body['run_id']), '20 minutes');
    expect((await trigger()).status).to.equal(202);
  });

  it('are begun once under a key, also when the first try could not be started', async () => {
    await subscribeUser(zebu);
    const key = { 'idempotency-key': 'run-once' };
    rig.fake.next.away = true;
    expect((await trigger({}, key)).status).to.equal(503);
    rig.fake.next.away = false;
    const begun = await trigger({}, key);
    expect(begun.status, begun.text).to.equal(202);
    const again = await trigger({}, key);
    expect([again.body, again.headers.get('idempotency-replayed')]).to.deep.equal([begun.body, 'true']);
    expect(await rows()).to.have.length(2);
    const spent = await rig.db.query<{ status: string }>(`SELECT status FROM strategy_run WHERE id <> $1`, [
      begun.body['run_id'],
    ]);
    expect(spent).to.deep.equal([{ status: 'missed' }]);
  });

  it('hold up nobody’s webhooks', async () => {
    await subscribeUser(zebu);
    const runId = String((await trigger()).body['run_id']);
    await new RunRepository(rig.db).snapshotSubscribers(runId, 60);
    expect(await new OutboxRepository(rig.db).entryUnderWay()).to.equal(false);
    await rig.db.query('UPDATE strategy_run SET only_partner_id = NULL WHERE id = $1', [runId]);
    expect(await new OutboxRepository(rig.db).entryUnderWay()).to.equal(true);
  });

  it('are closed on request: what is open of this run, and of no other', async () => {
    const { subscriptionId } = await subscribeUser(zebu);
    const positions = new PositionRepository(rig.db);
    const opened = async () => {
      const runId = String((await trigger()).body['run_id']);
      await new RunRepository(rig.db).snapshotSubscribers(runId, 60);
      const [execution] = await rig.db.query<{ id: string }>(
        `UPDATE execution SET outcome = 'completed', ended_at = now() WHERE run_id = $1 RETURNING id`,
        [runId],
      );
      const executionId = execution?.id ?? '';
      await positions.open(rig.db, {
        executionId,
        exitAtMs: Date.now() + 60_000,
        status: 'open',
        entryIncomplete: false,
      });
      await end(runId);
      return { runId, executionId };
    };
    const [one, other] = [await opened(), await opened()];
    const flat = await zebu.post(`${RUNS}/${one.runId}/flatten`, undefined);
    expect(flat.status, flat.text).to.equal(202);
    expect(flat.body).to.deep.include({ run_id: one.runId, open_positions: 1, entries_under_way: 0 });
    const asked = await positions.requests([one.executionId, other.executionId]);
    expect(asked.map((r) => [r.executionId, r.requested])).to.have.deep.members([
      [one.executionId, 'flatten'],
      [other.executionId, null],
    ]);
    const announced = await rig.db.query(`SELECT 1 FROM gate_change WHERE scope = 'run' AND scope_id = $1`, [
      one.runId,
    ]);
    expect(announced).to.have.length(1);
    expect((await zebu.post(`${RUNS}/${one.runId}/flatten`, undefined)).status, 'again').to.equal(202);
    expect((await zebu.post(`${RUNS}/run_none/flatten`, undefined)).body['code']).to.equal('run_not_found');
    expect((await positions.heldBy('zebu', 'test', subscriptionId))?.status).to.equal('open');
  });
});
