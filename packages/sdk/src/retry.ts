// Sends one request until it has an answer to go by. What changes something is sent again only where that cannot do it twice.
import { QuantLeapError } from './errors.js';

export type RetryOptions = {
  /** Attempts after the first. */
  maxRetries: number;
  /** Milliseconds that one attempt may take. */
  timeoutMs: number;
  fetch: (request: Request) => Promise<Response>;
  sleep: (ms: number) => Promise<void>;
  random: () => number;
};

/** Milliseconds; doubled by each attempt, and up to half of it taken off at random. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;
/** A Retry-After beyond this is the caller's to wait for. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/** Answers that say that nothing was done. */
const NOT_DONE = new Set([429]);
/** Answers that say nothing about what was done. */
const IN_DOUBT = new Set([500, 502, 503, 504]);

/**
 * @returns the answer, whatever its status
 * @throws QuantLeapError `no_answer` when none came
 */
export async function sendWithRetries(request: Request, options: RetryOptions): Promise<Response> {
  const idempotencyKey = request.headers.get('idempotency-key') ?? undefined;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const isRepeatable = isRead || idempotencyKey !== undefined;
  for (let attempt = 0; ; attempt += 1) {
    const isLast = attempt >= options.maxRetries;
    let response: Response;
    try {
      const signal = AbortSignal.any([request.signal, AbortSignal.timeout(options.timeoutMs)]);
      response = await options.fetch(new Request(request.clone(), { signal }));
    } catch (error) {
      const mayHaveLeft = !neverLeft(error);
      if (!request.signal.aborted && (isRepeatable || !mayHaveLeft) && !isLast) {
        await options.sleep(backoffMs(attempt, options.random));
        continue;
      }
      const url = new URL(request.url);
      throw new QuantLeapError(`${request.method} ${url.origin}${url.pathname} got no answer: ${wordsOf(error)}`, {
        mayHaveHappened: !isRepeatable && mayHaveLeft,
        idempotencyKey,
        cause: error,
      });
    }
    const waitMs = isLast ? undefined : await waitBefore(response, isRepeatable, backoffMs(attempt, options.random));
    if (waitMs === undefined) return response;
    await response.body?.cancel();
    await options.sleep(waitMs);
  }
}

/** @returns milliseconds until the next attempt; undefined when the answer stands */
async function waitBefore(response: Response, isRepeatable: boolean, backoff: number): Promise<number | undefined> {
  const { status } = response;
  const isWorthIt = NOT_DONE.has(status) || (isRepeatable && (IN_DOUBT.has(status) || (await isInFlight(response))));
  if (!isWorthIt) return undefined;
  const asked = retryAfterMs(response.headers.get('retry-after'));
  if (asked === undefined) return backoff;
  return asked > LONGEST_RETRY_AFTER_MS ? undefined : Math.max(asked, backoff);
}

/** Whether the first request with this Idempotency-Key is still being handled. */
async function isInFlight(response: Response): Promise<boolean> {
  if (response.status !== 409) return false;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return typeof body === 'object' && body !== null && 'code' in body && body.code === 'idempotency_in_flight';
}

/** `Retry-After` as seconds or a date, in milliseconds. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function backoffMs(attempt: number, random: () => number): number {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  return longest * (1 - random() / 2);
}

/** Whether there was nobody to send it to. */
function neverLeft(error: unknown): boolean {
  const code = causeOf(error)?.code;
  return code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN';
}

/** fetch keeps what happened in its error's cause. */
function causeOf(error: unknown): NodeJS.ErrnoException | undefined {
  return error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
}

function wordsOf(error: unknown): string {
  const cause = causeOf(error);
  if (cause) return cause.code ?? cause.message;
  return error instanceof Error ? error.message : String(error);
}
