// Strategy templates as the marketplace shows them: each with its current version.
import type { ExitRules } from '../../domain/exit-rules.js';
import type { LegSpec } from '../../domain/option-contract.js';
import type { TradingDay } from '../../domain/trading-time.js';
import type { Database } from '../sql.js';
import { toPage, type Page, type PageRequest } from './page.js';

/** Percentages as people read them: 75.5 means 75.5 %. */
type Performance = { win_rate: number; avg_monthly_return: number; max_drawdown: number };

export type MarketplaceTemplate = {
  id: string;
  name: string;
  description: string;
  underlying: string;
  /** IST, `HH:MM` */
  entryTime: string;
  pricingType: string;
  monthlyFeePaise: number;
  currency: string;
  performance: Performance | null;
};

/** With what it trades: for those whose contract discloses it. */
export type TemplateDetails = MarketplaceTemplate & {
  /** IST, `HH:MM`; null: none */
  exitTime: string | null;
  legs: LegSpec[];
  exitRules: ExitRules | null;
};

const COLUMNS = `t.id, t.name, v.description, v.underlying, v.entry_time AS "entryTime", v.pricing_type AS "pricingType",
  monthly_fee_on(t.id, t.current_version, $1) AS "monthlyFeePaise", v.currency, v.performance`;
const FROM = `FROM strategy_template t JOIN template_version v ON v.template_id = t.id AND v.version = t.current_version
  WHERE t.status = 'active'`;
const SELECT = `SELECT ${COLUMNS} ${FROM}`;

export class TemplateRepository {
  constructor(private readonly db: Database) {}

  /** The templates users may subscribe to, by id, with their prices on a day. They are the platform's own, the same for every partner. */
  async listActive(day: TradingDay, page: PageRequest): Promise<Page<MarketplaceTemplate>> {
    const rows = await this.db.query<MarketplaceTemplate>(
      `${SELECT} AND ($2::text IS NULL OR t.id > $2) ORDER BY t.id LIMIT $3`,
      [day, page.cursor ?? null, page.limit + 1],
    );
    return toPage(rows, page.limit);
  }

  /** An active template, with its price on a day. */
  async findActive(templateId: string, day: TradingDay): Promise<MarketplaceTemplate | undefined> {
    return (await this.db.query<MarketplaceTemplate>(`${SELECT} AND t.id = $2`, [day, templateId]))[0];
  }

  /** As `findActive`, with what it trades. */
  async findDetails(templateId: string, day: TradingDay): Promise<TemplateDetails | undefined> {
    const rows = await this.db.query<TemplateDetails>(
      `SELECT ${COLUMNS}, v.exit_time AS "exitTime", v.legs, v.exit_rules AS "exitRules" ${FROM} AND t.id = $2`,
      [day, templateId],
    );
    return rows[0];
  }
}
