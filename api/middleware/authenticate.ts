// Who is asking? Keys are looked up by their public half and compared as keyed hashes, in the same time whether known or not.
import { createHmac } from 'node:crypto';
import { keyedHash, sameHash } from '../../platform/keyed-hash.js';
import type { PartnerKey } from '../../db/repositories/partner-keys.js';
import type { Callers, OperatorCaller, PartnerCaller } from '../caller.js';
import { refuse, type Refusal } from '../errors.js';
import type { Auth } from '../route.js';
import type { ApiServices } from '../services.js';

type Headers = { authorization: string; partnerSecret: string };
type Services = Pick<ApiServices, 'config' | 'partnerKeys' | 'operators' | 'clock'>;

/** How long a key is used without asking the database again: the longest a revoked key still works. */
const CACHE_MS = 5_000;
const CACHE_ENTRIES = 1_000;
const LONGEST_SECRET = 200;
/** Compared against when the key is unknown. */
const NO_HASH = Buffer.alloc(32);

type CachedKey = { key: PartnerKey; untilMs: number; useNoted: boolean };

export class Authenticator {
  private readonly cache = new Map<string, CachedKey>();

  constructor(private readonly services: Services) {}

  /** @returns the caller, or the 401 that a route of this kind answers */
  async authenticate(auth: Auth, headers: Headers): Promise<Callers[Auth] | Refusal> {
    if (auth === 'public') return { kind: 'public' };
    const token = bearer(headers.authorization);
    return auth === 'partner' ? this.partner(token, headers.partnerSecret) : this.operator(token);
  }

  private async partner(publicKey: string, secret: string): Promise<PartnerCaller | Refusal> {
    const found = isPlausible(publicKey, 'pk_') && isPlausible(secret, 'sk_') ? await this.keyOf(publicKey) : undefined;
    const matches = sameHash(keyedHash(this.services.config.apiKeyPepper, secret), found?.key.secretHash ?? NO_HASH);
    if (!found || !matches) return refuse('invalid_partner_keys', { headers: challenge('partner') });
    const { key } = found;
    if (!found.useNoted) {
      found.useNoted = true;
      await this.services.partnerKeys.noteUse(key.publicKey);
    }
    return {
      kind: 'partner',
      partnerId: key.partnerId,
      mode: key.mode,
      publicKey: key.publicKey,
      brokerName: key.brokerName,
      brokerWire: key.brokerWire,
      callbackUrl: key.callbackUrl,
      showPerformance: key.showPerformance,
      rateLimitPerMinute: key.rateLimitPerMinute ?? this.services.config.rateLimitPerMinute,
      replayKey: replayKeyOf(secret),
    };
  }

  private async keyOf(publicKey: string): Promise<CachedKey | undefined> {
    const nowMs = this.services.clock();
    const cached = this.cache.get(publicKey);
    if (cached && cached.untilMs > nowMs) return cached;
    const key = await this.services.partnerKeys.find(publicKey);
    this.cache.delete(publicKey);
    if (this.cache.size >= CACHE_ENTRIES) this.cache.clear();
    if (!key) return undefined;
    const fresh = { key, untilMs: nowMs + CACHE_MS, useNoted: false };
    this.cache.set(publicKey, fresh);
    return fresh;
  }

  private async operator(token: string): Promise<OperatorCaller | Refusal> {
    const hash = keyedHash(this.services.config.apiKeyPepper, token);
    const operator = isPlausible(token, 'op_') ? await this.services.operators.findByTokenHash(hash) : undefined;
    return operator
      ? { kind: 'operator', name: operator.name, replayKey: replayKeyOf(token) }
      : refuse('invalid_operator_token', { headers: challenge('operator') });
  }
}

function replayKeyOf(secret: string): Buffer {
  return createHmac('sha256', secret).update('idempotency-answer').digest();
}

function bearer(header: string): string {
  return /^Bearer +(\S+) *$/i.exec(header)?.[1] ?? '';
}

function isPlausible(value: string, prefix: string): boolean {
  return value.startsWith(prefix) && value.length <= LONGEST_SECRET;
}

function challenge(realm: string): Record<string, string> {
  return { 'WWW-Authenticate': `Bearer realm="QuantLeap ${realm}"` };
}
