// HTTP to Zebu for everything but placements, which leave through the dispatcher's own connections.
import { Pool } from 'undici';
import type { WireAnswer } from '../port.js';

export type WireCall = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  accessToken?: string;
  body?: { type: string; text: string };
};

/** Each call, whole: connection, headers and body. */
const CALL_TIMEOUT_MS = 5_000;
/** A thousand order books are read at once after an entry: with a broker 60 ms away 32 connections would take two seconds a round. */
const CONNECTIONS = 256;

export class ZebuTransport {
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
  async call({ method, path, accessToken, body }: WireCall): Promise<WireAnswer> {
    const headers = {
      accept: 'application/json',
      ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      ...(body && { 'content-type': body.type }),
    };
    const signal = AbortSignal.timeout(this.timeoutMs);
    try {
      const response = await this.pool.request({
        method,
        path: `${this.prefix}${path}`,
        headers,
        body: body?.text ?? null,
        signal,
      });
      return { kind: 'response', status: response.statusCode, body: await response.body.text() };
    } catch (error) {
      return { kind: 'failure', code: signal.aborted ? 'ETIMEDOUT' : codeOf(error), sent: true };
    }
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';
}
