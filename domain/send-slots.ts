// When orders of one account may leave: never more than so many in any second, however the seconds are cut.

/** Brokers count over a sliding second; a tenth more is for orders that leave or arrive a little off their instant. */
export const SLOT_WINDOW_MS = 1_100;

/**
 * The earliest instants for further orders, so that no window holds more than the allowance.
 * @param taken - epoch ms of the account's orders near or after `fromMs`, in any order
 * @param perSecond - most orders in one window, at least 1
 * @returns one instant (epoch ms) per order, ascending, not before `fromMs`
 */
export function bookSlots(taken: readonly number[], count: number, fromMs: number, perSecond: number): number[] {
  const all = [...taken];
  const booked: number[] = [];
  for (let atMs = fromMs; booked.length < count;) {
    if (fits(all, atMs, perSecond)) {
      all.push(atMs);
      booked.push(atMs);
    } else atMs = nextChange(all, atMs);
  }
  return booked;
}

/** Whether every window around an instant has room for one more order at it. */
function fits(all: readonly number[], atMs: number, perSecond: number): boolean {
  const near = all.filter((t) => Math.abs(t - atMs) < SLOT_WINDOW_MS);
  const begins = [atMs, ...near.filter((t) => t < atMs)];
  return begins.every((from) => near.filter((t) => t >= from && t < from + SLOT_WINDOW_MS).length < perSecond);
}

/** The next instant at which an order falls out of the window before it. */
function nextChange(all: readonly number[], atMs: number): number {
  return Math.min(...all.map((t) => t + SLOT_WINDOW_MS).filter((t) => t > atMs));
}
