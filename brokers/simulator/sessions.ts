// Who is logged in at a simulated broker. Access tokens carry their own claims, so a session outlives a restart of the simulators.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { nextIstTime } from '../../domain/trading-time.js';

export type Session = { clientId: string; apiKey: string; issuedAtMs: number; expiresAtMs: number };
type Grant = Session & { accessToken: string };
export type TokenExchange =
  { ok: true; grant: Grant } | { ok: false; reason: 'api_key' | 'checksum' | 'request_token' };

/** The secret of every api_key that has not registered another one. */
const DEFAULT_SECRET = 'test_api_secret';
const REQUEST_TOKEN_LIFE_MS = 5 * 60_000;
/** The broker ends all sessions at 06:00 IST; a login in its last half hour lasts until the next day's. */
const SESSIONS_END = '06:00';
const SHORTEST_SESSION_MS = 30 * 60_000;
/** Fixed, so that tokens stay valid across restarts; it protects nothing but made-up money. */
const SIGNING_KEY = 'quantleap-simulator';
const REMEMBERED = 100_000;

export class Sessions {
  private readonly secrets = new Map<string, string>();
  private readonly requestTokens = new Map<string, { clientId: string; apiKey: string; expiresAtMs: number }>();
  private readonly revokedAtMs = new Map<string, number>();
  private readonly verified = new Map<string, Session>();

  registerApp(apiKey: string, apiSecret: string): void {
    this.secrets.set(apiKey, apiSecret);
  }

  /** Every api_key is known but those that begin with `invalid` and were not registered. */
  knowsApp(apiKey: string): boolean {
    return apiKey !== '' && (this.secrets.has(apiKey) || !apiKey.startsWith('invalid'));
  }

  /** A one-time token for the redirect after a login; lasts five minutes. */
  issueRequestToken(apiKey: string, clientId: string, nowMs: number): string {
    for (const [token, { expiresAtMs }] of this.requestTokens) {
      if (expiresAtMs > nowMs && this.requestTokens.size < REMEMBERED) break;
      this.requestTokens.delete(token);
    }
    const token = randomBytes(16).toString('hex');
    this.requestTokens.set(token, { clientId, apiKey, expiresAtMs: nowMs + REQUEST_TOKEN_LIFE_MS });
    return token;
  }

  /** Trades a request token for an access token. A wrong checksum leaves the request token usable. */
  exchange(apiKey: string, requestToken: string, checksum: string, nowMs: number): TokenExchange {
    if (!this.knowsApp(apiKey)) return { ok: false, reason: 'api_key' };
    const secret = this.secrets.get(apiKey) ?? DEFAULT_SECRET;
    const expected = createHash('sha256').update(`${apiKey}${requestToken}${secret}`).digest('hex');
    if (checksum.toLowerCase() !== expected) return { ok: false, reason: 'checksum' };
    const pending = this.requestTokens.get(requestToken);
    if (!pending || pending.apiKey !== apiKey || pending.expiresAtMs <= nowMs)
      return { ok: false, reason: 'request_token' };
    this.requestTokens.delete(requestToken);
    return {
      ok: true,
      grant: grantFor({ clientId: pending.clientId, apiKey, issuedAtMs: nowMs, expiresAtMs: expiryOf(nowMs) }),
    };
  }

  /** The session of a token and whether it still serves; undefined for a token this broker never issued. */
  find(accessToken: string, nowMs: number): { session: Session; alive: boolean } | undefined {
    const session = this.verified.get(accessToken) ?? this.verify(accessToken);
    if (!session) return undefined;
    const revokedAtMs = this.revokedAtMs.get(session.clientId);
    const alive = session.expiresAtMs > nowMs && (revokedAtMs === undefined || session.issuedAtMs > revokedAtMs);
    return { session, alive };
  }

  /** Kills every token the client holds; only another login helps. */
  revoke(clientId: string, nowMs: number): void {
    this.revokedAtMs.set(clientId, nowMs);
  }

  private verify(accessToken: string): Session | undefined {
    const [claims = '', signature = ''] = accessToken.split('.');
    const expected = sign(claims);
    if (signature.length !== expected.length || !timingSafeEqual(Buffer.from(signature), Buffer.from(expected)))
      return undefined;
    const session = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Session;
    if (this.verified.size >= REMEMBERED) this.verified.clear();
    this.verified.set(accessToken, session);
    return session;
  }
}

function expiryOf(nowMs: number): number {
  return nextIstTime(nowMs + SHORTEST_SESSION_MS, SESSIONS_END);
}

function grantFor(session: Session): Grant {
  const claims = Buffer.from(JSON.stringify(session)).toString('base64url');
  return { ...session, accessToken: `${claims}.${sign(claims)}` };
}

function sign(claims: string): string {
  return createHmac('sha256', SIGNING_KEY).update(claims).digest('base64url').slice(0, 32);
}
