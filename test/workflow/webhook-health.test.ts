// An endpoint over days: switched off when nothing reaches it, told elsewhere, switched on again; secrets that change under a delivery.
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import type { deliverEvent } from '../../workflows/deliver-event.js';
import { createDeliverEventActivities } from '../../activities/deliver-event.js';
import { DISABLE_REASONS } from '../../domain/webhook-event.js';
import { createWebhookHttp } from '../../platform/webhook-http.js';
import {
  DELIVERY_DELAYS_S,
  deliverEventWorkflowId,
  type DeliverEventResult,
} from '../../workflows/messages/deliver-event.js';
import { PLATFORM_QUEUE } from '../../workflows/messages/task-queues.js';
import { PARTNER } from '../db/database.js';
import { startReceiver, type Receiver } from '../unit/webhooks/receiver.js';
import { startWebhookRig, type WebhookRig } from './rig/webhook-rig.js';

const ATTEMPTS = DELIVERY_DELAYS_S.length;
const FAILED = { outcome: 'gave_up', attempts: ATTEMPTS };

describe('the health of a webhook endpoint', () => {
  let rig: WebhookRig;
  let receiver: Receiver;
  /** What it answers to the nth post, and what happens meanwhile. */
  let answer: (nth: number) => number | Promise<number>;
  before(async () => {
    rig = await startWebhookRig();
  });
  after(() => rig.stop());
  beforeEach(async () => {
    answer = () => 500;
    receiver = await startReceiver((response, _received, count) => {
      void Promise.resolve(answer(count)).then((status) => response.writeHead(status).end('<h1>user@example.com</h1>'));
    });
  });
  afterEach(() => receiver.close());

  const deliver = async (eventId: string, endpointId: string): Promise<DeliverEventResult> =>
    rig.env.client.workflow.execute<typeof deliverEvent>('deliverEvent', {
      taskQueue: PLATFORM_QUEUE,
      workflowId: deliverEventWorkflowId(eventId, endpointId),
      args: [{ eventId, endpointId }],
    });
  const change = (id: string, to: { enabled?: boolean; url?: string }) => rig.endpoints.change(PARTNER, 'live', id, to);
  const endpointNow = (id: string) => rig.endpoints.find(PARTNER, 'live', id);
  const alerts = async (id: string) =>
    rig.database.db.query<{ body: Record<string, unknown> }>(
      `SELECT body FROM outbox_event WHERE type = 'webhook_endpoint_disabled' AND body->>'webhook_endpoint_id' = $1 ORDER BY seq`,
      [id],
    );
  const rotate = async (id: string, overlapHours: number): Promise<string> => {
    const rotation = await rig.secrets.rotate({ partnerId: PARTNER, mode: 'live', id }, overlapHours, rig.keeper);
    if (rotation.outcome !== 'rotated') throw new Error(rotation.outcome);
    return rotation.secret;
  };

  it('three days without a delivery switch it off, and the partner is told once, without the secret in its URL', async () => {
    const { id } = await rig.endpoint(`${receiver.url}?token=hush`);
    expect(await deliver(await rig.event(), id)).to.deep.equal({ ...FAILED, reason: DISABLE_REASONS.failing });
    expect(await endpointNow(id)).to.include({ status: 'disabled', statusReason: DISABLE_REASONS.failing });
    expect(await deliver(await rig.event(), id)).to.include({ outcome: 'endpoint_disabled', attempts: 1 });
    expect(receiver.received).to.have.length(ATTEMPTS);
    const told = await alerts(id);
    expect(told).to.have.length(1);
    expect(told[0]?.body).to.deep.include({
      ...{ event: 'webhook_endpoint_disabled', user_email: null, webhook_endpoint_id: id, url: receiver.url },
      ...{ cause: 'failing', reason: DISABLE_REASONS.failing },
    });
    expect(told[0]?.body['failing_since']).to.be.a('string');
  });

  it('one delivery among the failures keeps it on', async () => {
    const { id } = await rig.endpoint(receiver.url);
    const fine = await rig.event();
    answer = async (nth) => {
      if (nth !== ATTEMPTS - 1) return 500;
      // Another event is answered well between the last two attempts.
      answer = () => 200;
      await rig.activities.attemptDelivery({ eventId: fine, endpointId: id, attempt: 1 });
      answer = () => 500;
      return 500;
    };
    expect(await deliver(await rig.event(), id)).to.deep.equal(FAILED);
    expect(await endpointNow(id)).to.include({ status: 'enabled' });
    expect(await alerts(id)).to.deep.equal([]);
  });

  it('so does a change of its URL; and a success clears what was noted', async () => {
    const { id } = await rig.endpoint(receiver.url);
    answer = async (nth) => {
      if (nth === 3) await change(id, { url: `${receiver.url}/elsewhere` });
      return 500;
    };
    expect(await deliver(await rig.event(), id)).to.deep.equal(FAILED);
    const failing = await endpointNow(id);
    expect(failing).to.include({ status: 'enabled' });
    expect(failing?.failingSince).to.be.instanceOf(Date);
    expect(receiver.received.map(({ path }) => path).slice(2, 4)).to.deep.equal(['/hook', '/hook/elsewhere']);
    answer = () => 204;
    await deliver(await rig.event(), id);
    expect(await endpointNow(id)).to.include({ failingSince: null });
  });

  it('410 switches it off at once and is told each time it happens', async () => {
    answer = () => 410;
    const { id } = await rig.endpoint(receiver.url);
    const { id: other } = await rig.endpoint(receiver.url);
    const alert = {
      partnerId: PARTNER,
      mode: 'live',
      type: 'webhook_endpoint_disabled',
      onlyEndpointId: null,
    } as const;
    for (const times of [1, 2]) {
      expect(await deliver(await rig.event(), id)).to.include({ outcome: 'endpoint_disabled', attempts: 1 });
      expect((await alerts(id)).map(({ body }) => body['cause'])).to.deep.equal(Array(times).fill('gone'));
      const hears = await rig.endpoints.enabledFor(alert);
      expect(hears).to.include(other);
      expect(hears).not.to.include(id);
      expect(await change(id, { enabled: true })).to.include({ status: 'enabled', statusReason: null });
    }
  });

  it('a delivery under way ends, with the reason for people, at its next attempt after the switch', async () => {
    const { id } = await rig.endpoint(receiver.url);
    answer = async (nth) => {
      if (nth === 3) await change(id, { enabled: false });
      return 500;
    };
    const eventId = await rig.event();
    const reason = 'switched off by the partner';
    expect(await deliver(eventId, id)).to.deep.equal({ outcome: 'endpoint_disabled', attempts: 4, reason });
    expect(receiver.received).to.have.length(3);
    expect(await alerts(id), 'the partner knows').to.deep.equal([]);
  });

  it('a delivery goes on when it was off only between two attempts', async () => {
    const { id } = await rig.endpoint(receiver.url);
    answer = async (nth) => {
      if (nth > 1) return 200;
      await change(id, { enabled: false });
      await change(id, { enabled: true });
      return 500;
    };
    expect(await deliver(await rig.event(), id)).to.deep.equal({ outcome: 'delivered', attempts: 2 });
  });

  it('each attempt is signed by all secrets in force at its time', async () => {
    const { id, secret } = await rig.endpoint(receiver.url);
    const secrets = [secret];
    answer = async (nth) => {
      if (nth === 3) return 200;
      secrets.push(await rotate(id, nth === 1 ? 24 : 0));
      return 500;
    };
    expect(await deliver(await rig.event(), id)).to.deep.equal({ outcome: 'delivered', attempts: 3 });
    const verifies = receiver.received.map(({ body, headers }) =>
      secrets.map((by) => {
        try {
          return new Webhook(by).verify(body, headers as Record<string, string>) !== undefined;
        } catch {
          return false;
        }
      }),
    );
    expect(verifies).to.deep.equal([
      [true, false, false],
      [true, true, false],
      [false, false, true],
    ]);
    expect(
      receiver.received.map(({ headers }) => String(headers['webhook-signature']).split(' ').length),
    ).to.deep.equal([1, 2, 1]);
  });

  it('a secret that a rotation erases under an attempt is read again, not taken for lost', async () => {
    const { id } = await rig.endpoint(receiver.url);
    answer = () => 200;
    let fresh = '';
    const vault = Object.assign(Object.create(rig.vault) as typeof rig.vault, {
      open: async (input: Parameters<typeof rig.vault.open>[0]) => {
        if (fresh === '') fresh = await rotate(id, 0);
        return rig.vault.open(input);
      },
    });
    const activities = createDeliverEventActivities({
      ...{ db: rig.database.db, vault, send: createWebhookHttp({ production: false }) },
    });
    const eventId = await rig.event();
    expect(await activities.attemptDelivery({ eventId, endpointId: id, attempt: 1 })).to.deep.equal({
      outcome: 'delivered',
    });
    const [{ body, headers } = { body: '', headers: {} }] = receiver.received;
    expect(new Webhook(fresh).verify(body, headers as Record<string, string>)).to.have.property('event_id', eventId);
  });

  it('the log has where it went and what was answered, with nobody named', async () => {
    const { id } = await rig.endpoint(`${receiver.url}?token=hush`);
    answer = (nth) => (nth === 1 ? 500 : 200);
    const eventId = await rig.event();
    await deliver(eventId, id);
    const page = await rig.attempts.listForEndpoint({ partnerId: PARTNER, mode: 'live', id }, { limit: 10 });
    expect(page?.rows.map((row) => [row.attempt, row.statusCode, row.url, row.responseExcerpt])).to.deep.equal([
      [2, 200, receiver.url, '<h1>[e-mail]</h1>'],
      [1, 500, receiver.url, '<h1>[e-mail]</h1>'],
    ]);
  });
});
