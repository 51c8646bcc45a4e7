// HTTP to a broker for everything but placements, which leave through the dispatcher's own connections.
import { Pool, type Dispatcher } from 'undici';
import type { WireAnswer } from './port.js';

export type WireCall = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Without the base address' own path; with the query. */
  path: string;
  accessToken?: string;
  body?: { type: string; text: string };
  /** What the wire wants besides `accept`, `authorization` and `content-type`. */
  headers?: Record<string, string>;
  /** The whole call. @default the transport's */
  timeoutMs?: number;
};

type Downloaded = { kind: 'response'; status: number; body: Buffer } | Extract<WireAnswer, { kind: 'failure' }>;

/** Each call, whole: connection, headers and body. */
const CALL_TIMEOUT_MS = 5_000;
/** A thousand order books are read at once after an entry: with a broker 60 ms away 32 connections would take two seconds a round. */
const CONNECTIONS = 256;

export class BrokerTransport {
  readonly origin: string;
  /** Path part of the base address, without a slash at its end. */
  readonly prefix: string;
  private readonly pool: Pool;

  /** @param baseUrl - such as `https://kambala.zebu.in` or `http://127.0.0.1:8090/zebu` */
  constructor(
    baseUrl: string,
    private readonly timeoutMs = CALL_TIMEOUT_MS,
  ) {
    const url = new URL(baseUrl);
    this.origin = url.origin;
    this.prefix = url.pathname.replace(/\/$/, '');
    this.pool = new Pool(this.origin, { connections: CONNECTIONS, pipelining: 1, connect: { timeout: timeoutMs } });
  }

  /** Never throws: what went wrong is in the answer. */
  async call(call: WireCall): Promise<WireAnswer> {
    const answer = await this.download(call);
    return answer.kind === 'failure' ? answer : { ...answer, body: answer.body.toString('utf8') };
  }

  /** As `call`, for a body that is not text. */
  download(call: WireCall): Promise<Downloaded> {
    return new Promise((resolve) => {
      const exchange = new Exchange(resolve, call.timeoutMs ?? this.timeoutMs);
      const { method, body } = call;
      const path = `${this.prefix}${call.path}`;
      this.pool.dispatch({ method, path, headers: headersOf(call), body: body?.text ?? null }, exchange);
    });
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }
}

/** One call as undici reports it. Without a stream and an abort signal per call it costs half: order books are read by the thousand. */
class Exchange implements Dispatcher.DispatchHandler {
  private readonly timer: NodeJS.Timeout;
  private readonly chunks: Buffer[] = [];
  private controller: Dispatcher.DispatchController | undefined;
  private status = 0;
  private timedOut = false;

  constructor(
    private readonly resolve: (answer: Downloaded) => void,
    timeoutMs: number,
  ) {
    this.timer = setTimeout(() => this.giveUp(), timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    // It waited for a connection until nobody wanted the answer any more.
    if (this.timedOut) controller.abort(new Error('timed out'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    clearTimeout(this.timer);
    this.resolve({ kind: 'response', status: this.status, body: Buffer.concat(this.chunks) });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    clearTimeout(this.timer);
    this.resolve({ kind: 'failure', code: this.timedOut ? 'ETIMEDOUT' : codeOf(error), sent: true });
  }

  private giveUp(): void {
    this.timedOut = true;
    this.controller?.abort(new Error('timed out'));
    this.resolve({ kind: 'failure', code: 'ETIMEDOUT', sent: true });
  }
}

function headersOf({ accessToken, body, headers }: WireCall): Record<string, string> {
  return {
    accept: 'application/json',
    ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
    ...(body && { 'content-type': body.type }),
    ...headers,
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}
