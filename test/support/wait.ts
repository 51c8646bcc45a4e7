// Tests wait on conditions, never for a guessed time.
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @param condition - asked again and again until it gives something truthy; a throw counts as "not yet"
 * @param options - `timeoutMs` in milliseconds; `description` completes "… did not happen"
 * @returns what the condition gave
 * @throws Error with the description, and the last error of the condition as its cause
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 10_000, description }: { timeoutMs?: number; description: string },
): Promise<NonNullable<T>> {
  const deadline = Date.now() + timeoutMs;
  for (let cause: unknown; ; await sleep(50)) {
    try {
      const value = await condition();
      if (value) return value;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadline) throw new Error(`Within ${timeoutMs} ms: ${description} did not happen`, { cause });
  }
}
