// Strategy templates as the marketplace shows them: each with its current version.
import type { TradingDay } from '../../domain/trading-time.js';
import type { Database } from '../sql.js';

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

const SELECT = `SELECT t.id, t.name, v.description, v.underlying, v.entry_time AS "entryTime", v.pricing_type AS "pricingType",
  monthly_fee_on(t.id, t.current_version, $1) AS "monthlyFeePaise", v.currency, v.performance
  FROM strategy_template t JOIN template_version v ON v.template_id = t.id AND v.version = t.current_version
  WHERE t.status = 'active'`;

export class TemplateRepository {
  constructor(private readonly db: Database) {}

  /** The templates users may subscribe to, by id, with their prices on a day. They are the platform's own, the same for every partner. */
  async listActive(day: TradingDay): Promise<MarketplaceTemplate[]> {
    return this.db.query<MarketplaceTemplate>(`${SELECT} ORDER BY t.id`, [day]);
  }

  /** An active template, with its price on a day. */
  async findActive(templateId: string, day: TradingDay): Promise<MarketplaceTemplate | undefined> {
    return (await this.db.query<MarketplaceTemplate>(`${SELECT} AND t.id = $2`, [day, templateId]))[0];
  }
}
