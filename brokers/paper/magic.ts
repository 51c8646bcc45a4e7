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
} as const;

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
  if (clientId.startsWith(MAGIC_CLIENT_IDS.rejected)) return 'rejected';
  if (clientId.startsWith(MAGIC_CLIENT_IDS.partial)) return 'partial';
  return clientId.startsWith(MAGIC_CLIENT_IDS.rests) ? 'rests' : 'normal';
}
