// Instants and dates as the guide writes them.
import type { TradingDay } from '../../domain/trading-time.js';

/** `2025-10-10T10:00:00Z` */
export function utc(at: Date | number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

export function utcOrNull(at: Date | null): string | null {
  return at === null ? null : utc(at);
}

/** With milliseconds: `2025-10-10T03:50:00.004Z` */
export function utcPrecise(at: Date | string): string {
  return new Date(at).toISOString();
}

export function utcPreciseOrNull(at: Date | string | null): string | null {
  return at === null ? null : utcPrecise(at);
}

/** A date in India in the guide's form: `2025-11-10T00:00:00Z`. */
export function dateAsInstant(day: TradingDay): string {
  return `${day}T00:00:00Z`;
}
