// The event that tells a partner, before the open, which of its subscriptions are ready for the day's entries.
import type { ReadinessCode } from './account-readiness.js';
import { event, utcText, type PartnerEvent } from './partner-event.js';
import type { TradingDay } from './trading-time.js';

/** A subscription that is not known to be ready. */
export type NotReady = {
  subscriptionId: string;
  userEmail: string;
  clientId: string;
  codes: readonly ReadinessCode[];
};

/** Where the whole report is. */
const READINESS_PATH = '/partner/readiness';
/** Most subscriptions named in one event. */
export const MOST_NAMED = 50;

/** Told once a trading day and partner, also when all is well: without it nothing was checked. */
export function readinessReport(input: {
  partnerId: string;
  day: TradingDay;
  total: number;
  ready: number;
  /** The first of those that are not; `MOST_NAMED` at most are told. */
  notReady: readonly NotReady[];
  /** epoch ms */
  atMs: number;
}): PartnerEvent {
  const { day, total, ready } = input;
  return event('readiness_report', `${input.partnerId}/${day}`, {
    event: 'readiness_report',
    user_email: null,
    trading_day: day,
    subscriptions: { total, ready, not_ready: total - ready },
    not_ready: input.notReady.slice(0, MOST_NAMED).map((one) => ({
      subscription_id: one.subscriptionId,
      user_email: one.userEmail,
      client_id: one.clientId,
      problems: [...new Set(one.codes)],
    })),
    more: Math.max(0, total - ready - Math.min(MOST_NAMED, input.notReady.length)),
    report: READINESS_PATH,
    timestamp: utcText(input.atMs),
  });
}
