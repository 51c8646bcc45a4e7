// The partners and keys of the development stack, as printed by `npm start`. They never exist in production.
import { MODES, type Mode } from '../../../domain/mode.js';

export const DEVELOPMENT_PARTNERS = [
  { id: 'zebu', name: 'Zebu' },
  { id: 'angel', name: 'Angel One' },
  { id: 'upstox', name: 'Upstox' },
  { id: 'kite', name: 'Zerodha' },
] as const;
export type DevelopmentPartnerId = (typeof DEVELOPMENT_PARTNERS)[number]['id'];

export const DEVELOPMENT_OPERATOR_TOKEN = 'op_dev_XXXXXXXX';

export type KeyPair = { publicKey: string; secret: string };

/** The guide's literal keys: `pk_zebu_test_XXXXXXXX` and `sk_zebu_test_YYYYYYYY`. */
function developmentKeyPair(partnerId: DevelopmentPartnerId, mode: Mode): KeyPair {
  return { publicKey: `pk_${partnerId}_${mode}_XXXXXXXX`, secret: `sk_${partnerId}_${mode}_YYYYYYYY` };
}

/** Where a login ends here: a page of the API that stands in for the partners' own. @param publicBaseUrl - of the API */
export function developmentCallbackUrl(publicBaseUrl: string): string {
  return `${publicBaseUrl.replace(/\/$/, '')}/sandbox/callback`;
}

/** Every partner with each of its key pairs. */
export function developmentKeys(): ({ partnerId: DevelopmentPartnerId; mode: Mode } & KeyPair)[] {
  return DEVELOPMENT_PARTNERS.flatMap(({ id }) =>
    MODES.map((mode) => ({ partnerId: id, mode, ...developmentKeyPair(id, mode) })),
  );
}
