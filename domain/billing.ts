// When a subscription is charged and for which days: pure arithmetic on days in India. Amounts are domain/money.ts's.
import { nextBillingDate } from './billing-date.js';
import { shareOf } from './money.js';
import { addDays, daysBetween, type TradingDay } from './trading-time.js';

/** Where a subscription's billing stands. */
export type BillingState = {
  /** Its day of the month is every anniversary's. */
  anchor: TradingDay;
  /** The first day that is not paid for, free or carried over. */
  billedTo: TradingDay;
};

/** From `start` up to, not including, `end`. */
export type BillingPeriod = { start: TradingDay; end: TradingDay };

export type BillingStart = BillingState & { /** what the user is told */ nextBillingDate: TradingDay };

/**
 * How billing begins.
 * @param today - the day of the subscription
 * @param trialDays - free days, ≥ 0; only who never subscribed before has them
 * @param previous - the user's last subscription to the same strategy, cancelled: what it has paid for carries over
 */
export function startBilling(today: TradingDay, trialDays: number, previous?: BillingState): BillingStart {
  if (previous && previous.billedTo > today) return { ...previous, nextBillingDate: previous.billedTo };
  const free = previous ? 0 : trialDays;
  const firstDay = addDays(today, free);
  const next = free > 0 ? firstDay : nextBillingDate(today, today);
  return { anchor: firstDay, billedTo: firstDay, nextBillingDate: next };
}

/**
 * The periods that have begun and are not charged, oldest first, and where billing stands once they are.
 * @param today - a period that begins today is due
 */
export function duePeriods(state: BillingState, today: TradingDay): { periods: BillingPeriod[]; state: BillingState } {
  const periods: BillingPeriod[] = [];
  let { billedTo } = state;
  while (billedTo <= today) {
    const end = nextBillingDate(state.anchor, billedTo);
    periods.push({ start: billedTo, end });
    billedTo = end;
  }
  return { periods, state: { anchor: state.anchor, billedTo } };
}

/** After a pause: inside what is paid nothing changes; a charge that fell due meanwhile is due today and restarts the anniversary. */
export function resumeBilling(state: BillingState, today: TradingDay): BillingState & { restarts: boolean } {
  return state.billedTo <= today ? { anchor: today, billedTo: today, restarts: true } : { ...state, restarts: false };
}

/**
 * What a cancellation gives back: the share of the days after it.
 * @param chargedPaise - what the period cost
 * @returns whole paise, rounded down; 0 on the period's last day
 */
export function cancellationCredit(chargedPaise: number, period: BillingPeriod, cancelledOn: TradingDay): number {
  const firstUnused = addDays(cancelledOn, 1);
  const from = firstUnused > period.start ? firstUnused : period.start;
  return shareOf(chargedPaise, daysBetween(from, period.end), daysBetween(period.start, period.end));
}
