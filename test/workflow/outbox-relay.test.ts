// The relay: committed events become deliveries, once, and not while an entry is under way.
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import { OutboxListener } from '../../db/outbox-listener.js';
import { seedDevelopmentData } from '../../db/seeds/development-data.js';
import { webhookTest } from '../../domain/webhook-event.js';
import { createLogger } from '../../platform/logger.js';
import { OutboxRelay, type OutboxRelayDependencies } from '../../workers/outbox-relay.js';
import { deliverEventWorkflowId } from '../../workflows/messages/deliver-event.js';
import { PLATFORM_QUEUE } from '../../workflows/messages/task-queues.js';
import { PARTNER } from '../db/database.js';
import { insertRun } from '../db/rows.js';
import { waitFor } from '../support/wait.js';
import { startReceiver, type Receiver } from '../unit/webhooks/receiver.js';
import { startWebhookRig, type WebhookRig } from './rig/webhook-rig.js';

describe('outbox relay', () => {
  let rig: WebhookRig;
  let receiver: Receiver;
  let relays: OutboxRelay[];
  before(async () => {
    rig = await startWebhookRig();
    await seedDevelopmentData(rig.database.db, 'a pepper for tests');
  });
  after(() => rig.stop());
  beforeEach(async () => {
    receiver = await startReceiver((response) => response.end());
    relays = [];
    await rig.database.db.query('UPDATE webhook_endpoint SET deleted_at = now()');
  });
  afterEach(async () => {
    for (const relay of relays) await relay.stop();
    await receiver.close();
  });

  const startRelay = async (over: Partial<OutboxRelayDependencies> = {}) => {
    const { database, outbox, endpoints, redeliveries, env } = rig;
    const { db } = database;
    const logger = createLogger('relay', 'silent');
    const relay = new OutboxRelay({
      db,
      outbox,
      endpoints,
      redeliveries,
      listener: new OutboxListener(db),
      client: env.client,
      logger,
      ...over,
    });
    relays.push(relay);
    await relay.start();
  };
  const waiting = async () => {
    const rows = await rig.database.db.query<{ id: string }>(
      'SELECT id FROM outbox_event WHERE relayed_at IS NULL ORDER BY seq',
    );
    return rows.map((row) => row.id);
  };
  const allRelayed = () => waitFor(async () => (await waiting()).length === 0, { description: 'all events relayed' });

  it('delivers what waited and what is announced, each once, with two relays at work', async () => {
    const { secret } = await rig.endpoint(receiver.url);
    const ids = [await rig.event(), await rig.event()];
    // Polling so seldom that only announcements can be what wakes them.
    await Promise.all([startRelay({ pollMs: 60_000 }), startRelay({ pollMs: 60_000 })]);
    await allRelayed();
    for (let n = 0; n < 30; n += 1) ids.push(await rig.event());
    await waitFor(() => receiver.received.length >= ids.length, { description: 'every delivery' });
    await allRelayed();
    expect(receiver.received.map((r) => r.headers['webhook-id'])).to.have.members(ids);
    for (const { body, headers } of receiver.received)
      new Webhook(secret).verify(body, headers as Record<string, string>);
  });

  it('asks only the endpoints that want the type, are enabled and of the mode', async () => {
    const wanted = await rig.endpoint(receiver.url, ['execution_failed', 'execution_completed']);
    const other = await rig.endpoint(receiver.url, ['oauth_login_required']);
    const disabled = await rig.endpoint(receiver.url);
    await rig.endpoints.change(PARTNER, 'live', disabled.id, { enabled: false });
    const eventId = await rig.event();
    await startRelay();
    await allRelayed();
    const described = await Promise.allSettled(
      [wanted, other, disabled].map(({ id }) =>
        rig.env.client.workflow.getHandle(deliverEventWorkflowId(eventId, id)).describe(),
      ),
    );
    expect(described.map((d) => d.status)).to.deep.equal(['fulfilled', 'rejected', 'rejected']);
  });

  it('takes a delivery that was started before for done', async () => {
    const { id } = await rig.endpoint(receiver.url);
    const eventId = await rig.event();
    const options = {
      taskQueue: PLATFORM_QUEUE,
      workflowId: deliverEventWorkflowId(eventId, id),
      args: [{ eventId, endpointId: id }],
    };
    await rig.env.client.workflow.execute('deliverEvent', options);
    await startRelay();
    await allRelayed();
    expect(receiver.received).to.have.length(1);
  });

  it('brings a test to its own endpoint only, whatever types it takes', async () => {
    const { id } = await rig.endpoint(receiver.url, ['settlement_ready']);
    await rig.endpoint(receiver.url);
    const event = {
      partnerId: PARTNER,
      mode: 'live',
      ...webhookTest({ endpointId: id, testId: 't1', atMs: 0 }),
    } as const;
    const eventId = await rig.outbox.append(rig.database.db, event, id);
    await startRelay();
    await waitFor(() => receiver.received.length > 0, { description: 'the test' });
    await allRelayed();
    expect(receiver.received.map((r) => r.headers['webhook-id'])).to.deep.equal([eventId]);
  });

  it('delivers again what is booked, once and in order, with two relays at work', async () => {
    const { id } = await rig.endpoint(receiver.url);
    const ids = [await rig.event(), await rig.event()];
    await rig.database.db.query('UPDATE outbox_event SET relayed_at = now()');
    await Promise.all([startRelay({ pollMs: 60_000 }), startRelay({ pollMs: 60_000 })]);
    const range = { until: new Date(Date.now() + 60_000), all: true, from: new Date(Date.now() - 3_600_000) };
    const endpoint = { partnerId: PARTNER, mode: 'live', id } as const;
    const before = receiver.received.length;
    await rig.redeliveries.book(endpoint, range, 100);
    const wanted = () => receiver.received.slice(before).map((r) => r.headers['webhook-id']);
    await waitFor(() => ids.every((eventId) => wanted().includes(eventId)), { description: 'both again' });
    const left = await rig.database.db.query('SELECT 1 FROM webhook_redelivery');
    expect(left).to.deep.equal([]);
    expect(new Set(wanted()).size, 'none twice').to.equal(wanted().length);
  });

  it('drops what is booked for an endpoint that was switched off', async () => {
    const { id } = await rig.endpoint(receiver.url);
    await rig.event();
    await rig.database.db.query('UPDATE outbox_event SET relayed_at = now()');
    const range = { until: new Date(Date.now() + 60_000), all: true };
    await rig.redeliveries.book({ partnerId: PARTNER, mode: 'live', id }, range, 100);
    await rig.endpoints.change(PARTNER, 'live', id, { enabled: false });
    await startRelay();
    const waitingNow = () => rig.database.db.query('SELECT 1 FROM webhook_redelivery');
    await waitFor(async () => (await waitingNow()).length === 0, { description: 'nothing booked' });
    expect(receiver.received).to.deep.equal([]);
  });

  it('stands back while an entry is under way', async () => {
    const { id } = await rig.endpoint(receiver.url);
    await insertRun(rig.database.db, 'run_under_way', 'running', -5);
    const eventId = await rig.event();
    const again = await rig.event();
    await rig.database.db.query('UPDATE outbox_event SET relayed_at = now() WHERE id = $1', [again]);
    const range = { until: new Date(Date.now() + 60_000), all: false, from: new Date(Date.now() - 5_000) };
    await rig.redeliveries.book({ partnerId: PARTNER, mode: 'live', id }, range, 1000);
    const booked = await rig.database.db.query('SELECT 1 FROM webhook_redelivery');
    let looks = 0;
    const { outbox } = rig;
    const watched = Object.assign(Object.create(outbox) as typeof outbox, {
      entryUnderWay: () => {
        looks += 1;
        return outbox.entryUnderWay();
      },
    });
    await startRelay({ outbox: watched, pollMs: 20 });
    await waitFor(() => looks >= 3, { description: 'three looks' });
    expect(await waiting()).to.deep.equal([eventId]);
    expect(await rig.database.db.query('SELECT 1 FROM webhook_redelivery')).to.have.length(booked.length);
    await rig.database.db.query(`UPDATE strategy_run SET status = 'completed' WHERE id = 'run_under_way'`);
    await allRelayed();
    const told = () => receiver.received.map((r) => r.headers['webhook-id']);
    await waitFor(() => [eventId, again].every((id) => told().includes(id)), { description: 'both deliveries' });
  });

  it('keeps the events while Temporal cannot be reached, and relays them after', async () => {
    await rig.endpoint(receiver.url);
    const { client } = rig.env;
    let failures = 0;
    const workflow = new Proxy(client.workflow, {
      get: (target, name) => {
        if (name !== 'start' || failures >= 2) return Reflect.get(target, name) as unknown;
        failures += 1;
        return () => Promise.reject(new Error('unavailable'));
      },
    });
    const eventId = await rig.event();
    await startRelay({ client: Object.assign(Object.create(client) as typeof client, { workflow }), pollMs: 20 });
    await allRelayed();
    await waitFor(() => receiver.received.length === 1, { description: 'the delivery' });
    expect([failures, receiver.received[0]?.headers['webhook-id']]).to.deep.equal([2, eventId]);
  });

  it('hears announcements again after its connection was cut', async () => {
    await rig.endpoint(receiver.url);
    await startRelay({ pollMs: 60_000 });
    const listening = async () =>
      (
        await rig.database.db.query<{ pid: number }>(
          `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN outbox'`,
        )
      ).map((row) => row.pid);
    const [first] = await waitFor(async () => ((await listening()).length > 0 ? listening() : undefined), {
      description: 'a listener',
    });
    await rig.database.db.query('SELECT pg_terminate_backend($1)', [first]);
    await waitFor(async () => (await listening()).some((pid) => pid !== first), { description: 'another listener' });
    await rig.event();
    await waitFor(() => receiver.received.length === 1, { description: 'the delivery' });
  });
});
