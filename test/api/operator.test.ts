// Extra runs and the kill switch.
import { expect } from 'chai';
import { waitFor } from '../support/wait.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { recordRun } from './support/entries.js';
import { zebuLive } from './support/http.js';
import { subscribeUser } from './support/journeys.js';

const RUNS = '/operator/templates/basket_admin_test_strategy/runs';

describe('operator API', () => {
  let rig: ApiRig;
  before(async () => {
    rig = await apiRig();
  });
  after(() => rig.close());
  afterEach(() => (rig.fake.next = {}));

  describe('runs', () => {
    it('starts a run some seconds ahead', async () => {
      const askedMs = Date.now();
      const started = await rig.operator.post(RUNS, { entry_at: 'now+15s', mode: 'live', ignore_calendar: true });
      expect(started.status, started.text).to.equal(202);
      const { run_id: id, workflow_id: workflowId } = started.body;
      expect(workflowId).to.equal(`run/live/basket_admin_test_strategy/${String(id)}`);
      const run = await rig.operator.get(`/operator/runs/${String(id)}`);
      expect(run.body).to.deep.include({ status: 'arming', mode: 'live', workflow_id: workflowId, subscribers: 0 });
      expect(run.body['lateness_ms']).to.deep.equal({ p50: null, p99: null, max: null });
      expect(Date.parse(String(run.body['entry_at'])) - askedMs).to.be.within(15_000, 16_000);
    });

    it('takes RFC 3339 with any offset, and an exit', async () => {
      const entry = new Date(Date.now() + 60_000);
      const indian = new Date(entry.getTime() + 330 * 60_000).toISOString().replace('Z', '+05:30');
      const exit = new Date(entry.getTime() + 60_000).toISOString();
      const started = await rig.operator.post(RUNS, { entry_at: indian, exit_at: exit, force: true });
      expect(started.status, started.text).to.equal(202);
      const [row] = await rig.db.query<{ entryAt: Date; exitAt: Date; forced: boolean; by: string }>(
        `SELECT entry_at AS "entryAt", exit_at AS "exitAt", forced, created_by AS by FROM strategy_run WHERE id = $1`,
        [started.body['run_id']],
      );
      expect(row).to.deep.equal({ entryAt: entry, exitAt: new Date(exit), forced: true, by: 'operator development' });
    });

    const bad: [object, string][] = [
      [{}, 'entry_at'],
      [{ entry_at: 'now+4s' }, 'entry_at'],
      [{ entry_at: 'soon' }, 'entry_at'],
      [{ entry_at: '2020-01-01T00:00:00Z' }, 'entry_at'],
      [{ entry_at: 'now+999999s' }, 'entry_at'],
      [{ entry_at: '2026-11-24T09:20:00' }, 'entry_at'],
      [{ entry_at: 'now+15s', exit_at: '2020-01-01T00:00:00Z' }, 'exit_at'],
      [{ entry_at: 'now+15s', mode: 'paper' }, 'mode'],
      [{ entry_at: 'now+15s', legs: [] }, 'legs'],
    ];
    for (const [body, field] of bad)
      it(`refuses ${JSON.stringify(body)} naming ${field}`, async () => {
        const refused = await rig.operator.post(RUNS, body);
        expect(refused.status).to.equal(400);
        expect((refused.body['details'] as { field: string }[]).map((d) => d.field)).to.deep.equal([field]);
      });

    it('knows no other template', async () => {
      const refused = await rig.operator.post('/operator/templates/none/runs', { entry_at: 'now+15s' });
      expect(refused.body['code']).to.equal('template_not_found');
    });

    it('closes a run that could not be started', async () => {
      rig.fake.next.away = true;
      expect((await rig.operator.post(RUNS, { entry_at: 'now+15s' })).status).to.equal(503);
      const rows = await rig.db.query<{ status: string }>(
        `SELECT status FROM strategy_run WHERE reason = 'the run could not be started'`,
      );
      expect(rows).to.deep.equal([{ status: 'missed' }]);
    });
  });

  describe('kill switch', () => {
    const flip = (body: object) => rig.operator.post('/operator/kill-switch', body);

    it('engages once, is read, and releases', async () => {
      const target = { scope: 'template', id: 'basket_admin_iron_condor' };
      const engaged = await flip({ ...target, action: 'engage', reason: 'the feed is wrong' });
      expect(engaged.body, engaged.text).to.deep.include({
        message: 'Kill switch engaged',
        engaged: true,
        acknowledged: true,
      });
      const again = await flip({ ...target, reason: 'twice' });
      expect(again.body['halt']).to.deep.equal(engaged.body['halt']);
      const read = await rig.operator.get('/operator/kill-switch');
      expect(read.body['halts']).to.deep.equal([engaged.body['halt']]);

      const released = await flip({ ...target, action: 'release', reason: 'fine again' });
      expect(released.body).to.deep.include({ engaged: false, acknowledged: true });
      expect((await rig.operator.get('/operator/kill-switch')).body['halts']).to.deep.equal([]);
      const none = await flip({ ...target, action: 'release', reason: 'x' });
      expect(none.status).to.equal(404);
      expect(none.body['code']).to.equal('halt_not_found');
      const changes = await rig.db.query(`SELECT 1 FROM gate_change WHERE scope = 'template' AND scope_id = $1`, [
        target.id,
      ]);
      expect(changes, 'each flip is announced').to.have.length(3);
    });

    it('shows in the runs it touches, and in no others, until it is released', async () => {
      const { subscriptionId } = await subscribeUser(rig.partner(zebuLive));
      const other = await subscribeUser(rig.partner(zebuLive));
      const runId = await recordRun(rig.db, [subscriptionId, other.subscriptionId], []);
      await rig.db.query(`UPDATE strategy_run SET status = 'running' WHERE id = $1`, [runId]);
      const haltsOf = async (id: string) => (await rig.operator.get(`/operator/runs/${id}`)).body['halts'];
      expect(await haltsOf(runId)).to.deep.equal([]);
      const [run] = await rig.db.query<{ template: string; workflow: string; account: string }>(
        `SELECT r.template_id AS template, r.workflow_id AS workflow, e.account_id AS account
         FROM strategy_run r JOIN execution e ON e.run_id = r.id WHERE r.id = $1 AND e.subscription_id = $2`,
        [runId, subscriptionId],
      );
      const { template = '', workflow = '', account = '' } = run ?? {};
      const touching: [scope: string, id: string | undefined, subscribers: number][] = [
        ...[['all', undefined, 2] as [string, undefined, number], ['partner', 'zebu', 2] as [string, string, number]],
        ...([
          ['template', template, 2],
          ['run', runId, 2],
          ['account', account, 1],
        ] as [string, string, number][]),
        ['subscription', subscriptionId, 1],
      ];
      for (const [scope, id, subscribers] of touching) {
        rig.fake.toldOfHalts.length = 0;
        const body = { scope, ...(id !== undefined && { id }) };
        const { body: engaged } = await flip({ ...body, reason: 'the feed is wrong' });
        const halt = engaged['halt'] as Record<string, unknown>;
        expect(await haltsOf(runId), scope).to.deep.equal([
          {
            ...{ halt_id: halt['halt_id'], scope, id: id ?? null, reason: 'the feed is wrong', flatten: false },
            ...{ since: halt['created_at'], by: 'operator development', subscribers },
          },
        ]);
        await waitFor(() => rig.fake.toldOfHalts.includes(workflow), { description: `${workflow} is told` });
        await flip({ ...body, action: 'release' });
        expect(await haltsOf(runId), scope).to.deep.equal([]);
      }
      const stranger = await subscribeUser(rig.partner(zebuLive));
      await flip({ scope: 'subscription', id: stranger.subscriptionId });
      expect(await haltsOf(runId)).to.deep.equal([]);
      await flip({ scope: 'subscription', id: stranger.subscriptionId, action: 'release' });
    });

    it('is engaged although no run can be told to show it', async () => {
      const { subscriptionId } = await subscribeUser(rig.partner(zebuLive));
      const runId = await recordRun(rig.db, [subscriptionId], []);
      await rig.db.query(`UPDATE strategy_run SET status = 'running' WHERE id = $1`, [runId]);
      rig.fake.next.away = true;
      const engaged = await flip({ scope: 'run', id: runId, reason: 'temporal is away too' });
      expect(engaged.body, engaged.text).to.deep.include({ engaged: true, acknowledged: true });
      await waitFor(() => rig.logged().includes('do not show the kill switch'), { description: 'the warning' });
      await flip({ scope: 'run', id: runId, action: 'release' });
    });

    it('waits for every live dispatcher to take note', async () => {
      await rig.db.query(
        `INSERT INTO dispatcher_lease (id, worker, expires_at) VALUES (gen_random_uuid(), 'w', now() + interval '1 minute')`,
      );
      const [last] = await rig.db.query<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM gate_change');
      const engaging = flip({ scope: 'all', reason: 'drill' });
      const first = await Promise.race([engaging.then(() => 'answered'), announced(last?.id ?? 0)]);
      expect(first).to.equal('announced');
      await rig.db.query('UPDATE dispatcher_lease SET gate_seen = (SELECT max(id) FROM gate_change)');
      expect((await engaging).body).to.deep.include({ acknowledged: true, engaged: true });
      await rig.db.query('DELETE FROM dispatcher_lease');
      expect((await flip({ scope: 'all', action: 'release', reason: 'drill over' })).status).to.equal(200);
    });

    it('says so when a dispatcher does not answer', async () => {
      await rig.db.query(
        `INSERT INTO dispatcher_lease (id, worker, expires_at) VALUES (gen_random_uuid(), 'w', now() + interval '1 minute')`,
      );
      const engaged = await flip({ scope: 'partner', id: 'zebu', reason: 'drill' });
      expect(engaged.body).to.deep.include({ acknowledged: false, engaged: true });
      await rig.db.query('DELETE FROM dispatcher_lease');
    }).timeout(15_000);

    it('never refuses a stop for want of a reason', async () => {
      const engaged = await flip({ scope: 'all' });
      expect(engaged.status, engaged.text).to.equal(200);
      expect((engaged.body['halt'] as { reason: string }).reason).to.equal('No reason given');
      expect((await flip({ scope: 'all', action: 'release' })).status).to.equal(200);
    });

    it('refuses what names nothing', async () => {
      expect((await flip({ scope: 'partner', id: 'nobody', reason: 'x' })).body['code']).to.equal(
        'halt_target_not_found',
      );
      for (const [body, field] of [
        [{ scope: 'partner', reason: 'x' }, 'id'],
        [{ scope: 'all', id: 'zebu', reason: 'x' }, 'id'],
        [{ scope: 'everything', reason: 'x' }, 'scope'],
      ] as const)
        expect(((await flip(body)).body['details'] as { field: string }[])[0]?.field).to.equal(field);
    });

    async function announced(after: number): Promise<string> {
      for (;;) {
        const rows = await rig.db.query(`SELECT 1 FROM gate_change WHERE scope = 'all' AND id > $1`, [after]);
        if (rows.length > 0) return 'announced';
      }
    }
  });
});
