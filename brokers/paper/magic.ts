// The sandbox's magic values: client ids, api_keys and request tokens that provoke each error a partner must handle.
import type { PaperBehaviour } from './book.js';

/** Prefixes of client ids (upper case). */
export const MAGIC_CLIENT_IDS = {
  /** Every order is refused for want of margin (AB-1003). */
  noFunds: 'NOFUNDS',
  /** Every order is accepted and then REJECTED. */
  rejected: 'REJECT',
  /** Half the lots of every order fill; the rest stays OPEN. */
  partial: 'PARTIAL',
  /** Every order stays OPEN. */
  rests: 'NOFILL',
  /** The broker ends the session at the first order of an entry, which it refuses (AB-1005). */
  revoked: 'REVOKED',
  /** The broker takes the first orders after a login and ends the session at once; another login the same day lasts. */
  lostLogin: 'LOSTLOGIN',
  /** Orders, funds and the order book get no connection; prices come. */
  down: 'DOWN',
  /** Orders are answered after two seconds and filled after three. */
  slow: 'SLOW',
} as const;

const BEHAVIOURS: readonly [prefix: string, behaviour: PaperBehaviour][] = [
  [MAGIC_CLIENT_IDS.rejected, 'rejected'],
  [MAGIC_CLIENT_IDS.partial, 'partial'],
  [MAGIC_CLIENT_IDS.rests, 'rests'],
  [MAGIC_CLIENT_IDS.slow, 'slow'],
];

/** Prefixes of api_keys. */
export const MAGIC_API_KEYS = {
  /** The broker does not know the key. */
  invalid: 'invalid',
  /** The broker does not answer. */
  unreachable: 'unreachable',
} as const;

/** Prefixes of request tokens; one that does not begin with `mock_` is refused. */
export const MAGIC_REQUEST_TOKENS = {
  any: 'mock_',
  /** Refused. */
  invalid: 'mock_invalid',
  /** Grants a session that is over already. */
  expired: 'mock_expired',
} as const;

/** What becomes of the orders of a client. */
export function behaviourOf(clientId: string): PaperBehaviour {
  return BEHAVIOURS.find(([prefix]) => clientId.startsWith(prefix))?.[1] ?? 'normal';
}

/** Whether a client's id is one of this magic kind. */
export function isMagic(clientId: string, kind: keyof typeof MAGIC_CLIENT_IDS): boolean {
  return clientId.startsWith(MAGIC_CLIENT_IDS[kind]);
}

/** Whether a client's id is of no magic kind. */
export function isPlain(clientId: string): boolean {
  return !Object.values(MAGIC_CLIENT_IDS).some((prefix) => clientId.startsWith(prefix));
}
