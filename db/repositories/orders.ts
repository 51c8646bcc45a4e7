// Order intents and their history. Every transition is written with its evidence, and only by the lease that drives the execution.
import type { OrderPurpose } from '../../domain/order-tag.js';
import type { OrderState } from '../../domain/order-state.js';
import type { ContractRef, Side } from '../../domain/option-contract.js';
import type { Database, Sql } from '../sql.js';
import { MAY_ENTER } from './executions.js';
import { placesAt } from './send-slots.js';

export type OrderRow = {
  id: string;
  executionId: string;
  accountId: string;
  tag: string;
  purpose: OrderPurpose;
  legIndex: number;
  sliceIndex: number;
  generation: number;
  wave: number;
  side: Side;
  quantityUnits: number;
  tradingsymbol: string | null;
  limitPricePaise: number | null;
  /** The first price it had: how far it may be repriced is counted from here. */
  firstLimitPricePaise: number | null;
  state: OrderState;
  brokerOrderId: string | null;
  filledUnits: number;
  averagePricePaise: number;
  attempts: number;
  sendAtMs: number;
  sentAtMs: number | null;
  /** How often it was repriced in place, and when last (epoch ms). */
  reprices: number;
  pricedAtMs: number | null;
  refusalReason: string | null;
  brokerCode: string | null;
  brokerMessage: string | null;
};
export type NewOrder = Pick<
  OrderRow,
  | 'id'
  | 'executionId'
  | 'accountId'
  | 'tag'
  | 'purpose'
  | 'legIndex'
  | 'sliceIndex'
  | 'generation'
  | 'wave'
  | 'side'
  | 'quantityUnits'
  | 'sendAtMs'
> & { runId: string };

/** What a transition may change besides the state; absent means unchanged. Times in epoch ms. */
export type OrderPatch = Partial<
  Pick<
    OrderRow,
    | 'tradingsymbol'
    | 'limitPricePaise'
    | 'brokerOrderId'
    | 'filledUnits'
    | 'averagePricePaise'
    | 'attempts'
    | 'sentAtMs'
    | 'reprices'
    | 'pricedAtMs'
    | 'refusalReason'
    | 'brokerCode'
    | 'brokerMessage'
  >
> & { answeredAtMs?: number; settledAtMs?: number };
export type OrderMove = {
  orderId: string;
  from: OrderState;
  to: OrderState;
  atMs: number;
  patch: OrderPatch;
  evidence: object;
};

export type DayFill = {
  tradingsymbol: string;
  side: Side;
  filledUnits: number;
  averagePricePaise: number;
  /** The contract as the wire knows it; null when it was traded on another wire. */
  contract: ContractRef | null;
};

const ORDER_COLUMNS = `id, execution_id AS "executionId", account_id AS "accountId", tag, purpose, leg_index AS "legIndex",
  slice_index AS "sliceIndex", generation, wave, side, quantity_units AS "quantityUnits", tradingsymbol,
  limit_price_paise AS "limitPricePaise", first_limit_price_paise AS "firstLimitPricePaise", state, broker_order_id AS "brokerOrderId", filled_units AS "filledUnits",
  average_price_paise AS "averagePricePaise", attempts, (extract(epoch FROM send_at) * 1000)::bigint AS "sendAtMs",
  (extract(epoch FROM sent_at) * 1000)::bigint AS "sentAtMs", reprices,
  (extract(epoch FROM priced_at) * 1000)::bigint AS "pricedAtMs", refusal_reason AS "refusalReason",
  broker_code AS "brokerCode", broker_message AS "brokerMessage"`;
const NEW_ORDERS = `jsonb_to_recordset($1::jsonb) AS o(id text, "executionId" text, "runId" text, "accountId" text, tag text, purpose text,
  "legIndex" int, "sliceIndex" int, generation int, wave int, side text, "quantityUnits" int, "sendAtMs" bigint)`;
const INSERT_ORDERS = `INSERT INTO order_intent (id, execution_id, run_id, account_id, tag, purpose, leg_index, slice_index, generation, wave,
    side, quantity_units, send_at)
  SELECT o.id, o."executionId", o."runId", o."accountId", o.tag, o.purpose, o."legIndex", o."sliceIndex", o.generation, o.wave, o.side,
    o."quantityUnits", to_timestamp(o."sendAtMs"::double precision / 1000)
  FROM ${NEW_ORDERS}`;

export class OrderRepository {
  constructor(private readonly db: Database) {}

  async ofExecution(executionId: string, sql: Sql = this.db): Promise<OrderRow[]> {
    return sql.query<OrderRow>(
      `SELECT ${ORDER_COLUMNS} FROM order_intent WHERE execution_id = $1 ORDER BY purpose, wave, leg_index, slice_index, generation`,
      [executionId],
    );
  }

  /**
   * Fills of a subscription's other executions of a day, to judge its day loss.
   * @param tradingDay - `YYYY-MM-DD`
   * @param wire - on which the contracts are to be quoted
   */
  async otherFillsOfDay(
    subscriptionId: string,
    exceptExecutionId: string,
    tradingDay: string,
    wire: string,
  ): Promise<DayFill[]> {
    return this.db.query<DayFill>(
      `SELECT o.tradingsymbol, o.side, o.filled_units AS "filledUnits", o.average_price_paise AS "averagePricePaise",
         c.contracts->o.leg_index AS contract
       FROM execution e JOIN strategy_run r ON r.id = e.run_id JOIN order_intent o ON o.execution_id = e.id
         LEFT JOIN run_contract c ON c.run_id = e.run_id AND c.broker = $4
       WHERE e.subscription_id = $1 AND e.id <> $2 AND r.trading_day = $3 AND o.filled_units > 0 AND o.tradingsymbol IS NOT NULL`,
      [subscriptionId, exceptExecutionId, tradingDay, wire],
    );
  }

  /** Inserts intents; one that exists already is left as it is. */
  async insert(sql: Sql, orders: readonly NewOrder[]): Promise<void> {
    await sql.query(`${INSERT_ORDERS} ON CONFLICT DO NOTHING`, [JSON.stringify(orders)]);
  }

  /**
   * The usual arming in one statement: the lease, the slots and the intents of an execution that nobody drives, whose subscriber
   * may enter, and whose orders all fit into the account's allowance at `atMs`.
   * @param orders - 1 to `perSecond`, all of one execution, none stored yet
   * @returns the orders as stored; none when it is not that simple: then nothing but perhaps the lease has changed
   */
  async armAtOnce(leaseId: string, orders: readonly NewOrder[], atMs: number, perSecond: number): Promise<OrderRow[]> {
    const [{ executionId, accountId } = {}] = orders;
    const { booked, room } = placesAt('unnest(send_slot.taken) AS t', '$5', '$6', '$7');
    const rows = await this.db.query<OrderRow>(
      `WITH taken AS (
         UPDATE execution e SET lease_id = $2, armed_at = coalesce(e.armed_at, now())
         FROM subscription s, broker_account a
         WHERE e.id = $3 AND e.lease_id IS NULL AND e.outcome IS NULL AND s.id = e.subscription_id AND a.id = e.account_id
           AND ${MAY_ENTER} AND NOT EXISTS (SELECT 1 FROM order_intent i WHERE i.execution_id = e.id)
         RETURNING e.id),
       slots AS (
         INSERT INTO send_slot (account_id, taken) SELECT $4, array_fill($5::bigint, ARRAY[$6::int]) FROM taken
         ON CONFLICT (account_id) DO UPDATE SET taken = ${booked} WHERE ${room} RETURNING account_id)
       ${INSERT_ORDERS} WHERE EXISTS (SELECT 1 FROM slots) RETURNING ${ORDER_COLUMNS}`,
      [JSON.stringify(orders), leaseId, executionId, accountId, atMs, orders.length, perSecond],
    );
    return rows.sort((a, b) => a.wave - b.wave || a.legIndex - b.legIndex || a.sliceIndex - b.sliceIndex);
  }

  /**
   * Moves orders and writes their history in one statement, only where the former state and the driving lease still hold.
   * @param leaseId - the fence: rows of an execution that another lease drives are not touched
   * @returns the ids that moved
   */
  async move(leaseId: string, moves: readonly OrderMove[], sql: Sql = this.db): Promise<Set<string>> {
    const rows = await sql.query<{ id: string }>(
      `WITH wanted AS (
         SELECT * FROM jsonb_to_recordset($2::jsonb) AS m("orderId" text, "from" text, "to" text, "atMs" double precision, patch jsonb, evidence jsonb)),
       moved AS (
         UPDATE order_intent o SET state = m."to",
           tradingsymbol = coalesce(m.patch->>'tradingsymbol', o.tradingsymbol),
           first_limit_price_paise = coalesce(o.first_limit_price_paise, (m.patch->>'limitPricePaise')::bigint),
           limit_price_paise = coalesce((m.patch->>'limitPricePaise')::bigint, o.limit_price_paise),
           broker_order_id = coalesce(m.patch->>'brokerOrderId', o.broker_order_id),
           filled_units = coalesce((m.patch->>'filledUnits')::int, o.filled_units),
           average_price_paise = coalesce((m.patch->>'averagePricePaise')::bigint, o.average_price_paise),
           attempts = coalesce((m.patch->>'attempts')::int, o.attempts),
           sent_at = coalesce(to_timestamp((m.patch->>'sentAtMs')::double precision / 1000), o.sent_at),
           reprices = coalesce((m.patch->>'reprices')::int, o.reprices),
           priced_at = coalesce(to_timestamp((m.patch->>'pricedAtMs')::double precision / 1000), o.priced_at),
           answered_at = coalesce(to_timestamp((m.patch->>'answeredAtMs')::double precision / 1000), o.answered_at),
           settled_at = coalesce(to_timestamp((m.patch->>'settledAtMs')::double precision / 1000), o.settled_at),
           refusal_reason = coalesce(m.patch->>'refusalReason', o.refusal_reason),
           broker_code = coalesce(m.patch->>'brokerCode', o.broker_code),
           broker_message = coalesce(m.patch->>'brokerMessage', o.broker_message)
         FROM wanted m, execution e
         WHERE o.id = m."orderId" AND o.state = m."from" AND e.id = o.execution_id AND e.lease_id = $1
         RETURNING o.id, m."from", m."to", m."atMs", m.evidence),
       logged AS (
         INSERT INTO order_event (order_id, at, from_state, to_state, evidence)
         SELECT id, to_timestamp("atMs" / 1000), "from", "to", evidence FROM moved)
       SELECT id FROM moved`,
      [leaseId, JSON.stringify(moves)],
    );
    return new Set(rows.map((row) => row.id));
  }
}
