// India has no daylight saving, so IST is a fixed +05:30: plain arithmetic, no date library (workflow code uses this too).

/** A calendar day in India, `YYYY-MM-DD`. */
export type TradingDay = string;
/** A time of day in India, `HH:MM` or `HH:MM:SS`. */
export type TimeOfDay = string;

const IST_OFFSET_MS = 330 * 60_000;
const DAY_MS = 86_400_000;

/** The day in India at an instant. */
export function tradingDayOf(instantMs: number): TradingDay {
  return new Date(instantMs + IST_OFFSET_MS).toISOString().slice(0, 10);
}

/** The instant (epoch ms) at which a time of day strikes in India on a day. @throws RangeError on a malformed day or time */
export function istInstant(day: TradingDay, time: TimeOfDay): number {
  const ms = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}+05:30`);
  if (Number.isNaN(ms)) throw new RangeError(`not an Indian day and time: ${day} ${time}`);
  return ms;
}

/** The first instant after `afterMs` at which the clock in India shows `time`. */
export function nextIstTime(afterMs: number, time: TimeOfDay): number {
  const today = istInstant(tradingDayOf(afterMs), time);
  return today > afterMs ? today : today + DAY_MS;
}

/** @param days - may be negative */
export function addDays(day: TradingDay, days: number): TradingDay {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from one day to a later one; negative when it is earlier. */
export function daysBetween(from: TradingDay, to: TradingDay): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(day: TradingDay): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** The time of day in India as people read it: `3:30 PM IST`. */
export function istClockText(instantMs: number): string {
  const ist = new Date(instantMs + IST_OFFSET_MS);
  const hours = ist.getUTCHours();
  const minutes = String(ist.getUTCMinutes()).padStart(2, '0');
  return `${hours % 12 === 0 ? 12 : hours % 12}:${minutes} ${hours < 12 ? 'AM' : 'PM'} IST`;
}
