// One execution: its timeline for its partner, its evidence for operators, nothing for anybody else.
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { recordRun } from './support/entries.js';
import { angelTest, zebuLive, zebuTest, type HttpClient } from './support/http.js';
import { subscribeUser } from './support/journeys.js';

type Row = Record<string, unknown>;

describe('one execution', () => {
  let rig: ApiRig;
  let client: HttpClient;
  let email: string;
  let executionId: string;
  const LEASE = '6f1f7a52-6d4e-4f0e-9a34-0c5b0c3f3a11';

  before(async () => {
    rig = await apiRig();
    client = rig.partner(zebuTest);
    const user = await subscribeUser(client);
    email = user.email;
    const runId = await recordRun(
      rig.db,
      [user.subscriptionId],
      [{ state: 'COMPLETE', brokerOrderId: 'b1', lateMs: 4 }],
    );
    executionId = `exe_${runId}_0`;
    await tellStory(runId);
  });
  after(() => rig.close());

  /** What the engine writes about a completed entry. */
  async function tellStory(runId: string): Promise<void> {
    await rig.db.query(
      `UPDATE execution SET armed_at = '2026-11-24T03:49:02.118Z', ended_at = '2026-11-24T03:50:00.200Z', lease_id = $2 WHERE id = $1`,
      [executionId, LEASE],
    );
    await rig.db.query(
      `INSERT INTO dispatcher_lease (id, worker, expires_at) VALUES ($1, '42@host', '2026-11-24T03:50:05Z')`,
      [LEASE],
    );
    await rig.db.query('INSERT INTO burst_mark (run_id, lease_id) VALUES ($1, $2)', [runId, LEASE]);
    await rig.db.query(
      `INSERT INTO order_event (order_id, at, from_state, to_state, evidence)
       SELECT id, '2026-11-24T03:50:00.016Z'::timestamptz, 'INTENDED', 'OPEN', '{"result": {"outcome": "accepted", "brokerOrderId": "b1"}}'::jsonb
         FROM order_intent WHERE execution_id = $1
       UNION ALL SELECT id, '2026-11-24T03:50:00.171Z', 'OPEN', 'COMPLETE', '{"book": {"status": "COMPLETE", "filledUnits": 75, "averagePricePaise": 15045}}'
         FROM order_intent WHERE execution_id = $1`,
      [executionId],
    );
    for (const [id, cause, body] of [
      ['evt_told', `execution_completed/${executionId}`, { event: 'execution_completed', execution_id: executionId }],
      ['evt_failed', `execution_failed/${executionId}`, { event: 'execution_failed' }],
      ['evt_other', 'execution_failed/exe_other', { event: 'execution_failed', user_email: email }],
    ] as const)
      await rig.db.query(
        `INSERT INTO outbox_event (id, partner_id, mode, type, cause, body, created_at)
         VALUES ($1, 'zebu', 'test', $2, $3, $4, '2026-11-24T03:50:00.200Z')`,
        [id, body.event, cause, JSON.stringify(body)],
      );
  }

  const steps = (body: Row) => (body['timeline'] as Row[]).map(({ offset_ms, step }) => [offset_ms, step]);

  it('has its orders and its timeline', async () => {
    const answer = await client.get(`/partner/executions/${executionId}`);
    expect(answer.status, answer.text).to.equal(200);
    expect(answer.body).to.deep.include({ execution_id: executionId, user_email: email, disputed: false });
    expect(answer.body['orders']).to.have.length(1);
    expect(steps(answer.body)).to.deep.equal([
      [-57_882, 'armed'],
      [4, 'sent'],
      [16, 'acked'],
      [171, 'filled'],
      [200, 'completed'],
      [200, 'notified'],
      [200, 'notified'],
    ]);
    expect((answer.body['timeline'] as Row[])[1]).to.deep.equal({
      at: '2026-11-24T03:50:00.004Z',
      offset_ms: 4,
      step: 'sent',
      sentence: 'Sent: BUY 75 NIFTY26NOV2624500CE (leg 1) at ₹150.50.',
      order: {
        ...{ order_id: `ord_${executionId}0`, purpose: 'entry', leg_index: 0, transaction_type: 'BUY' },
        ...{ tradingsymbol: 'NIFTY26NOV2624500CE', quantity: 75, price: 150.5 },
      },
    });
    expect(answer.text).not.to.include(LEASE);
  });

  it('is nobody else’s: another partner and the other mode hear what they hear of one that does not exist', async () => {
    const missing = await client.get('/partner/executions/exe_none');
    expect([missing.status, missing.body['code']]).to.deep.equal([404, 'execution_not_found']);
    for (const keys of [angelTest, zebuLive]) {
      const answer = await rig.partner(keys).get(`/partner/executions/${executionId}`);
      expect(answer.status).to.equal(404);
      expect({ ...answer.body, request_id: '' }).to.deep.equal({ ...missing.body, request_id: '' });
    }
  });

  it('shows operators the evidence, and no e-mail', async () => {
    const answer = await rig.operator.get(`/operator/executions/${executionId}`);
    expect(answer.status, answer.text).to.equal(200);
    expect(answer.text).not.to.include('@example.com');
    expect(answer.body).to.deep.include({ partner_id: 'zebu', mode: 'test', execution_id: executionId });
    const evidence = answer.body['evidence'] as Row;
    expect(evidence['lease']).to.deep.equal({
      lease_id: LEASE,
      worker: '42@host',
      expires_at: '2026-11-24T03:50:05.000Z',
    });
    expect((evidence['burst_marks'] as Row[]).map((mark) => mark['lease_id'])).to.deep.equal([LEASE]);
    expect((evidence['events'] as Row[]).map((event) => event['event_id'])).to.deep.equal(['evt_told', 'evt_failed']);
    const [order] = evidence['orders'] as Row[];
    expect(order).to.deep.include({ broker_order_id: 'b1', generation: 0, status: 'COMPLETE' });
    expect((order?.['transitions'] as Row[])[0]).to.deep.include({
      ...{ at: '2026-11-24T03:50:00.016Z', from: 'INTENDED', to: 'OPEN' },
      evidence: { result: { outcome: 'accepted', brokerOrderId: 'b1' } },
    });
    expect((await rig.operator.get('/operator/executions/exe_none')).body['code']).to.equal('execution_not_found');
    expect((await client.get(`/operator/executions/${executionId}`)).status).to.equal(401);
  });

  it('is disputed while an order of it is unknown', async () => {
    await rig.db.query(`UPDATE order_intent SET state = 'UNKNOWN' WHERE execution_id = $1`, [executionId]);
    expect((await client.get(`/partner/executions/${executionId}`)).body['disputed']).to.equal(true);
    const listed = await client.get('/partner/executions');
    expect((listed.body['executions'] as Row[]).map((row) => row['disputed'])).to.deep.equal([true]);
    await rig.db.query(`UPDATE order_intent SET state = 'COMPLETE' WHERE execution_id = $1`, [executionId]);
  });
});
