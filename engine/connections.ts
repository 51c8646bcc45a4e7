// Warm keep-alive connections per broker host: one per order of a burst, so that no order waits behind another's round trip.
import { Client, errors } from 'undici';
import type { WireAnswer, WireRequest } from '../brokers/port.js';
import type { Stop } from './stops.js';

/** Most connections to one host. */
const MAX_CONNECTIONS = 2_048;
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

/** `stopped` when the guard kept it from leaving: then no byte of it has left. */
export type SentAnswer = { answer: WireAnswer; sentAtMs: number | undefined; answeredAtMs: number; stopped?: Stop };
/** Asked at the moment of writing; a stop keeps the request from leaving. */
export type SendGuard = () => Stop | undefined;

export class Connections {
  private readonly hosts = new Map<string, Host>();

  /** Opens connections up to `count` and has each answer `request` once. Failures are left to the send itself. */
  async warm(request: WireRequest, count: number): Promise<void> {
    const wanted = Math.min(count, MAX_CONNECTIONS);
    const host = this.host(request.origin);
    while (host.lines.length < wanted) host.lines.push(newLine(request.origin));
    await Promise.allSettled(
      host.lines.filter((line) => line.busy === 0).map((line) => use(line, request, () => undefined)),
    );
  }

  /** Sends one request on a free connection, once. Never throws, never retries. */
  send(request: WireRequest, guard: SendGuard): Promise<SentAnswer> {
    return use(freeLine(this.host(request.origin), request.origin), request, guard);
  }

  async close(): Promise<void> {
    const lines = [...this.hosts.values()].flatMap((host) => host.lines);
    this.hosts.clear();
    await Promise.all(lines.map((line) => line.client.destroy()));
  }

  private host(origin: string): Host {
    const host = this.hosts.get(origin) ?? { lines: [], next: 0 };
    this.hosts.set(origin, host);
    return host;
  }
}

/** One connection and how many requests wait on it. */
type Line = { client: Client; busy: number };
type Host = { lines: Line[]; next: number };

/** The next idle connection: none waits behind an answer that does not come. All busy: one more, or at the limit the next. */
function freeLine(host: Host, origin: string): Line {
  for (let tried = 0; tried < host.lines.length; tried += 1) {
    const line = host.lines[host.next++ % host.lines.length];
    if (line?.busy === 0) return line;
  }
  const line = host.lines.length < MAX_CONNECTIONS ? newLine(origin) : host.lines[host.next++ % host.lines.length];
  if (!line) throw new Error(`no connection to ${origin}`);
  if (host.lines.length < MAX_CONNECTIONS) host.lines.push(line);
  return line;
}

function newLine(origin: string): Line {
  const client = new Client(origin, {
    pipelining: 1,
    keepAliveTimeout: 60_000,
    headersTimeout: ANSWER_TIMEOUT_MS,
    bodyTimeout: ANSWER_TIMEOUT_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  });
  return { client, busy: 0 };
}

async function use(line: Line, request: WireRequest, guard: SendGuard): Promise<SentAnswer> {
  line.busy += 1;
  const answer = await exchange(line.client, request, guard);
  line.busy -= 1;
  return answer;
}

function exchange(client: Client, request: WireRequest, guard: SendGuard): Promise<SentAnswer> {
  return new Promise((resolve) => {
    let sentAtMs: number | undefined;
    let status = 0;
    const chunks: Buffer[] = [];
    let stopped: Stop | undefined;
    const finish = (answer: WireAnswer) =>
      resolve({ answer, sentAtMs, answeredAtMs: wallClockMs(), ...(stopped && { stopped }) });
    client.dispatch(
      {
        method: request.method,
        path: request.path,
        headers: request.headers,
        body: request.body ?? null,
        idempotent: false,
      },
      {
        onRequestStart(controller) {
          stopped = guard();
          if (stopped) controller.abort(new Error(stopped.reason));
          else sentAtMs = wallClockMs();
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

function codeOf(error: unknown): string {
  if (error instanceof errors.UndiciError || (error instanceof Error && 'code' in error))
    return String((error as { code: unknown }).code);
  return 'UNKNOWN';
}

/** Epoch ms with sub-millisecond digits. */
export function wallClockMs(): number {
  return performance.timeOrigin + performance.now();
}
