// What a magic client id does to its account: which orders it spares, and when its session or its connection is gone.
import type { BrokerSession } from '../port.js';
import type { PaperOrder } from './book.js';
import { isMagic } from './magic.js';
import { grantedAtMs } from './session.js';

/** The broker takes orders for so long after the first one of a session that is lost with it: all of one burst. */
const BURST_MS = 1_000;

type Wish = Pick<PaperOrder, 'tradingsymbol' | 'side'>;

/** Whether an order closes what the account holds: a magic client id is about entries, not about getting out again. */
export function closes(earlier: readonly Wish[], order: Wish): boolean {
  return earlier.some((o) => o.tradingsymbol === order.tradingsymbol && o.side !== order.side);
}

/**
 * Whether the broker has ended a session for its orders: those of the first entry of the day, when none came before its login.
 * @param orders - the account's, oldest first; @param beforeMs - epoch ms; later ones do not count
 */
export function hasLostLogin(session: BrokerSession, orders: readonly PaperOrder[], beforeMs: number): boolean {
  if (!isMagic(session.clientId, 'lostLogin')) return false;
  const opening = orders.filter((o, i) => o.placedAtMs <= beforeMs && !closes(orders.slice(0, i), o));
  return opening.length > 0 && opening.every((o) => o.placedAtMs >= grantedAtMs(session));
}

/** As `hasLostLogin`, for an order that wants to be placed now: the burst that ends the session is still taken. */
export function refusesLogin(session: BrokerSession, orders: readonly PaperOrder[], nowMs: number): boolean {
  return hasLostLogin(session, orders, nowMs - BURST_MS);
}
