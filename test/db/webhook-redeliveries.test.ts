// A range of events once more: what the endpoint takes and has not answered well, oldest first, each booked once.
import { expect } from 'chai';
import { HousekeepingRepository } from '../../db/repositories/housekeeping.js';
import { OutboxRepository } from '../../db/repositories/outbox.js';
import { WebhookEndpointRepository } from '../../db/repositories/webhook-endpoints.js';
import { WebhookRedeliveryRepository, type RedeliveryRange } from '../../db/repositories/webhook-redeliveries.js';
import type { Mode } from '../../domain/mode.js';
import { subscriptionCancelled, subscriptionCreated, type PartnerEventType } from '../../domain/partner-event.js';
import { webhookTest } from '../../domain/webhook-event.js';
import { openTestDatabase, OTHER_PARTNER, PARTNER, type OpenedDatabase } from './database.js';

const HOUR_MS = 3_600_000;
type Given = { ageH?: number; cancelled?: boolean; partnerId?: string; mode?: Mode; only?: string };

describe('webhook redeliveries', () => {
  let database: OpenedDatabase;
  let redeliveries: WebhookRedeliveryRepository;
  let outbox: OutboxRepository;
  let made = 0;
  beforeEach(async () => {
    database = await openTestDatabase();
    redeliveries = new WebhookRedeliveryRepository(database.db);
    outbox = new OutboxRepository(database.db);
  });
  afterEach(() => database.close());

  const endpoint = async (eventTypes: PartnerEventType[] | null = null): Promise<string> => {
    const created = await new WebhookEndpointRepository(database.db).create(
      { partnerId: PARTNER, mode: 'live', url: 'https://p.example/hook', eventTypes },
      () => Promise.resolve(null as unknown as string),
    );
    return created?.endpoint.id ?? '';
  };
  /** A relayed event. */
  const event = async ({ ageH = 1, cancelled = false, ...given }: Given = {}): Promise<string> => {
    const { partnerId, mode, only } = { partnerId: PARTNER, mode: 'live' as Mode, only: null, ...given };
    const happening = { userEmail: 'u@e.example', atMs: 0, subscriptionId: `s${++made}`, userId: 'u', templateId: 't' };
    const body = cancelled ? subscriptionCancelled(happening) : subscriptionCreated(happening);
    const told = only === null ? body : webhookTest({ endpointId: only, testId: `${made}`, atMs: 0 });
    const id = (await outbox.append(database.db, { partnerId, mode, ...told }, only)) ?? '';
    await database.db.query(
      `UPDATE outbox_event SET relayed_at = now(), created_at = now() - make_interval(hours => $2) WHERE id = $1`,
      [id, ageH],
    );
    return id;
  };
  const answered = (eventId: string, endpointId: string, status: number | null) =>
    database.db.query(
      'INSERT INTO webhook_attempt (event_id, endpoint_id, attempt, status_code, duration_ms) VALUES ($1, $2, 1, $3, 5)',
      [eventId, endpointId, status],
    );
  const book = async (id: string, range: Partial<RedeliveryRange> = {}, most = 100, partnerId = PARTNER) => {
    const whole = { from: new Date(Date.now() - 24 * HOUR_MS), until: new Date(Date.now() + HOUR_MS), all: false };
    const booked = await redeliveries.book({ partnerId, mode: 'live', id }, { ...whole, ...range }, most);
    if (!booked) throw new Error('the cursor was refused');
    return booked;
  };
  const waiting = async () =>
    database.db.transaction(async (tx) => (await redeliveries.takeWaiting(tx, 100)).map((r) => r.eventId));

  it('book what was not answered with 2xx, of the types the endpoint takes, in order', async () => {
    const id = await endpoint(['subscription_created']);
    const [unseen, failed, unreached, fine] = [await event(), await event(), await event(), await event()];
    await answered(failed, id, 500);
    await answered(unreached, id, null);
    await answered(fine, id, 500);
    await answered(fine, id, 204);
    await event({ cancelled: true });
    await event({ partnerId: OTHER_PARTNER });
    await event({ mode: 'test' });
    expect(await book(id)).to.deep.equal({ events: 3, nextCursor: undefined });
    expect(await waiting()).to.deep.equal([unseen, failed, unreached]);
    expect(await book(id, { all: true })).to.include({ events: 4 });
    expect(await waiting(), 'none twice').to.deep.equal([unseen, failed, unreached, fine]);
  });

  it("count another endpoint's answer for nothing, and bring a test to its own endpoint only", async () => {
    const [id, other] = [await endpoint(['subscription_created']), await endpoint()];
    const [one, test] = [await event(), await event({ only: other })];
    await answered(one, other, 200);
    await book(id);
    expect(await waiting()).to.deep.equal([one]);
    await book(other);
    expect(await waiting()).to.deep.equal([one, test]);
  });

  it('keep to the times, the horizon and what the relay has passed', async () => {
    const id = await endpoint();
    const [old, inside] = [await event({ ageH: 30 }), await event({ ageH: 5 })];
    await event({ ageH: 1 });
    const waits = await event({ ageH: 5 });
    await database.db.query('UPDATE outbox_event SET relayed_at = NULL WHERE id = $1', [waits]);
    expect(await book(id, { until: new Date(Date.now() - 2 * HOUR_MS) })).to.include({ events: 1 });
    expect(await waiting()).to.deep.equal([inside]);
    await book(id, { from: new Date(Date.now() - 48 * HOUR_MS), until: new Date(Date.now() - 24 * HOUR_MS) });
    expect(await waiting()).to.deep.equal([inside, old]);
  });

  it('go on from the cursor, whichever list it came from, until nothing is left', async () => {
    const id = await endpoint();
    const ids = [await event(), await event(), await event(), await event(), await event()];
    const first = await book(id, {}, 2);
    const second = await book(id, { after: first.nextCursor }, 2);
    const third = await book(id, { after: second.nextCursor }, 2);
    expect([first, second, third].map((booked) => booked.events)).to.deep.equal([2, 2, 1]);
    expect(third.nextCursor).to.equal(undefined);
    expect(await waiting()).to.deep.equal(ids);
    const read = await outbox.listAfter(PARTNER, 'live', undefined, 3);
    expect(await book(id, { after: read?.nextCursor, all: true })).to.include({ events: 2 });
    const nonsense = { after: 'nonsense', until: new Date(), all: false };
    expect(await redeliveries.book({ partnerId: PARTNER, mode: 'live', id }, nonsense, 1)).to.equal(undefined);
  });

  it('are taken once by two relays, with the attempts made, and are unwanted once the endpoint is off', async () => {
    const id = await endpoint();
    const eventId = await event();
    await answered(eventId, id, 500);
    await book(id);
    await database.db.transaction(async (tx) => {
      const taken = await redeliveries.takeWaiting(tx, 10);
      expect(taken).to.deep.equal([
        {
          ...{ eventId, endpointId: id, type: 'subscription_created', partnerId: PARTNER, mode: 'live' },
          ...{ wanted: true, attemptsMade: 1 },
        },
      ]);
      expect(await waiting(), 'for the other relay').to.deep.equal([]);
    });
    await new WebhookEndpointRepository(database.db).change(PARTNER, 'live', id, { enabled: false });
    await database.db.transaction(async (tx) => {
      const taken = await redeliveries.takeWaiting(tx, 10);
      expect(taken.map((r) => r.wanted)).to.deep.equal([false]);
      await redeliveries.done(tx, taken);
    });
    expect(await waiting()).to.deep.equal([]);
  });

  it('find the delivery log for thirty days, no longer', async () => {
    const id = await endpoint();
    const eventId = await event();
    await answered(eventId, id, 200);
    await answered(eventId, id, 500);
    await database.db.query(`UPDATE webhook_attempt SET at = now() - interval '31 days' WHERE status_code = 200`);
    expect(await new HousekeepingRepository(database.db).deleteOldWebhookAttempts(30)).to.equal(1);
    const left = await database.db.query<{ status: number }>('SELECT status_code AS status FROM webhook_attempt');
    expect(left).to.deep.equal([{ status: 500 }]);
  });
});
