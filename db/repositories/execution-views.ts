// Executions with their orders, as partners and operators read them. Reading only: the engine writes through its own repositories.
import type { ExitReason } from '../../domain/exit-rules.js';
import type { OrderPurpose } from '../../domain/order-tag.js';
import type { OrderState } from '../../domain/order-state.js';
import type { PositionStatus } from '../../domain/position-status.js';
import type { Side } from '../../domain/option-contract.js';
import type { TradingDay } from '../../domain/trading-time.js';
import type { Mode } from '../../domain/mode.js';
import type { Database } from '../sql.js';
import { IS_DISPUTED } from './disputes.js';
import type { ExecutionOutcome } from './executions.js';
import { toPage, type Page, type PageRequest } from './page.js';
import { normalisedEmail } from './platform-users.js';

/** Times come as RFC 3339 text from JSON aggregation; prices in paise, quantities in units. */
export type OrderView = {
  id: string;
  tag: string;
  purpose: OrderPurpose;
  legIndex: number;
  side: Side;
  tradingsymbol: string | null;
  quantityUnits: number;
  filledUnits: number;
  limitPricePaise: number | null;
  averagePricePaise: number;
  state: OrderState;
  brokerOrderId: string | null;
  sentAt: string | null;
  brokerCode: string | null;
  brokerMessage: string | null;
};

export type ExecutionView = {
  id: string;
  runId: string;
  subscriptionId: string;
  partnerId: string;
  userId: string;
  userEmail: string;
  clientId: string;
  brokerName: string;
  templateId: string;
  mode: Mode;
  tradingDay: string;
  entryAt: Date;
  lotMultiplier: number;
  outcome: ExecutionOutcome | null;
  reason: string | null;
  brokerCode: string | null;
  brokerMessage: string | null;
  endedAt: Date | null;
  /** null: it never had a position. */
  positionStatus: PositionStatus | null;
  exitAt: Date | null;
  exitReason: ExitReason | 'left_to_broker' | null;
  realisedPnlPaise: number | null;
  closedAt: Date | null;
  /** The broker's book and ours disagree about an order of it, or nobody can say what became of one. */
  disputed: boolean;
  createdAt: Date;
  orders: OrderView[];
};

const ORDERS = `coalesce((SELECT json_agg(json_build_object('id', o.id, 'tag', o.tag, 'purpose', o.purpose, 'legIndex', o.leg_index,
    'side', o.side, 'tradingsymbol', o.tradingsymbol, 'quantityUnits', o.quantity_units, 'filledUnits', o.filled_units,
    'limitPricePaise', o.limit_price_paise, 'averagePricePaise', o.average_price_paise, 'state', o.state,
    'brokerOrderId', o.broker_order_id, 'sentAt', o.sent_at, 'brokerCode', o.broker_code, 'brokerMessage', o.broker_message)
    ORDER BY o.send_at, o.wave, o.leg_index, o.slice_index, o.generation)
  FROM order_intent o WHERE o.execution_id = e.id), '[]'::json)`;

const SELECT = `SELECT e.id, e.run_id AS "runId", e.subscription_id AS "subscriptionId", e.partner_id AS "partnerId",
    u.user_id AS "userId", u.email AS "userEmail", a.client_id AS "clientId", a.broker_name AS "brokerName",
    r.template_id AS "templateId", e.mode, r.trading_day AS "tradingDay", r.entry_at AS "entryAt", e.lot_multiplier AS "lotMultiplier",
    e.outcome, e.reason, e.broker_code AS "brokerCode", e.broker_message AS "brokerMessage", e.ended_at AS "endedAt",
    e.created_at AS "createdAt", p.status AS "positionStatus", p.exit_at AS "exitAt", p.exit_reason AS "exitReason",
    p.realised_pnl_paise AS "realisedPnlPaise", p.closed_at AS "closedAt", ${IS_DISPUTED} IS TRUE AS disputed, ${ORDERS} AS orders
  FROM execution e LEFT JOIN position p ON p.execution_id = e.id JOIN strategy_run r ON r.id = e.run_id JOIN broker_account a ON a.id = e.account_id
  JOIN platform_user u ON u.id = a.user_pk`;

export type ExecutionFilter = PageRequest & {
  subscriptionId?: string | undefined;
  runId?: string | undefined;
  userEmail?: string | undefined;
  /** `in_progress`: those without an outcome. */
  status?: ExecutionOutcome | 'in_progress' | undefined;
  /** Trading days, both included. */
  from?: TradingDay | undefined;
  to?: TradingDay | undefined;
};

export class ExecutionViewRepository {
  constructor(private readonly db: Database) {}

  /** A partner's executions, newest first. */
  async list(partnerId: string, mode: Mode, filter: ExecutionFilter): Promise<Page<ExecutionView>> {
    const rows = await this.db.query<ExecutionView>(
      `${SELECT} WHERE e.partner_id = $1 AND e.mode = $2
         AND ($3::text IS NULL OR e.subscription_id = $3) AND ($4::text IS NULL OR u.email = $4)
         AND ($7::text IS NULL OR coalesce(e.outcome, 'in_progress') = $7)
         AND ($10::text IS NULL OR e.run_id = $10)
         AND ($8::date IS NULL OR r.trading_day >= $8) AND ($9::date IS NULL OR r.trading_day <= $9)
         AND ($5::text IS NULL OR (e.created_at, e.id) <
           (SELECT c.created_at, c.id FROM execution c WHERE c.id = $5 AND c.partner_id = $1 AND c.mode = $2))
       ORDER BY e.created_at DESC, e.id DESC LIMIT $6`,
      [
        partnerId,
        mode,
        filter.subscriptionId ?? null,
        filter.userEmail === undefined ? null : normalisedEmail(filter.userEmail),
        filter.cursor ?? null,
        filter.limit + 1,
        filter.status ?? null,
        filter.from ?? null,
        filter.to ?? null,
        filter.runId ?? null,
      ],
    );
    return toPage(rows, filter.limit);
  }

  /** One execution of a partner in a mode, or undefined. */
  async find(partnerId: string, mode: Mode, executionId: string): Promise<ExecutionView | undefined> {
    const sql = `${SELECT} WHERE e.id = $1 AND e.partner_id = $2 AND e.mode = $3`;
    return (await this.db.query<ExecutionView>(sql, [executionId, partnerId, mode]))[0];
  }

  /** For operators: one execution of any partner, or undefined. */
  async findAny(executionId: string): Promise<ExecutionView | undefined> {
    return (await this.db.query<ExecutionView>(`${SELECT} WHERE e.id = $1`, [executionId]))[0];
  }

  /** For operators: a run's executions of every partner, by id. */
  async ofRun(runId: string, page: PageRequest): Promise<Page<ExecutionView>> {
    const rows = await this.db.query<ExecutionView>(
      `${SELECT} WHERE e.run_id = $1 AND ($2::text IS NULL OR e.id > $2) ORDER BY e.id LIMIT $3`,
      [runId, page.cursor ?? null, page.limit + 1],
    );
    return toPage(rows, page.limit);
  }
}
