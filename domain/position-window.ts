// When a position is to be closed, and until when it is followed at all.
import { istInstant, nextIstTime, type TimeOfDay, type TradingDay } from './trading-time.js';

/** Orders of an exit get this long after its instant, also when that is at or past the close. */
const EXIT_GRACE_MS = 15 * 60_000;
/** Days end then where the calendar is ignored: the F&O close from 3 Aug 2026. */
const USUAL_CLOSE: TimeOfDay = '15:40';

export type RunTimes = {
  tradingDay: TradingDay;
  entryAtMs: number;
  /** the operator's, epoch ms */
  exitAtMs: number | null;
  /** the template's, IST */
  exitTime: TimeOfDay | null;
  ignoreCalendar: boolean;
};

/** The run's own exit, else the template's exit time of the day; a run outside the calendar has none unless it was given. */
export function plannedExitMs(run: RunTimes): number | null {
  if (run.exitAtMs !== null) return run.exitAtMs;
  if (run.ignoreCalendar || run.exitTime === null) return null;
  return istInstant(run.tradingDay, run.exitTime);
}

/**
 * The close of the position's day. After it nothing of ours can trade: what is open then is the broker's to square off.
 * @param closes - of the day's session, IST; undefined where the day has none or the calendar is ignored
 */
export function followUntilMs(run: RunTimes, closes: TimeOfDay | undefined): number {
  const close =
    run.ignoreCalendar || closes === undefined
      ? nextIstTime(run.entryAtMs, USUAL_CLOSE)
      : istInstant(run.tradingDay, closes);
  return Math.max(close, (plannedExitMs(run) ?? 0) + EXIT_GRACE_MS);
}
