// Amounts, times and words as people in India read them.
const RUPEES = new Intl.NumberFormat('en-IN', { style: 'currency', currency: 'INR' });
const SIGNED = new Intl.NumberFormat('en-IN', { style: 'currency', currency: 'INR', signDisplay: 'exceptZero' });
const IST = { timeZone: 'Asia/Kolkata' } as const;
const MOMENT = new Intl.DateTimeFormat('en-IN', { ...IST, dateStyle: 'medium', timeStyle: 'short' });
const TIME = new Intl.DateTimeFormat('en-IN', { ...IST, timeStyle: 'short' });
const DATE = new Intl.DateTimeFormat('en-IN', { ...IST, dateStyle: 'medium' });
const UTC_DATE = new Intl.DateTimeFormat('en-IN', { timeZone: 'UTC', dateStyle: 'medium' });

export const rupees = (amount: number): string => RUPEES.format(amount);
/** With a plus where it is a gain. */
export const profit = (amount: number): string => SIGNED.format(amount);
/** Sums rupees as whole paise: fractions of binary numbers do not add up. */
export const sumOf = (amounts: readonly number[]): number =>
  amounts.reduce((paise, amount) => paise + Math.round(amount * 100), 0) / 100;

/** @param at - RFC 3339 */
export const moment = (at: string): string => `${MOMENT.format(new Date(at))} IST`;
export const timeOfDay = (at: string): string => `${TIME.format(new Date(at))} IST`;
export const date = (at: string): string => DATE.format(new Date(at));
/** A day: `YYYY-MM-DD`, alone or written as midnight UTC. */
export const day = (text: string): string => UTC_DATE.format(new Date(text));
/** @param clock - HH:MM in India */
export const clockTime = (clock: string): string => `${clock} IST`;

/** `execution_completed` → `Execution completed`. */
export function words(code: string): string {
  const text = code.replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
