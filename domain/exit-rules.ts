// Whether a position is to be closed now, and why. Any rule closes all of it: a leg alone might be the hedge of another.
import type { Quote } from './option-contract.js';
import { averagePaise, cashPaise, liquidationPaise, type Fill, type OpenLeg } from './profit-and-loss.js';

export const EXIT_REASONS = [
  /** The partner or an operator asked for it. */
  'flatten',
  /** A kill switch that flattens is engaged on it. */
  'kill_switch',
  /** The entry failed and left something open, or an order nobody could vouch for. */
  'entry_incomplete',
  'exit_time',
  'day_loss_limit',
  'combined_stop_loss',
  'combined_target',
  'leg_stop_loss',
  'leg_target',
] as const;
export type ExitReason = (typeof EXIT_REASONS)[number];

/** A template's stops and targets; what is absent does not exist. */
export type ExitRules = {
  /** Loss and profit of the whole position at multiplier 1, paise > 0. */
  combined?: { stopLossPaise?: number; targetPaise?: number };
  /** By leg: adverse and favourable move of its price, basis points of its average entry price, > 0. null: none for this leg. */
  legs?: ({ stopLossBps?: number; targetBps?: number } | null)[];
};

/** A leg as its fills have it. */
export type HeldLeg = OpenLeg & { legIndex: number; entryFills: Fill[] };
/** The other executions of the subscription on the same day: cash of their fills, and what of them is open. */
export type RestOfDay = { fills: Fill[]; legs: OpenLeg[] };

export type ExitQuestion = {
  nowMs: number;
  /** epoch ms; null: no exit is planned */
  exitAtMs: number | null;
  requested: 'flatten' | 'kill_switch' | 'entry_incomplete' | undefined;
  rules: ExitRules;
  lotMultiplier: number;
  /** every fill of the execution */
  fills: Fill[];
  legs: HeldLeg[];
  quotes: ReadonlyMap<string, Quote>;
  /** paise; null: none */
  dayLossLimitPaise: number | null;
  restOfDay: RestOfDay;
};

/** @returns undefined while it is to be held. A rule whose quotes are missing is not judged. */
export function exitReason(q: ExitQuestion): ExitReason | undefined {
  if (q.requested) return q.requested;
  if (q.exitAtMs !== null && q.nowMs >= q.exitAtMs) return 'exit_time';
  const liquidation = liquidationPaise(q.legs, q.quotes);
  const profit = liquidation === undefined ? undefined : cashPaise(q.fills) + liquidation;
  return dayLossReason(q, profit) ?? combinedReason(q, profit) ?? legReason(q);
}

/** Whether any rule has to see quotes. */
export function needsQuotes(rules: ExitRules, dayLossLimitPaise: number | null): boolean {
  const { stopLossPaise, targetPaise } = rules.combined ?? {};
  const combined = stopLossPaise !== undefined || targetPaise !== undefined;
  return dayLossLimitPaise !== null || combined || (rules.legs ?? []).some((leg) => leg !== null);
}

function dayLossReason(q: ExitQuestion, profitPaise: number | undefined): ExitReason | undefined {
  if (q.dayLossLimitPaise === null || profitPaise === undefined) return undefined;
  const restOpen = liquidationPaise(q.restOfDay.legs, q.quotes);
  if (restOpen === undefined) return undefined;
  return isLoss(profitPaise + cashPaise(q.restOfDay.fills) + restOpen, q.dayLossLimitPaise)
    ? 'day_loss_limit'
    : undefined;
}

function combinedReason(q: ExitQuestion, profitPaise: number | undefined): ExitReason | undefined {
  if (profitPaise === undefined) return undefined;
  const { stopLossPaise, targetPaise } = q.rules.combined ?? {};
  if (stopLossPaise !== undefined && isLoss(profitPaise, stopLossPaise * q.lotMultiplier)) return 'combined_stop_loss';
  if (targetPaise !== undefined && profitPaise >= targetPaise * q.lotMultiplier) return 'combined_target';
  return undefined;
}

/** Stops before targets, over all legs: the cautious reason is the one that is told. */
function legReason(q: ExitQuestion): ExitReason | undefined {
  const moves = q.legs.flatMap((leg) => {
    const rule = q.rules.legs?.[leg.legIndex];
    const bps = favourableBps(leg, q.quotes.get(leg.tradingsymbol));
    return rule && bps !== undefined ? [{ rule, bps }] : [];
  });
  if (moves.some(({ rule, bps }) => rule.stopLossBps !== undefined && bps <= -rule.stopLossBps)) return 'leg_stop_loss';
  if (moves.some(({ rule, bps }) => rule.targetBps !== undefined && bps >= rule.targetBps)) return 'leg_target';
  return undefined;
}

/** How far the leg's closing price is on the good side of its entry price, basis points of the latter. */
function favourableBps(leg: HeldLeg, quote: Quote | undefined): number | undefined {
  const entryPaise = averagePaise(leg.entryFills);
  if (!quote || entryPaise === 0) return undefined;
  const gainPaise = leg.side === 'SELL' ? quote.bidPaise - entryPaise : entryPaise - quote.askPaise;
  return (gainPaise / entryPaise) * 10_000;
}

const isLoss = (profitPaise: number, limitPaise: number): boolean => profitPaise < 0 && -profitPaise >= limitPaise;
