// Reconciliations: one row per day, one per account and day; which orders an account's book is compared with.
import type { HeldOrder } from '../../domain/reconcile-book.js';
import { addDays, istInstant, type TradingDay } from '../../domain/trading-time.js';
import type { Database, Sql } from '../sql.js';

/** What a day's reconciliation has come to. `orders` are the books'; `findings` are rows, whenever they were raised. */
export type ReconciliationRow = {
  tradingDay: TradingDay;
  status: 'requested' | 'running' | 'completed';
  requestedBy: string;
  requestedAt: Date;
  startedAt: Date | null;
  completedAt: Date | null;
  accounts: { total: number; compared: number; notRead: number; waiting: number };
  orders: { ours: number; own: number; moving: number };
  findings: { open: number; resolved: number };
};

/** An account whose book was not read; `comparedAt` is when an earlier try of the day did. */
export type UnreadAccount = {
  accountId: string;
  partnerId: string;
  clientId: string;
  brokerName: string;
  reason: string;
  triedAt: Date | null;
  comparedAt: Date | null;
};

export type ComparedCounts = { ourOrders: number; ownOrders: number; movingOrders: number };

/** Accounts per activity: minutes of reading, so that little is repeated after a crash. */
const SHARD_SIZE = 50;

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::double precision`;

/** Intents are written at most this long before they leave. */
const ARMED_AHEAD_MS = 2 * 86_400_000;

export class ReconciliationRepository {
  constructor(private readonly db: Database) {}

  /** Notes that a day is to be reconciled; one on record already is left as it is. */
  async request(day: TradingDay, by: string): Promise<void> {
    await this.db.query(
      `INSERT INTO reconciliation (trading_day, status, requested_by) VALUES ($1, 'requested', $2) ON CONFLICT DO NOTHING`,
      [day, by],
    );
  }

  /**
   * Begins, or begins again: every account that has a session or had orders on the day waits to be compared.
   * @returns how many shards they are in
   */
  async begin(day: TradingDay, by: string): Promise<{ accounts: number; shards: number }> {
    const [fromMs, toMs] = boundsOf(day);
    return this.db.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO reconciliation (trading_day, status, requested_by, started_at) VALUES ($1, 'running', $2, now())
         ON CONFLICT (trading_day) DO UPDATE SET status = 'running', started_at = now(), completed_at = NULL`,
        [day, by],
      );
      await tx.query(
        `INSERT INTO reconciliation_account (trading_day, account_id, shard, status)
         SELECT $1, a.id, ((row_number() OVER (ORDER BY a.id) - 1) / $2::int)::int, 'waiting' FROM broker_account a
         WHERE (a.account_status = 'enabled' AND a.session_status = 'ready' AND a.token_secret_id IS NOT NULL)
           OR EXISTS (SELECT 1 FROM order_intent i WHERE i.account_id = a.id AND i.created_at >= to_timestamp($3::double precision / 1000)
             AND coalesce(i.sent_at, i.send_at) >= to_timestamp($4::double precision / 1000)
             AND coalesce(i.sent_at, i.send_at) < to_timestamp($5::double precision / 1000))
           OR EXISTS (SELECT 1 FROM reconciliation_account c WHERE c.trading_day = $1 AND c.account_id = a.id)
         ON CONFLICT (trading_day, account_id) DO UPDATE SET shard = excluded.shard, status = 'waiting', reason = NULL`,
        [day, SHARD_SIZE, fromMs - ARMED_AHEAD_MS, fromMs, toMs],
      );
      const rows = await tx.query<{ accounts: number; shards: number }>(
        `SELECT count(*) AS accounts, coalesce(max(shard) + 1, 0) AS shards FROM reconciliation_account WHERE trading_day = $1`,
        [day],
      );
      return rows[0] ?? { accounts: 0, shards: 0 };
    });
  }

  /** Ids of a shard's accounts that are still to be compared. */
  async waiting(day: TradingDay, shard: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT account_id AS id FROM reconciliation_account WHERE trading_day = $1 AND shard = $2 AND status = 'waiting' ORDER BY account_id`,
      [day, shard],
    );
    return rows.map((row) => row.id);
  }

  /**
   * The account's orders of a day, and any other order of it that has one of the tags.
   * @param wire - whose keys the contracts are to have; null: none
   */
  async heldOrders(
    accountId: string,
    day: TradingDay,
    tags: readonly string[],
    wire: string | null,
  ): Promise<HeldOrder[]> {
    const [fromMs, toMs] = boundsOf(day);
    return this.db.query<HeldOrder>(
      `SELECT * FROM (
         SELECT i.id AS "orderId", i.execution_id AS "executionId", i.tag, i.tradingsymbol,
           c.contracts->i.leg_index->>'instrumentKey' AS "instrumentKey", i.side, i.quantity_units AS "quantityUnits",
           i.filled_units AS "filledUnits", i.average_price_paise AS "averagePricePaise", i.state, i.broker_order_id AS "brokerOrderId",
           ${ms('i.sent_at')} AS "sentAtMs", ${ms('i.settled_at')} AS "settledAtMs",
           (e.outcome IS NULL OR (p.execution_id IS NOT NULL AND p.closed_at IS NULL)) AS followed,
           (coalesce(i.sent_at, i.send_at) >= to_timestamp($3::double precision / 1000)
             AND coalesce(i.sent_at, i.send_at) < to_timestamp($4::double precision / 1000)) AS "ofDay"
         FROM order_intent i JOIN execution e ON e.id = i.execution_id LEFT JOIN position p ON p.execution_id = e.id
           LEFT JOIN run_contract c ON c.run_id = e.run_id AND c.broker = $6
         WHERE i.account_id = $1 AND (i.created_at >= to_timestamp($2::double precision / 1000) OR i.tag = ANY($5))) o
       WHERE o."ofDay" OR o.tag = ANY($5) ORDER BY o."orderId"`,
      [accountId, fromMs - ARMED_AHEAD_MS, fromMs, toMs, tags, wire],
    );
  }

  /** Which of these tags are of orders placed through another link of the same account at the broker, whoever's partner it is. */
  async tagsElsewhere(accountId: string, tags: readonly string[]): Promise<string[]> {
    const rows = await this.db.query<{ tag: string }>(
      `SELECT i.tag FROM order_intent i JOIN broker_account b ON b.id = i.account_id JOIN broker_account a ON a.id = $1
       WHERE i.tag = ANY($2) AND b.id <> a.id AND b.mode = a.mode AND b.broker_name = a.broker_name AND b.client_id = a.client_id`,
      [accountId, tags],
    );
    return rows.map((row) => row.tag);
  }

  async markCompared(sql: Sql, day: TradingDay, accountId: string, counts: ComparedCounts): Promise<void> {
    await sql.query(
      `UPDATE reconciliation_account SET status = 'compared', reason = NULL, our_orders = $3, own_orders = $4, moving_orders = $5,
         tried_at = now(), compared_at = now() WHERE trading_day = $1 AND account_id = $2`,
      [day, accountId, counts.ourOrders, counts.ownOrders, counts.movingOrders],
    );
  }

  async markNotRead(sql: Sql, day: TradingDay, accountId: string, reason: string): Promise<void> {
    await sql.query(
      `UPDATE reconciliation_account SET status = 'not_read', reason = $3, tried_at = now() WHERE trading_day = $1 AND account_id = $2`,
      [day, accountId, reason],
    );
  }

  /** Ends a reconciliation. What still waits was not read. */
  async complete(day: TradingDay): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.query(
        `UPDATE reconciliation_account SET status = 'not_read', reason = 'The comparison did not finish', tried_at = now()
         WHERE trading_day = $1 AND status = 'waiting'`,
        [day],
      );
      await tx.query(`UPDATE reconciliation SET status = 'completed', completed_at = now() WHERE trading_day = $1`, [
        day,
      ]);
    });
  }

  /** A day's reconciliation with its counts, or undefined when none was made or asked for. */
  async find(day: TradingDay): Promise<ReconciliationRow | undefined> {
    const rows = await this.db.query<ReconciliationRow>(
      `SELECT r.trading_day AS "tradingDay", r.status, r.requested_by AS "requestedBy", r.requested_at AS "requestedAt",
         r.started_at AS "startedAt", r.completed_at AS "completedAt",
         (SELECT json_build_object('total', count(*), 'compared', count(*) FILTER (WHERE c.status = 'compared'),
            'notRead', count(*) FILTER (WHERE c.status = 'not_read'), 'waiting', count(*) FILTER (WHERE c.status = 'waiting'))
          FROM reconciliation_account c WHERE c.trading_day = r.trading_day) AS accounts,
         (SELECT json_build_object('ours', coalesce(sum(c.our_orders), 0), 'own', coalesce(sum(c.own_orders), 0),
            'moving', coalesce(sum(c.moving_orders), 0))
          FROM reconciliation_account c WHERE c.trading_day = r.trading_day AND c.status = 'compared') AS orders,
         (SELECT json_build_object('open', count(*) FILTER (WHERE f.resolved_at IS NULL),
            'resolved', count(*) FILTER (WHERE f.resolved_at IS NOT NULL))
          FROM reconciliation_finding f WHERE f.trading_day = r.trading_day) AS findings
       FROM reconciliation r WHERE r.trading_day = $1`,
      [day],
    );
    return rows[0];
  }

  /** Accounts of a day whose book was not read, by id. */
  async unread(day: TradingDay, limit: number): Promise<UnreadAccount[]> {
    return this.db.query<UnreadAccount>(
      `SELECT c.account_id AS "accountId", a.partner_id AS "partnerId", a.client_id AS "clientId", a.broker_name AS "brokerName",
         c.reason, c.tried_at AS "triedAt", c.compared_at AS "comparedAt"
       FROM reconciliation_account c JOIN broker_account a ON a.id = c.account_id
       WHERE c.trading_day = $1 AND c.status = 'not_read' ORDER BY c.account_id LIMIT $2`,
      [day, limit],
    );
  }
}

/** First instant of a day in India and of the next one, epoch ms. */
function boundsOf(day: TradingDay): [number, number] {
  return [istInstant(day, '00:00'), istInstant(addDays(day, 1), '00:00')];
}
