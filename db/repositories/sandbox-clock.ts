// A partner's sandbox may be days ahead: months of billing pass at once. Only dates of test mode move; nothing is billed.
import { duePeriods, type BillingPeriod } from '../../domain/billing.js';
import type { Mode } from '../../domain/mode.js';
import { splitFee, type RevenueShare } from '../../domain/money.js';
import { addDays, type TradingDay } from '../../domain/trading-time.js';
import type { Sql } from '../sql.js';
import { BillingRepository } from './billing.js';
import { contractOn, priceOn } from './contracts.js';

export const MOST_DAYS_AT_ONCE = 366;
const MOST_DAYS_AHEAD = 3_660;

/** What live mode would have charged. */
export type SandboxCharge = { subscriptionId: string; period: BillingPeriod; feePaise: number; share: RevenueShare };
export type Advanced = { today: TradingDay; daysAhead: number; charges: SandboxCharge[] };

/** Days by which billing is ahead of the real day; 0 in live mode, always. */
export async function sandboxDaysAhead(sql: Sql, partnerId: string, mode: Mode): Promise<number> {
  if (mode === 'live') return 0;
  const rows = await sql.query<{ days: number }>('SELECT days_ahead AS days FROM sandbox_clock WHERE partner_id = $1', [
    partnerId,
  ]);
  return rows[0]?.days ?? 0;
}

/** @param today - the real day in India */
export async function billingDay(sql: Sql, partnerId: string, mode: Mode, today: TradingDay): Promise<TradingDay> {
  return addDays(today, await sandboxDaysAhead(sql, partnerId, mode));
}

/**
 * Moves the clock ahead, and the billing dates of every ACTIVE test subscription with it; a PAUSED one finds its due date passed at the resume.
 * @param days - 1 to `MOST_DAYS_AT_ONCE`
 * @param today - the real day in India
 * @returns the new day there and what would have been charged, by day; a problem when it is too far ahead already
 */
export async function advanceSandboxClock(
  tx: Sql,
  partnerId: string,
  days: number,
  today: TradingDay,
): Promise<Advanced | { problem: string }> {
  await tx.query('INSERT INTO sandbox_clock (partner_id, days_ahead) VALUES ($1, 0) ON CONFLICT DO NOTHING', [
    partnerId,
  ]);
  const [clock] = await tx.query<{ ahead: number }>(
    'SELECT days_ahead AS ahead FROM sandbox_clock WHERE partner_id = $1 FOR UPDATE',
    [partnerId],
  );
  const daysAhead = (clock?.ahead ?? 0) + days;
  if (daysAhead > MOST_DAYS_AHEAD) return { problem: `The sandbox can be at most ${MOST_DAYS_AHEAD} days ahead` };
  await tx.query('UPDATE sandbox_clock SET days_ahead = $2 WHERE partner_id = $1', [partnerId, daysAhead]);
  const there = addDays(today, daysAhead);
  const charges: SandboxCharge[] = [];
  for (const row of await activeOf(tx, partnerId)) charges.push(...(await passDays(tx, row, partnerId, there)));
  charges.sort((a, b) => order(a).localeCompare(order(b)));
  return { today: there, daysAhead, charges };
}

type ActiveRow = { id: string; templateId: string };

function activeOf(tx: Sql, partnerId: string): Promise<ActiveRow[]> {
  return tx.query<ActiveRow>(
    `SELECT id, template_id AS "templateId" FROM subscription
     WHERE partner_id = $1 AND mode = 'test' AND status = 'ACTIVE' ORDER BY id FOR UPDATE`,
    [partnerId],
  );
}

async function passDays(
  tx: Sql,
  { id, templateId }: ActiveRow,
  partnerId: string,
  there: TradingDay,
): Promise<SandboxCharge[]> {
  const billing = new BillingRepository();
  const { periods, state } = duePeriods(await billing.lock(tx, id), there);
  const charges: SandboxCharge[] = [];
  for (const period of periods) {
    const { monthlyFeePaise } = await priceOn(tx, templateId, period.start);
    const { commissionBps } = await contractOn(tx, partnerId, period.start);
    const share = splitFee(monthlyFeePaise, commissionBps);
    await billing.notePrice(tx, id, monthlyFeePaise, share);
    charges.push({ subscriptionId: id, period, feePaise: monthlyFeePaise, share });
  }
  if (periods.length > 0) {
    await billing.move(tx, id, state);
    await tx.query('UPDATE subscription SET next_billing_date = $2, updated_at = now() WHERE id = $1', [
      id,
      state.billedTo,
    ]);
  }
  return charges;
}

const order = ({ period, subscriptionId }: SandboxCharge): string => `${period.start} ${subscriptionId}`;
