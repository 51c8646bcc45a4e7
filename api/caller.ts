// Who is asking: what authentication hands to handlers. Every call on tenant data takes partner and mode from here.
import type { Mode } from '../domain/mode.js';

export type PartnerCaller = {
  kind: 'partner';
  partnerId: string;
  mode: Mode;
  publicKey: string;
  brokerName: string;
  /** The wire the partner has chosen; null: the broker's default. */
  brokerWire: string | null;
  callbackUrl: string;
  showPerformance: boolean;
  rateLimitPerMinute: number;
  /** Derived from the secret as presented; seals stored answers so that only a holder of the secret can have them replayed. */
  replayKey: Buffer;
};
export type OperatorCaller = {
  kind: 'operator';
  name: string;
  /** As a partner's, derived from the token. */
  replayKey: Buffer;
};
type PublicCaller = { kind: 'public' };

export type Callers = { partner: PartnerCaller; operator: OperatorCaller; public: PublicCaller };
export type Caller = Callers[keyof Callers];
