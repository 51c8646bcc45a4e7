// Turns whatever goes wrong in reading an answer into the one error the engine knows for it.
import { z } from 'zod';
import { BrokerError } from '../errors.js';

/** Runs a translation; whatever goes wrong in it means that the broker's answer could not be read. @throws BrokerError `unreachable` */
export function readable<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new BrokerError('unreachable', 'zebu', `unreadable ${what}: ${problemOf(error)}`);
  }
}

function problemOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : 'unknown problem';
  return error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ');
}
