// Who is logged in at a simulated broker. Access tokens carry their own claims, so a session outlives a restart of the simulators.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { LoginForm } from './login-page.js';
import { nextIstTime } from '../../domain/trading-time.js';

export type Session = { clientId: string; apiKey: string; issuedAtMs: number; expiresAtMs: number };
type Grant = Session & { accessToken: string };
type OneTimeToken = { clientId: string; apiKey: string; redirectUri: string; expiresAtMs: number };
export type TokenExchange = { ok: true; grant: Grant } | { ok: false; reason: 'api_key' | 'proof' | 'token' };

/** How a broker's sessions end. */
export type SessionRules = {
  /** IST time of day at which all sessions end, HH:MM. */
  endAtIst: string;
  /** A login less than this before the end lasts until the next day's. */
  shortestMs: number;
};

/** The secret of every api_key that has not registered another one. */
const DEFAULT_SECRET = 'test_api_secret';
const ONE_TIME_TOKEN_LIFE_MS = 5 * 60_000;
/** Fixed, so that tokens stay valid across restarts; it protects nothing but made-up money. */
const SIGNING_KEY = 'quantleap-simulator';
const REMEMBERED = 100_000;

export class Sessions {
  /** @param wire - its name: a token serves on the wire that issued it only */
  constructor(
    private readonly wire: string,
    private readonly rules: SessionRules,
  ) {}

  private readonly secrets = new Map<string, string>();
  private readonly oneTimeTokens = new Map<string, OneTimeToken>();
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
  issueOneTimeToken({ apiKey, clientId, redirectUri }: LoginForm, nowMs: number): string {
    for (const [token, { expiresAtMs }] of this.oneTimeTokens) {
      if (expiresAtMs > nowMs && this.oneTimeTokens.size < REMEMBERED) break;
      this.oneTimeTokens.delete(token);
    }
    const token = randomBytes(16).toString('hex');
    this.oneTimeTokens.set(token, { clientId, apiKey, redirectUri, expiresAtMs: nowMs + ONE_TIME_TOKEN_LIFE_MS });
    return token;
  }

  /**
   * Trades a one-time token for an access token. A wrong proof leaves the one-time token usable.
   * @param proves - whether what the caller brought shows that it knows the app's secret
   */
  exchange(apiKey: string, token: string, proves: (secret: string) => boolean, nowMs: number): TokenExchange {
    if (!this.knowsApp(apiKey)) return { ok: false, reason: 'api_key' };
    if (!proves(this.secrets.get(apiKey) ?? DEFAULT_SECRET)) return { ok: false, reason: 'proof' };
    const pending = this.oneTimeTokens.get(token);
    if (!pending || pending.apiKey !== apiKey || pending.expiresAtMs <= nowMs) return { ok: false, reason: 'token' };
    this.oneTimeTokens.delete(token);
    return { ok: true, grant: this.grant(apiKey, pending.clientId, nowMs) };
  }

  /** The callback address that a one-time token was sent to: for wires whose exchange must repeat it. */
  redirectOf(token: string): string | undefined {
    return this.oneTimeTokens.get(token)?.redirectUri;
  }

  /** Forgets a one-time token: for wires on which any use, a failed one too, is the last. */
  discard(token: string): void {
    this.oneTimeTokens.delete(token);
  }

  /** The api_key of a one-time token: for wires whose exchange does not name it. */
  apiKeyOf(token: string): string | undefined {
    return this.oneTimeTokens.get(token)?.apiKey;
  }

  /** An access token at once: for wires that hand it out in the redirect. */
  grant(apiKey: string, clientId: string, nowMs: number): Grant {
    const expiresAtMs = nextIstTime(nowMs + this.rules.shortestMs, this.rules.endAtIst);
    const session = { clientId, apiKey, issuedAtMs: nowMs, expiresAtMs };
    const claims = Buffer.from(JSON.stringify(session)).toString('base64url');
    return { ...session, accessToken: `${claims}.${this.sign(claims)}` };
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
    const expected = this.sign(claims);
    if (signature.length !== expected.length || !timingSafeEqual(Buffer.from(signature), Buffer.from(expected)))
      return undefined;
    const session = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Session;
    if (this.verified.size >= REMEMBERED) this.verified.clear();
    this.verified.set(accessToken, session);
    return session;
  }

  private sign(claims: string): string {
    return createHmac('sha256', `${SIGNING_KEY} ${this.wire}`).update(claims).digest('base64url').slice(0, 32);
  }
}
