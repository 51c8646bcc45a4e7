// What a partner's contract says on a day, and what a strategy costs on it. Both are dated and never changed: an edit is a later row.
import type { TradingDay } from '../../domain/trading-time.js';
import type { Sql } from '../sql.js';

export type PartnerContract = {
  /** Basis points of each fee that are the partner's. */
  commissionBps: number;
  cancellationCredit: 'none' | 'prorated';
  /** Whether an execution that we failed gives a day's fee back. */
  failedExecutionCredit: boolean;
  trialDays: number;
  /** Whether the partner may see what a strategy trades. */
  discloseLegs: boolean;
};

/** Where no contract is on record: 30 %, no credits, no trial, no legs. */
const STANDARD: PartnerContract = {
  commissionBps: 3000,
  cancellationCredit: 'none',
  failedExecutionCredit: false,
  trialDays: 0,
  discloseLegs: false,
};

/** The contract in force on a day. */
export async function contractOn(sql: Sql, partnerId: string, day: TradingDay): Promise<PartnerContract> {
  const rows = await sql.query<PartnerContract>(
    `SELECT commission_bps AS "commissionBps", cancellation_credit AS "cancellationCredit",
       failed_execution_credit AS "failedExecutionCredit", trial_days AS "trialDays", disclose_legs AS "discloseLegs"
     FROM partner_contract WHERE partner_id = $1 AND effective_from <= $2 ORDER BY effective_from DESC LIMIT 1`,
    [partnerId, day],
  );
  return rows[0] ?? STANDARD;
}

export type TemplatePrice = { version: number; monthlyFeePaise: number };

/** The current version's price on a day. @throws when there is no such template */
export async function priceOn(sql: Sql, templateId: string, day: TradingDay): Promise<TemplatePrice> {
  const [price] = await sql.query<TemplatePrice>(
    `SELECT current_version AS version, monthly_fee_on(id, current_version, $2) AS "monthlyFeePaise"
     FROM strategy_template WHERE id = $1`,
    [templateId, day],
  );
  if (!price) throw new Error(`there is no template ${templateId}`);
  return price;
}
