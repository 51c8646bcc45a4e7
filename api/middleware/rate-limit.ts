// 60 requests a minute per key, counted in Postgres so that every API process sees the same; bad keys are counted per address.
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../../db/sql.js';
import { refuse, type Refusal } from '../errors.js';

const WINDOW_S = 60;

export type RateVerdict = { headers: Record<string, string>; refusal?: Refusal };

export class RateLimits {
  private readonly limiters = new Map<number, RateLimiterPostgres>();
  private readonly badKeys: RateLimiterMemory;

  /** @param badKeysPerMinute - failed authentications one address may make in a minute */
  constructor(
    private readonly db: Database,
    badKeysPerMinute: number,
  ) {
    this.badKeys = new RateLimiterMemory({ points: badKeysPerMinute, duration: WINDOW_S });
  }

  /** Counts a request of a key. The headers go on whatever is answered. @throws the driver's error when Postgres is away */
  async count(publicKey: string, perMinute: number): Promise<RateVerdict> {
    return verdict(await consumed(this.limiterOf(perMinute).consume(publicKey)), perMinute);
  }

  /** Counts a failed authentication. @returns the 429 when the address has made too many */
  async countBadKey(address: string, perMinute: number): Promise<Refusal | undefined> {
    return verdict(await consumed(this.badKeys.consume(address)), perMinute).refusal;
  }

  private limiterOf(perMinute: number): RateLimiterPostgres {
    const known = this.limiters.get(perMinute);
    if (known) return known;
    const limiter = new RateLimiterPostgres({
      storeClient: this.db.pool,
      storeType: 'pool',
      tableName: 'rate_limit',
      tableCreated: true,
      keyPrefix: 'key',
      points: perMinute,
      duration: WINDOW_S,
      // A key that is over its limit is refused from memory until its minute ends: hammering costs the database nothing.
      inMemoryBlockOnConsumed: perMinute + 1,
    });
    this.limiters.set(perMinute, limiter);
    return limiter;
  }
}

type Count = { allowed: boolean; remaining: number; resetS: number };

async function consumed(attempt: Promise<RateLimiterRes>): Promise<Count> {
  try {
    return countOf(await attempt, true);
  } catch (rejection) {
    if (rejection instanceof RateLimiterRes) return countOf(rejection, false);
    throw rejection;
  }
}

function countOf(result: RateLimiterRes, allowed: boolean): Count {
  return {
    allowed,
    remaining: allowed ? result.remainingPoints : 0,
    resetS: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
  };
}

/** @see draft-ietf-httpapi-ratelimit-headers-11 (read 24 Nov 2026): q = quota, w = window, r = remaining, t = seconds left */
function verdict(count: Count, perMinute: number): RateVerdict {
  const headers = {
    'RateLimit-Policy': `"default";q=${perMinute};w=${WINDOW_S}`,
    RateLimit: `"default";r=${count.remaining};t=${count.resetS}`,
    'X-RateLimit-Limit': String(perMinute),
    'X-RateLimit-Remaining': String(count.remaining),
    'X-RateLimit-Reset': String(count.resetS),
  };
  if (count.allowed) return { headers };
  return {
    headers,
    refusal: refuse('rate_limited', {
      message: `More than ${perMinute} requests in a minute: wait ${count.resetS} s, then retry with exponential back-off`,
      headers: { 'Retry-After': String(count.resetS) },
    }),
  };
}
