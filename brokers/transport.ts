// HTTP to a broker for everything but placements, which leave through the dispatcher's own connections.
import { Pool } from 'undici';
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
  async download(
    call: WireCall,
  ): Promise<{ kind: 'response'; status: number; body: Buffer } | Extract<WireAnswer, { kind: 'failure' }>> {
    const signal = AbortSignal.timeout(call.timeoutMs ?? this.timeoutMs);
    try {
      const response = await this.pool.request({
        method: call.method,
        path: `${this.prefix}${call.path}`,
        headers: headersOf(call),
        body: call.body?.text ?? null,
        signal,
      });
      return { kind: 'response', status: response.statusCode, body: Buffer.from(await response.body.arrayBuffer()) };
    } catch (error) {
      return { kind: 'failure', code: signal.aborted ? 'ETIMEDOUT' : codeOf(error), sent: true };
    }
  }

  close(): Promise<void> {
    return this.pool.destroy();
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
