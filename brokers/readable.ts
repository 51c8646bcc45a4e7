// What every adapter does to a broker's answer: whatever cannot be read is one error, and no secret is repeated.
import { z } from 'zod';
import { BrokerError } from './errors.js';
import type { WireAnswer } from './port.js';

/** Failures in which no connection existed, whatever the sender believes. */
const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CONNECT_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'];

/** Runs a translation; whatever goes wrong in it means that the broker's answer could not be read. @throws BrokerError `unreachable` */
export function readable<T>(broker: string, what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new BrokerError('unreachable', broker, `unreadable ${what}: ${problemOf(error)}`);
  }
}

/** A JSON object; undefined for any other text. */
export function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A field that holds text; undefined for an empty one and anything else. */
export function textField(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found = (value as Record<string, unknown>)[name];
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** Whether a failure proves that not one byte of the request reached the broker. */
export function neverSent({ code, sent }: Extract<WireAnswer, { kind: 'failure' }>): boolean {
  return !sent || NEVER_CONNECTED.includes(code);
}

/** A broker's message with every secret that it repeats blanked out. */
export function withoutSecrets(message: string, secrets: readonly string[]): string {
  return secrets.filter((s) => s !== '').reduce((text, secret) => text.replaceAll(secret, '[redacted]'), message);
}

function problemOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : 'unknown problem';
  return error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ');
}
