// Until when a login serves new entries.
import { nextIstTime, type TimeOfDay } from './trading-time.js';

/**
 * The earlier of the broker's own expiry and the next session end; exits and reads go on until the broker's expiry.
 * @param loggedInAtMs - epoch ms of the login
 */
export function entryValidUntil(loggedInAtMs: number, brokerExpiresAtMs: number, sessionEnd: TimeOfDay): number {
  return Math.min(brokerExpiresAtMs, nextIstTime(loggedInAtMs, sessionEnd));
}
