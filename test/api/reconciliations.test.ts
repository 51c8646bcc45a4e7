// Operators reconcile a day, read what was found, and resolve it; a partner sees that its execution is disputed.
import { expect } from 'chai';
import { ReconciliationRepository } from '../../db/repositories/reconciliations.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { recordRun } from './support/entries.js';
import { zebuTest, type HttpClient } from './support/http.js';
import { subscribeUser } from './support/journeys.js';

type Row = Record<string, unknown>;
const DAY = '2026-11-24';

const ASKED_AT_MS = Date.UTC(2026, 10, 24, 10, 15);

describe('reconciliations', () => {
  let rig: ApiRig;
  let client: HttpClient;
  let executionId: string;
  // The login is made now, by the database's clock too; the questions are asked on a day of their own.
  let nowMs = Date.now();

  before(async () => {
    rig = await apiRig({ clock: () => nowMs });
    client = rig.partner(zebuTest);
    const { subscriptionId } = await subscribeUser(client);
    const runId = await recordRun(rig.db, [subscriptionId], [{ state: 'COMPLETE', brokerOrderId: 'b1', lateMs: 4 }]);
    executionId = `exe_${runId}_0`;
    nowMs = ASKED_AT_MS;
  });
  after(() => rig.close());
  afterEach(() => {
    rig.fake.next = {};
    nowMs = ASKED_AT_MS;
  });

  const ask = (body?: object) => rig.operator.post('/operator/reconciliations', body);
  /** As the workflow would leave it: one account not read, and a gap for each of the given order keys. */
  async function compared(keys: string[]): Promise<void> {
    const reconciliations = new ReconciliationRepository(rig.db);
    await reconciliations.begin(DAY, 'schedule');
    for (const key of keys)
      await rig.db.query(
        `INSERT INTO reconciliation_finding (id, trading_day, account_id, kind, order_key, problem, sentence, tag, order_id, execution_id, ours, brokers)
         SELECT 'fnd_' || $2, $3, i.account_id, 'gap', $2, 'absent', 'We hold it, and the book does not.', i.tag, i.id, i.execution_id,
           '{"brokerOrderId": "b1", "tradingsymbol": "NIFTY26NOV2624500CE", "side": "BUY", "quantityUnits": 75, "filledUnits": 75,
             "averagePricePaise": 15045, "status": "COMPLETE"}', NULL
         FROM order_intent i WHERE i.execution_id = $1`,
        [executionId, key, DAY],
      );
    await reconciliations.complete(DAY);
  }
  const disputed = async () => (await client.get(`/partner/executions/${executionId}`)).body['disputed'];

  it('is not there before it was made or asked for', async () => {
    const answer = await rig.operator.get(`/operator/reconciliations/${DAY}`);
    expect([answer.status, answer.body['code']]).to.deep.equal([404, 'reconciliation_not_found']);
  });

  it('is asked for today, by default', async () => {
    for (const body of [undefined, {}, { trading_day: DAY }]) {
      const answer = await ask(body);
      expect(answer.status, answer.text).to.equal(202);
      expect(answer.body).to.deep.equal({ trading_day: DAY, workflow_id: `reconciliation/${DAY}` });
    }
    expect(rig.fake.reconciled).to.deep.include({ day: DAY, by: 'operator development' });
    const read = await rig.operator.get(`/operator/reconciliations/${DAY}`);
    expect(read.body, read.text).to.deep.include({
      status: 'requested',
      requested_by: 'operator development',
      findings: [],
    });
  });

  it('is refused for another day, naming the field', async () => {
    for (const [body, clock] of [
      [{ trading_day: '2026-11-23' }, nowMs],
      [{ trading_day: '2026-11-25' }, nowMs],
      // A second after midnight in India.
      [{ trading_day: DAY }, Date.UTC(2026, 10, 24, 18, 30, 1)],
      [{ trading_day: '2026-02-30' }, nowMs],
      [{ trading_day: 'today' }, nowMs],
      [{ day: DAY }, nowMs],
    ] as const) {
      nowMs = clock;
      const refused = await ask(body);
      expect(refused.status, JSON.stringify(body)).to.equal(400);
      expect(JSON.stringify(refused.body['details'])).to.match(/trading_day|day/);
    }
    for (const path of ['0000-01-01', '2026-13-01', 'x'])
      expect((await rig.operator.get(`/operator/reconciliations/${path}`)).status, path).to.equal(400);
  });

  it('is 503 when Temporal is away, and can be asked for again', async () => {
    rig.fake.next.away = true;
    expect((await ask()).status).to.equal(503);
    rig.fake.next = {};
    expect((await ask()).status).to.equal(202);
  });

  it('is nothing for partners', async () => {
    expect((await client.post('/operator/reconciliations')).status).to.equal(401);
    expect((await client.get(`/operator/reconciliations/${DAY}`)).status).to.equal(401);
  });

  it('shows counts, findings by page, and what was not read', async () => {
    await compared(['one', 'two', 'three']);
    const first = await rig.operator.get(`/operator/reconciliations/${DAY}?limit=2`);
    expect(first.status, first.text).to.equal(200);
    expect(first.body).to.deep.include({
      ...{ trading_day: DAY, status: 'completed', workflow_id: `reconciliation/${DAY}` },
      ...{ accounts: { total: 1, compared: 0, not_read: 1, waiting: 0 }, findings_count: { open: 3, resolved: 0 } },
    });
    expect((first.body['not_read'] as Row[])[0]).to.deep.include({
      ...{ partner_id: 'zebu', reason: 'The comparison did not finish', compared_at: null },
    });
    const second = await rig.operator.get(
      `/operator/reconciliations/${DAY}?limit=2&cursor=${String(first.body['next_cursor'])}`,
    );
    const ids = [first, second].flatMap((page) => (page.body['findings'] as Row[]).map((row) => row['finding_id']));
    expect(ids.sort()).to.deep.equal(['fnd_one', 'fnd_three', 'fnd_two']);
    expect((first.body['findings'] as Row[])[0]).to.deep.include({
      ...{ kind: 'gap', problem: 'absent', execution_id: executionId, broker_order: null, resolved_at: null },
    });
    expect(first.text).not.to.include('@');
  });

  it('makes an execution disputed until every finding of it is resolved', async () => {
    expect(await disputed()).to.equal(true);
    const resolve = (id: string, body: object = { resolution: 'Checked with the broker' }) =>
      rig.operator.post(`/operator/reconciliations/${DAY}/findings/${id}/resolve`, body);
    expect((await resolve('fnd_one', {})).status).to.equal(400);
    for (const id of ['fnd_one', 'fnd_two']) expect((await resolve(id)).status).to.equal(200);
    expect(await disputed()).to.equal(true);
    const last = await resolve('fnd_three');
    expect(last.body['finding'], last.text).to.deep.include({
      ...{ resolution: 'Checked with the broker', resolved_by: 'operator development' },
    });
    expect(await disputed()).to.equal(false);
    for (const id of ['fnd_three', 'fnd_none'])
      expect((await resolve(id)).body['code'], id).to.equal('finding_not_found');
    expect(
      (await rig.operator.post(`/operator/reconciliations/2026-11-23/findings/fnd_one/resolve`, { resolution: 'x' }))
        .status,
    ).to.equal(404);
    const timeline = (await client.get(`/partner/executions/${executionId}`)).body['timeline'] as Row[];
    expect(timeline.filter(({ step }) => step === 'disputed')).to.have.length(3);
    expect(timeline.map(({ sentence }) => sentence)).to.include('Resolved: Checked with the broker.');
  });
});
