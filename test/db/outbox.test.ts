// The outbox: one event per cause, told in the transaction that makes it true, and no cursor passes a late commit.
import { expect } from 'chai';
import fc from 'fast-check';
import pg from 'pg';
import { OutboxRepository, OUTBOX_CHANNEL } from '../../db/repositories/outbox.js';
import { seedDevelopmentData } from '../../db/seeds/development-data.js';
import type { Sql } from '../../db/sql.js';
import { executionFailed } from '../../domain/partner-event.js';
import { movedCursor } from '../support/event-cursor.js';
import { waitFor } from '../support/wait.js';
import { openTestDatabase, OTHER_PARTNER, PARTNER, type OpenedDatabase } from './database.js';
import { insertRun } from './rows.js';

const owner = { partnerId: PARTNER, mode: 'live' } as const;
const failed = (executionId: string) =>
  executionFailed({
    executionId,
    subscriptionId: 'sub_abc123',
    userEmail: 'user@example.com',
    error: 'Insufficient funds',
    brokerResponse: { code: 'AB-1003', message: 'Available margin: ₹5000, Required: ₹15000' },
    atMs: Date.parse('2025-10-10T03:50:05.400Z'),
  });

describe('outbox', () => {
  let database: OpenedDatabase;
  let outbox: OutboxRepository;
  beforeEach(async () => {
    database = await openTestDatabase();
    outbox = new OutboxRepository(database.db);
  });
  afterEach(() => database.close());

  it('stores the body complete and in order, and tells a cause once', async () => {
    const id = await outbox.append(database.db, { ...owner, ...failed('exe_1') });
    const again = await outbox.append(database.db, { ...owner, ...failed('exe_1') });
    expect(again).to.equal(undefined);
    const rows = await database.db.query<{ body: string; seq: number }>(
      'SELECT body::text AS body, seq FROM outbox_event',
    );
    expect(rows.map((row) => row.body)).to.deep.equal([
      JSON.stringify({
        event: 'execution_failed',
        subscription_id: 'sub_abc123',
        user_email: 'user@example.com',
        error: 'Insufficient funds',
        broker_response: { code: 'AB-1003', message: 'Available margin: ₹5000, Required: ₹15000' },
        timestamp: '2025-10-10T03:50:05Z',
        event_id: id,
        sequence: rows[0]?.seq,
      }),
    ]);
  });

  it('announces a committed event, never one that is rolled back', async () => {
    const heard: string[] = [];
    const listener = new pg.Client({ connectionString: database.url });
    await listener.connect();
    listener.on('notification', (message) => heard.push(message.payload ?? ''));
    await listener.query(`LISTEN ${OUTBOX_CHANNEL}`);
    const undone = database.db.transaction(async (tx) => {
      await outbox.append(tx, { ...owner, ...failed('exe_undone') });
      throw new Error('changed my mind');
    });
    await undone.catch((error: Error) => expect(error.message).to.equal('changed my mind'));
    const id = await database.db.transaction((tx) => outbox.append(tx, { ...owner, ...failed('exe_1') }));
    await waitFor(() => heard.length > 0, { description: 'an announcement' });
    await listener.end();
    expect(heard).to.deep.equal([id]);
  });

  it('lists only the partner and mode asked for, page by page', async () => {
    const ids: (string | undefined)[] = [];
    for (const n of [1, 2, 3]) ids.push(await outbox.append(database.db, { ...owner, ...failed(`exe_${n}`) }));
    await outbox.append(database.db, { ...owner, mode: 'test', ...failed('exe_test') });
    await outbox.append(database.db, { partnerId: OTHER_PARTNER, mode: 'live', ...failed('exe_other') });
    const first = await page(outbox, undefined, 2);
    const second = await page(outbox, first.nextCursor, 2);
    const third = await page(outbox, second.nextCursor, 2);
    expect([first, second, third].map((p) => p.events.map((e) => e.id))).to.deep.equal([
      ids.slice(0, 2),
      ids.slice(2),
      [],
    ]);
    expect([first.hasMore, second.hasMore, third.hasMore]).to.deep.equal([true, false, false]);
    expect(third.nextCursor).to.equal(second.nextCursor);
  });

  it('lists what waited for another transaction after it, though its own is older', async () => {
    const ids = { first: '', second: '' };
    await database.db.transaction(async (older) => {
      await older.query('SELECT pg_current_xact_id()');
      ids.first = (await outbox.append(database.db, { ...owner, ...failed('exe_1') })) ?? '';
      ids.second = (await outbox.append(older, { ...owner, ...failed('exe_2') })) ?? '';
    });
    const { events, nextCursor } = await page(outbox, undefined, 10);
    expect(events.map((event) => event.id)).to.deep.equal([ids.first, ids.second]);
    expect((await page(outbox, nextCursor, 10)).events).to.deep.equal([]);
  });

  it('goes on in order where transaction ids gain a digit', async () => {
    const ids: (string | undefined)[] = [];
    for (const n of [1, 2, 3, 4]) {
      const id = await outbox.append(database.db, { ...owner, ...failed(`exe_${n}`) });
      await database.db.query('UPDATE outbox_event SET txid = $2::text::xid8 WHERE id = $1', [id, String(96 + 2 * n)]);
      ids.push(id);
    }
    const listed: string[] = [];
    let cursor: string | undefined;
    for (let read = 0; read < 6; read += 1) {
      const { events, nextCursor } = await page(outbox, cursor, 1);
      listed.push(...events.map((event) => event.id));
      cursor = nextCursor;
    }
    expect(listed).to.deep.equal(ids);
    expect((await page(outbox, undefined, 10)).events.map((event) => event.id)).to.deep.equal(ids);
  });

  it('refuses cursors that are not its own', async () => {
    for (const cursor of ['', 'x', '☃', Buffer.from('1.-1').toString('base64url'), 'A'.repeat(500)])
      expect(await outbox.listAfter(PARTNER, 'live', cursor, 10), cursor).to.equal(undefined);
  });

  it('refuses a cursor that it cannot have given out, and never one that it has', async () => {
    const cursorAt = async (id: string | undefined) => {
      const [at] = await database.db.query<{ at: string }>(
        `SELECT txid::text || '.' || seq AS at FROM outbox_event WHERE id = $1`,
        [id],
      );
      return Buffer.from(at?.at ?? '').toString('base64url');
    };
    const isRefused = async (cursor: string) => (await outbox.listAfter(PARTNER, 'live', cursor, 10)) === undefined;
    const mine = await outbox.append(database.db, { ...owner, ...failed('exe_mine') });
    const ofTest = await outbox.append(database.db, { ...owner, mode: 'test', ...failed('exe_test') });
    const foreign = await outbox.append(database.db, { ...owner, partnerId: OTHER_PARTNER, ...failed('exe_other') });
    const given = await cursorAt(mine);
    expect(await isRefused(given), 'the end of the log').to.equal(false);
    expect(await isRefused(await cursorAt(ofTest)), "the other mode's").to.equal(true);
    expect(await isRefused(await cursorAt(foreign)), "another partner's").to.equal(true);
    for (const [by, why] of [
      [{ txid: 1_000_000 }, 'ahead of every transaction'],
      [{ seq: 1_000 }, 'ahead within its transaction'],
      [{ txid: -1 }, "among this log's transactions, of another log"],
    ] as const)
      expect(await isRefused(movedCursor(given, by)), why).to.equal(true);
    const open = await session(database);
    await open.sql.query('SELECT pg_current_xact_id()');
    const behind = await outbox.append(database.db, { ...owner, ...failed('exe_behind') });
    expect(await isRefused(await cursorAt(behind)), 'not final yet, so not given out').to.equal(true);
    expect(await isRefused(given), 'while a transaction is open').to.equal(false);
    await open.end('COMMIT');
    await waitFor(async () => !(await isRefused(await cursorAt(behind))), { description: 'the event to be final' });
  });

  it('holds back an event behind an open transaction that began earlier and appends a lower number', async () => {
    const early = await session(database);
    const late = await session(database);
    await late.sql.query('SELECT pg_current_xact_id()');
    await early.sql.query('SELECT pg_current_xact_id()');
    const lowNumber = await outbox.append(early.sql, { ...owner, ...failed('exe_low') });
    const highNumber = await outbox.append(late.sql, { ...owner, ...failed('exe_high') });
    await late.end('COMMIT');
    const seen = await page(outbox, undefined, 10);
    await early.end('COMMIT');
    const all = await waitFor(
      async () => {
        const rest = await page(outbox, seen.nextCursor, 10);
        const ids = [...seen.events, ...rest.events].map((e) => e.id);
        return ids.length === 2 && ids;
      },
      { description: 'both events listed' },
    );
    expect(all).to.have.members([lowNumber, highNumber]);
  });

  it('never skips an event nor lists one twice, whatever the order of beginning, appending, committing and reading', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { minLength: 12, maxLength: 24 }), async (choices) => {
        await database.db.query('DELETE FROM outbox_event');
        const told = await interleave(database, outbox, choices);
        const all = await database.db.query<{ id: string }>('SELECT id FROM outbox_event');
        expect(told).to.have.members(all.map((e) => e.id));
      }),
      { numRuns: 25 },
    );
  });

  it('knows when an entry is under way', async () => {
    await seedDevelopmentData(database.db, 'a pepper for tests');
    const underWay = async (status: string, entryInS: number) => {
      await database.db.query('DELETE FROM strategy_run');
      await insertRun(database.db, 'run_1', status, entryInS);
      return outbox.entryUnderWay();
    };
    expect(await underWay('arming', 30), 'waits for its time to arm').to.equal(false);
    expect(await underWay('running', 30), 'arms').to.equal(true);
    expect(await underWay('running', -10), 'entered').to.equal(true);
    expect(await underWay('completed', -10), 'completed').to.equal(false);
    expect(await underWay('running', -200), 'hangs').to.equal(false);
  });
});

async function page(outbox: OutboxRepository, cursor: string | undefined, limit: number) {
  const found = await outbox.listAfter(PARTNER, 'live', cursor, limit);
  if (!found) throw new Error('the cursor was refused');
  return found;
}

type Session = { sql: Sql; end: (how: 'COMMIT' | 'ROLLBACK') => Promise<void> };

/** A transaction held open by hand. */
async function session({ db }: OpenedDatabase): Promise<Session> {
  const client = await db.pool.connect();
  await client.query('BEGIN');
  const sql: Sql = {
    query: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await client.query<Row>(text, [...values])).rows,
  };
  const end = async (how: 'COMMIT' | 'ROLLBACK') => {
    await client.query(how);
    client.release();
  };
  return { sql, end };
}

let executions = 0;

/** Plays three transactions and one reader in the order that `choices` give. @returns the ids the reader was told */
async function interleave(
  database: OpenedDatabase,
  outbox: OutboxRepository,
  choices: readonly number[],
): Promise<string[]> {
  const open: (Session | undefined)[] = [undefined, undefined, undefined];
  const told: string[] = [];
  let cursor: string | undefined;
  const read = async () => {
    const next = await page(outbox, cursor, 10_000);
    told.push(...next.events.map((e) => e.id));
    cursor = next.nextCursor;
  };
  for (const choice of choices) {
    const slot = choice % 3;
    const act = Math.floor(choice / 3) % 5;
    const current = open[slot];
    if (!current) {
      open[slot] = await session(database);
      // Half of the transactions take their number before they append.
      if (act % 2 === 0) await open[slot].sql.query('SELECT pg_current_xact_id()');
    } else if (act <= 2) await outbox.append(current.sql, { ...owner, ...failed(`exe_${++executions}`) });
    else if (act === 3) {
      await current.end(choice % 7 === 0 ? 'ROLLBACK' : 'COMMIT');
      open[slot] = undefined;
    } else await read();
  }
  for (const left of open) await left?.end('COMMIT');
  const [stored] = await database.db.query<{ count: number }>('SELECT count(*)::int AS count FROM outbox_event');
  // The server's own transactions can hold the reader back for a moment.
  await waitFor(async () => (await read(), told.length >= (stored?.count ?? 0)), { description: 'every event told' });
  return told;
}
