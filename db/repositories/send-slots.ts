// An account's allowance of orders per second: one row per account with the instants that are booked, so that processes share it.
import { bookSlots, SLOT_WINDOW_MS } from '../../domain/send-slots.js';
import type { Database, Sql } from '../sql.js';

/** Booked instants are of no interest any more after this. */
const KEPT_MS = 10_000;

/**
 * SQL of an account's places with `count` more at one instant, and whether there is room for them.
 * @param taken - SQL of the booked instants, a set of `t` (epoch ms); @param at - SQL of the instant; @param count, perSecond - SQL
 */
export function placesAt(taken: string, at: string, count: string, perSecond: string) {
  return {
    booked: `ARRAY(SELECT t FROM ${taken} WHERE t > ${at}::bigint - ${KEPT_MS}) || array_fill(${at}::bigint, ARRAY[${count}::int])`,
    room: `${count}::int + (SELECT count(*) FROM ${taken}
      WHERE t > ${at}::bigint - ${SLOT_WINDOW_MS} AND t < ${at}::bigint + ${SLOT_WINDOW_MS}) <= ${perSecond}::int`,
  };
}

export class SendSlotRepository {
  constructor(private readonly db: Database) {}

  /**
   * Books places in an account's allowance; safe across processes. Holds the account's row until the transaction ends.
   * @param perSecond - most orders of this account in any second
   * @returns one instant (epoch ms) per order, not before `fromMs`
   */
  async book(sql: Sql, accountId: string, count: number, fromMs: number, perSecond: number): Promise<number[]> {
    return this.rebook(sql, accountId, [], count, fromMs, perSecond);
  }

  /**
   * Gives back places that were not used in time (`released`) and books others, not before `fromMs`.
   * @returns one instant (epoch ms) per order
   */
  async move({ accountId, released, count, fromMs, perSecond }: SlotMove): Promise<number[]> {
    return this.db.transaction((sql) => this.rebook(sql, accountId, released, count, fromMs, perSecond));
  }

  /**
   * The same for many accounts in one statement, where there is room at once, which is nearly always.
   * @param moves - each of another account
   * @returns the accounts whose orders all have their place at `fromMs` now; of the others nothing has changed
   */
  async moveAtOnce(moves: readonly SlotMove[]): Promise<Set<string>> {
    const kept = '(SELECT unnest(s.taken) AS t EXCEPT ALL SELECT unnest(m.released)) AS kept';
    const { booked, room } = placesAt(kept, 'm."fromMs"', 'm.count', 'm."perSecond"');
    // Locked in one order: another process may want some of the same accounts.
    const rows = await this.db.query<{ accountId: string }>(
      `WITH m AS (
         SELECT * FROM jsonb_to_recordset($1::jsonb)
           AS m("accountId" text, released bigint[], count int, "fromMs" bigint, "perSecond" int)),
       held AS (
         SELECT account_id FROM send_slot WHERE account_id IN (SELECT "accountId" FROM m) ORDER BY account_id FOR UPDATE)
       UPDATE send_slot s SET taken = ${booked} FROM m JOIN held ON held.account_id = m."accountId"
       WHERE s.account_id = held.account_id AND ${room} RETURNING s.account_id AS "accountId"`,
      [JSON.stringify(moves)],
    );
    return new Set(rows.map(({ accountId }) => accountId));
  }

  private async rebook(
    sql: Sql,
    accountId: string,
    released: readonly number[],
    count: number,
    fromMs: number,
    perSecond: number,
  ): Promise<number[]> {
    // Written even when it is there: the row is locked, and what is read is what others have committed.
    const rows = await sql.query<{ taken: string[]; nowMs: number }>(
      `INSERT INTO send_slot (account_id) VALUES ($1) ON CONFLICT (account_id) DO UPDATE SET taken = send_slot.taken
       RETURNING taken, (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS "nowMs"`,
      [accountId],
    );
    const { taken, nowMs } = rows[0] ?? { taken: [], nowMs: fromMs };
    const oldest = Math.min(nowMs, fromMs) - KEPT_MS;
    const kept = without(taken.map(Number), released).filter((t) => t > oldest);
    const slots = bookSlots(kept, count, fromMs, perSecond);
    await sql.query('UPDATE send_slot SET taken = $2 WHERE account_id = $1', [accountId, [...kept, ...slots]]);
    return slots;
  }
}

/** `released` and `fromMs` in epoch ms. */
export type SlotMove = {
  accountId: string;
  released: readonly number[];
  count: number;
  fromMs: number;
  perSecond: number;
};

/** Takes each of the instants away once. */
function without(taken: readonly number[], released: readonly number[]): number[] {
  const left = [...taken];
  for (const instant of released) {
    const index = left.indexOf(instant);
    if (index >= 0) left.splice(index, 1);
  }
  return left;
}
