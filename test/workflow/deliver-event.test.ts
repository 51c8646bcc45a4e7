// deliverEvent against a real receiver that checks every signature with the library.
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import { DISABLE_REASONS } from '../../domain/webhook-event.js';
import {
  DELIVERY_DELAYS_S,
  deliverEventWorkflowId,
  type DeliverEventResult,
} from '../../workflows/messages/deliver-event.js';
import { redeliveryStart } from '../../workflows/messages/start-options.js';
import { PLATFORM_QUEUE } from '../../workflows/messages/task-queues.js';
import { PARTNER } from '../db/database.js';
import { startReceiver, type Receiver } from '../unit/webhooks/receiver.js';
import { historyText } from './rig/history-text.js';
import { startWebhookRig, type WebhookRig } from './rig/webhook-rig.js';

const GAVE_UP = { outcome: 'gave_up', attempts: DELIVERY_DELAYS_S.length };

describe('deliverEvent', () => {
  let rig: WebhookRig;
  let receiver: Receiver | undefined;
  before(async () => {
    rig = await startWebhookRig();
  });
  after(() => rig.stop());
  afterEach(() => receiver?.close());

  /** Answers with these statuses in turn, the last one for ever. */
  const receiverWith = async (...answers: (number | [status: number, headers: Record<string, string>])[]) => {
    receiver = await startReceiver((response, _received, count) => {
      const answer = answers[Math.min(count, answers.length) - 1] ?? 200;
      const [status, headers] = Array.isArray(answer) ? answer : [answer, {}];
      response.writeHead(status, headers).end('thanks');
    });
    return receiver;
  };
  const deliver = (eventId: string, endpointId: string): Promise<DeliverEventResult> =>
    rig.env.client.workflow.execute('deliverEvent', {
      taskQueue: PLATFORM_QUEUE,
      workflowId: deliverEventWorkflowId(eventId, endpointId),
      args: [{ eventId, endpointId }],
    });
  const statusOf = async (id: string) => (await rig.endpoints.list(PARTNER, 'live')).find((e) => e.id === id);

  it('brings the stored body, signed, and notes the attempt', async () => {
    const { url, received } = await receiverWith(200);
    const { id, secret } = await rig.endpoint(url);
    const eventId = await rig.event();
    expect(await deliver(eventId, id)).to.deep.equal({ outcome: 'delivered', attempts: 1 });
    expect(received).to.have.length(1);
    const body = received[0]?.body ?? '';
    const headers = { ...received[0]?.headers } as Record<string, string>;
    const verified = new Webhook(secret).verify(body, headers);
    expect(verified).to.deep.include({ event: 'execution_failed', event_id: eventId, user_email: 'user@example.com' });
    expect(headers['webhook-id']).to.equal(eventId);
    const stored = await rig.database.db.query<{ body: string }>(
      'SELECT body::text AS body FROM outbox_event WHERE id = $1',
      [eventId],
    );
    expect(body).to.equal(stored[0]?.body);
    const attempts = await rig.attempts.listForEvent(PARTNER, 'live', eventId);
    expect(attempts).to.have.length(1);
    expect(attempts[0]).to.deep.include({ endpointId: id, attempt: 1, statusCode: 200, error: null });
  });

  it('brings it again when asked; askers before the next attempt share one delivery', async () => {
    const { url, received } = await receiverWith(200);
    const { id } = await rig.endpoint(url);
    const eventId = await rig.event();
    await deliver(eventId, id);
    const { workflow } = rig.env.client;
    const asked = async () => {
      const made = await rig.attempts.countByEndpoint(PARTNER, 'live', eventId);
      const start = redeliveryStart({
        ...{ eventId, endpointId: id, type: 'execution_failed', partnerId: PARTNER, mode: 'live' },
        attemptsMade: made.get(id) ?? 0,
      });
      return Promise.all([workflow.start('deliverEvent', start), workflow.start('deliverEvent', start)]);
    };
    for (const n of [1, 2]) {
      const handles = await asked();
      expect(new Set(handles.map((handle) => handle.workflowId))).to.deep.equal(
        new Set([`${deliverEventWorkflowId(eventId, id)}/redeliver/${n}`]),
      );
      for (const handle of handles) await handle.result();
    }
    expect(received.map((r) => r.headers['webhook-id'])).to.deep.equal([eventId, eventId, eventId]);
  });

  it('keeps e-mail, body, URL and secret out of its history', async () => {
    const { url } = await receiverWith(500, 200);
    const { id, secret } = await rig.endpoint(url);
    const eventId = await rig.event();
    await deliver(eventId, id);
    const text = await historyText(rig.env.client.workflow, deliverEventWorkflowId(eventId, id));
    expect(text).to.contain(eventId);
    for (const leak of ['user@example.com', 'Insufficient', url, secret, secret.slice(6)])
      expect(text).not.to.contain(leak);
  });

  it('tries again after the published delays, the same event with a signature of its own', async () => {
    const { url, received } = await receiverWith(500, 302, 404, 200);
    const { id, secret } = await rig.endpoint(url);
    const eventId = await rig.event();
    expect(await deliver(eventId, id)).to.deep.equal({ outcome: 'delivered', attempts: 4 });
    for (const { headers, body } of received) new Webhook(secret).verify(body, headers as Record<string, string>);
    expect(new Set(received.map((r) => r.headers['webhook-id']))).to.deep.equal(new Set([eventId]));
    expect(received.map((r) => r.path)).to.deep.equal(['/hook', '/hook', '/hook', '/hook']);
    expectDelays(await waitsOf(eventId, id), [5, 300, 1800]);
  });

  it('gives up after the whole schedule', async () => {
    const { url, received } = await receiverWith(500);
    const { id } = await rig.endpoint(url);
    const eventId = await rig.event();
    expect(await deliver(eventId, id)).to.deep.equal({ ...GAVE_UP, reason: DISABLE_REASONS.failing });
    expect(received).to.have.length(DELIVERY_DELAYS_S.length);
    expectDelays(await waitsOf(eventId, id), DELIVERY_DELAYS_S.slice(1));
  });

  it('waits as long as Retry-After asks, but no longer than a day', async () => {
    const { url } = await receiverWith(
      [429, { 'retry-after': '600' }],
      [503, { 'retry-after': '9999999' }],
      [500, { 'retry-after': '9999' }],
      200,
    );
    const { id } = await rig.endpoint(url);
    const eventId = await rig.event();
    expect(await deliver(eventId, id)).to.deep.equal({ outcome: 'delivered', attempts: 4 });
    expectDelays(await waitsOf(eventId, id), [600, 86_400, 1800]);
  });

  it('stops at 410 and disables the endpoint', async () => {
    const { url, received } = await receiverWith(410);
    const { id } = await rig.endpoint(url);
    const gone = { outcome: 'endpoint_disabled', attempts: 1, reason: 'the endpoint answered 410 Gone' };
    expect(await deliver(await rig.event(), id)).to.deep.equal(gone);
    expect(await statusOf(id)).to.include({ status: 'disabled', statusReason: gone.reason });
    expect(await deliver(await rig.event(), id)).to.deep.equal(gone);
    expect(received).to.have.length(1);
  });

  it('stops when the endpoint was deleted meanwhile', async () => {
    const { url, received } = await receiverWith(200);
    const { id } = await rig.endpoint(url);
    expect(await rig.endpoints.softDelete(PARTNER, 'test', id), 'in the other mode').to.equal(false);
    expect(await rig.endpoints.softDelete(PARTNER, 'live', id)).to.equal(true);
    await rig.vault.eraseOwner(id);
    const deleted = { outcome: 'endpoint_disabled', attempts: 1, reason: 'deleted' };
    expect(await deliver(await rig.event(), id)).to.deep.equal(deleted);
    expect(received).to.deep.equal([]);
  });

  it('survives a receiver that is not there and a database that fails once', async () => {
    const { url } = await receiverWith(200);
    const { id } = await rig.endpoint(url);
    const eventId = await rig.event();
    await rig.database.db.query(
      'ALTER TABLE webhook_attempt ADD CONSTRAINT not_the_first CHECK (attempt > 1) NOT VALID',
    );
    const result = await deliver(eventId, id);
    await rig.database.db.query('ALTER TABLE webhook_attempt DROP CONSTRAINT not_the_first');
    expect(result).to.deep.equal({ outcome: 'delivered', attempts: 2 });

    await receiver?.close();
    const gone = await rig.event();
    expect(await deliver(gone, id)).to.deep.equal({ ...GAVE_UP, reason: DISABLE_REASONS.failing });
    const attempts = await rig.attempts.listForEvent(PARTNER, 'live', gone);
    expect(new Set(attempts.map((a) => a.error))).to.deep.equal(new Set(['ECONNREFUSED']));
  });

  it('sends nothing unsigned when the secret cannot be opened', async () => {
    const { url, received } = await receiverWith(200);
    const { id } = await rig.endpoint(url);
    await rig.database.db.query('DELETE FROM key_salt WHERE owner_id = $1', [id]);
    const eventId = await rig.event();
    expect(await deliver(eventId, id), "our fault, not the endpoint's").to.deep.equal(GAVE_UP);
    expect(received).to.deep.equal([]);
    expect(await statusOf(id)).to.include({ status: 'enabled', failingSince: null });
    const [first] = await rig.attempts.listForEvent(PARTNER, 'live', eventId);
    expect(first).to.include({ statusCode: null, error: 'the signing secret cannot be opened' });
  });

  /** Seconds of every timer the workflow set. */
  async function waitsOf(eventId: string, endpointId: string): Promise<number[]> {
    const history = await rig.env.client.workflow.getHandle(deliverEventWorkflowId(eventId, endpointId)).fetchHistory();
    return (history.events ?? []).flatMap((event) => {
      const timer = event.timerStartedEventAttributes?.startToFireTimeout;
      return timer ? [Number(timer.seconds) + (timer.nanos ?? 0) / 1e9] : [];
    });
  }
});

/** Each wait is its delay, stretched by at most a tenth. */
function expectDelays(waits: readonly number[], delays: readonly number[]): void {
  expect(waits).to.have.length(delays.length);
  waits.forEach((wait, n) => expect(wait, `wait ${n + 1}`).to.be.within(delays[n] ?? 0, (delays[n] ?? 0) * 1.1));
}
