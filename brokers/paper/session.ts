// Sessions of test mode: nobody is asked, and the token says itself when it ends.
import { randomBytes } from 'node:crypto';
import { nextIstTime } from '../../domain/trading-time.js';
import type { BrokerSession, TokenGrant } from '../port.js';
import { MAGIC_REQUEST_TOKENS } from './magic.js';

/** As a broker ends them; a login in the last half hour before lasts until the next day's. */
const SESSIONS_END = '06:00';
const SHORTEST_SESSION_MS = 30 * 60_000;
/** When it ends, something random, when it was granted. */
const TOKEN = /^paper\.(\d+)\.[0-9a-f]+(?:\.(\d+))?$/;

/** The session for a request token, or undefined when it is refused. @param nowMs - epoch ms */
export function grantFor(requestToken: string, clientId: string, nowMs: number): TokenGrant | undefined {
  const { any, invalid, expired } = MAGIC_REQUEST_TOKENS;
  if (!requestToken.startsWith(any) || requestToken.startsWith(invalid)) return undefined;
  const over = requestToken.startsWith(expired);
  const expiresAtMs = over ? nowMs - 1_000 : nextIstTime(nowMs + SHORTEST_SESSION_MS, SESSIONS_END);
  const random = randomBytes(12).toString('hex');
  const accessToken = `paper.${Math.floor(expiresAtMs)}.${random}.${Math.floor(nowMs)}`;
  return { accessToken, expiresAtMs, clientId };
}

/** Whether a session's token was granted here and has not run out. */
export function isAlive({ accessToken }: BrokerSession, nowMs: number): boolean {
  return Number(TOKEN.exec(accessToken)?.[1] ?? 0) > nowMs;
}

/** When a session was granted, epoch ms; 0 where its token does not say. */
export function grantedAtMs({ accessToken }: BrokerSession): number {
  return Number(TOKEN.exec(accessToken)?.[2] ?? 0);
}
