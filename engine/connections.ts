// Warm keep-alive connections per broker host: one per order of a burst, so that no order waits behind another's round trip.
import { Client, errors } from 'undici';
import type { WireAnswer, WireRequest } from '../brokers/port.js';

/** Most connections to one host. */
const MAX_CONNECTIONS = 512;
const ANSWER_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_MS = 1_500;
/** Failures that prove that no byte of the request can have left. */
const UNSENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export type SentAnswer = { answer: WireAnswer; sentAtMs: number | undefined; answeredAtMs: number };
/** Asked at the moment of writing; a reason stops the request. */
export type SendGuard = () => string | undefined;

export class Connections {
  private readonly hosts = new Map<string, { clients: Client[]; next: number }>();

  /** Opens connections up to `count` and has each answer `request` once. Failures are left to the send itself. */
  async warm(request: WireRequest, count: number): Promise<void> {
    const wanted = Math.min(count, MAX_CONNECTIONS);
    const host = this.host(request.origin);
    while (host.clients.length < wanted) host.clients.push(newClient(request.origin));
    await Promise.allSettled(host.clients.map((client) => exchange(client, request, () => undefined)));
  }

  /** Sends one request on the next connection, once. Never throws, never retries. */
  send(request: WireRequest, guard: SendGuard): Promise<SentAnswer> {
    const host = this.host(request.origin);
    const client = host.clients[host.next % host.clients.length];
    host.next += 1;
    if (!client) throw new Error(`no connection to ${request.origin}`);
    return exchange(client, request, guard);
  }

  async close(): Promise<void> {
    const clients = [...this.hosts.values()].flatMap((host) => host.clients);
    this.hosts.clear();
    await Promise.all(clients.map((client) => client.destroy()));
  }

  private host(origin: string): { clients: Client[]; next: number } {
    let host = this.hosts.get(origin);
    if (!host) {
      host = { clients: [newClient(origin)], next: 0 };
      this.hosts.set(origin, host);
    }
    return host;
  }
}

function newClient(origin: string): Client {
  return new Client(origin, {
    pipelining: 1,
    keepAliveTimeout: 60_000,
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  });
}

function exchange(client: Client, request: WireRequest, guard: SendGuard): Promise<SentAnswer> {
  return new Promise((resolve) => {
    let sentAtMs: number | undefined;
    let status = 0;
    const chunks: Buffer[] = [];
    const finish = (answer: WireAnswer) => resolve({ answer, sentAtMs, answeredAtMs: wallClockMs() });
    client.dispatch(
      {
        method: request.method as 'POST',
        path: request.path,
        headers: request.headers,
        body: request.body ?? null,
        idempotent: false,
      },
      {
        onRequestStart(controller) {
          const stop = guard();
          if (stop === undefined) sentAtMs = wallClockMs();
          else controller.abort(new StoppedError(stop));
        },
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(_controller, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd() {
          finish({ kind: 'response', status, body: Buffer.concat(chunks).toString('utf8') });
        },
        onResponseError(_controller, error) {
          finish({ kind: 'failure', code: codeOf(error), sent: sentAtMs !== undefined && !UNSENT.has(codeOf(error)) });
        },
      },
    );
  });
}

/** A send stopped by its guard before any byte left. */
class StoppedError extends Error {
  override name = 'StoppedError';
  readonly code = 'STOPPED';
}

function codeOf(error: unknown): string {
  if (error instanceof errors.UndiciError || (error instanceof Error && 'code' in error))
    return String((error as { code: unknown }).code);
  return 'UNKNOWN';
}

/** Epoch ms with sub-millisecond digits. */
export function wallClockMs(): number {
  return performance.timeOrigin + performance.now();
}
