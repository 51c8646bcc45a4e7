// Sends one webhook: to the address that was checked, never following a redirect, within a time and an answer size.
import type { LookupFunction } from 'node:net';
import { Agent, request, type Dispatcher } from 'undici';
import { retryAfterSeconds } from './retry-after.js';
import { checkedAddress, webhookUrlProblem, type CheckedAddress, type ResolveHost } from './webhook-address.js';

export type WebhookRequest = { url: string; headers: Record<string, string>; body: string };

/** `refused`: nothing was sent, the address may not be called. `failure`: no whole answer; `code` names why. */
export type WebhookAnswer =
  | {
      kind: 'response';
      status: number;
      retryAfterS?: number;
      /** the answer's text, cut short; absent when there was none */ text?: string;
    }
  | { kind: 'refused'; reason: string }
  | { kind: 'failure'; code: string };

export type SendWebhook = (webhook: WebhookRequest) => Promise<WebhookAnswer>;

export type WebhookHttpOptions = {
  /** True allows only https and public addresses. */
  production: boolean;
  /** For resolving, connecting, sending and reading together. @default 15000 */
  timeoutMs?: number;
  /** @default the system's resolver */
  resolve?: ResolveHost;
};

/** Most bytes of an answer that are read before the connection is closed. */
const MAX_ANSWER_BYTES = 16_384;

/** The returned function never throws on what the other side does. */
export function createWebhookHttp({ production, timeoutMs = 15_000, resolve }: WebhookHttpOptions): SendWebhook {
  return async (webhook) => {
    const problem = webhookUrlProblem(webhook.url, production);
    if (problem) return { kind: 'refused', reason: `the URL ${problem}` };
    const signal = AbortSignal.timeout(timeoutMs);
    const address = await checkedAddress(new URL(webhook.url), !production, resolve);
    if ('problem' in address) return { kind: 'refused', reason: address.problem };
    // One connection per delivery: a kept one would outlive the check of its address.
    const agent = new Agent({ connect: { lookup: pinned(address), timeout: timeoutMs }, pipelining: 0 });
    try {
      return await post(webhook, agent, signal);
    } catch (error) {
      return { kind: 'failure', code: failureCode(error) };
    } finally {
      await agent.destroy();
    }
  };
}

async function post(webhook: WebhookRequest, dispatcher: Dispatcher, signal: AbortSignal): Promise<WebhookAnswer> {
  // undici's `request` follows no redirect.
  const answer = await request(webhook.url, {
    method: 'POST',
    headers: webhook.headers,
    body: webhook.body,
    dispatcher,
    signal,
  });
  const text = await beginningOf(answer.body);
  const header = answer.headers['retry-after'];
  const retryAfterS = retryAfterSeconds(typeof header === 'string' ? header : undefined, Date.now());
  return {
    kind: 'response',
    status: answer.statusCode,
    ...(retryAfterS !== undefined && { retryAfterS }),
    ...(text !== undefined && { text }),
  };
}

/** What an answer begins with, if it is text. The status line is the answer: whether the rest arrives whole changes nothing. */
async function beginningOf(body: Dispatcher.ResponseData['body']): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > MAX_ANSWER_BYTES) break;
    }
  } catch (error) {
    chunks.push(Buffer.from(` [broken off: ${failureCode(error)}]`));
  }
  const read = Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES);
  return read.length === 0 || read.includes(0) ? undefined : read.toString('utf8');
}

/** Answers every look-up with the address that was checked: a second DNS answer cannot slip in between. */
function pinned({ address, family }: CheckedAddress): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}

/** A short code, never the error itself: it carries the request's headers. */
function failureCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return 'timeout';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return code ?? error.name;
}
