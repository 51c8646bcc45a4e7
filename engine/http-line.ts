// One keep-alive connection to a broker, one request on it at a time, written as the bytes it was serialised to: what stands between the
// instant and the socket is a guard and a write.
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import { HTTPParser, type HTTPParserJS } from 'http-parser-js';
import type { WireAnswer, WireRequest } from '../brokers/port.js';
import type { Stop } from './stops.js';
import { wallClockMs } from './wall-clock.js';

const CONNECT_TIMEOUT_MS = 1_500;
/** A server that names no time for idle connections is trusted this long. */
const IDLE_MS = 60_000;
/** Taken off what the server names: it may hang up as we write. */
const IDLE_MARGIN_MS = 1_000;
const LARGEST_ANSWER = 4 * 1024 * 1024;

/** `stopped` when the guard kept it from leaving: then no byte of it has left. */
export type SentAnswer = { answer: WireAnswer; sentAtMs: number | undefined; answeredAtMs: number; stopped?: Stop };
/** Asked at the moment of writing; a stop keeps the request from leaving. */
export type SendGuard = () => Stop | undefined;

export type LineSettings = {
  answerTimeoutMs: number;
  /** Trusted besides the usual authorities, PEM. */
  ca?: string;
};

type Flight = {
  resolve: (sent: SentAnswer) => void;
  sentAtMs: number | undefined;
  status: number;
  chunks: Buffer[];
  bytes: number;
  timer?: NodeJS.Timeout;
};

/** The bytes of a request as HTTP/1.1 has them. @throws TypeError for a character that its head cannot hold */
export function requestBytes({ origin, method, path, headers, body }: WireRequest): Buffer {
  const payload = Buffer.from(body ?? '', 'utf8');
  const lines = Object.entries({ host: new URL(origin).host, ...headers }).map(([name, value]) => `${name}: ${value}`);
  if (payload.length > 0 || method !== 'GET') lines.push(`content-length: ${payload.length}`);
  const head = [`${method} ${path} HTTP/1.1`, ...lines];
  if (head.some((line) => /[^\x20-\x7e\x80-\xff]/.test(line)))
    throw new TypeError('a request’s head holds an unsendable character');
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), payload]);
}

export class HttpLine {
  private socket: Socket | undefined;
  private opening: Promise<string | undefined> | undefined;
  private parser: HTTPParserJS | undefined;
  private flight: Flight | undefined;
  private keepAlive = true;
  private usableUntilMs = 0;
  private taken = false;

  constructor(
    private readonly origin: string,
    private readonly settings: LineSettings,
  ) {}

  /** Whether a request is on it or about to be. */
  get busy(): boolean {
    return this.taken;
  }

  /** Connected, idle, and not about to be hung up on. */
  get ready(): boolean {
    return !this.taken && this.socket?.writable === true && performance.now() < this.usableUntilMs;
  }

  /** Sends one request, once, connecting first where needed. Never throws, never retries. Only while it is not busy. */
  async send(bytes: Buffer, guard: SendGuard): Promise<SentAnswer> {
    if (this.ready) return this.exchange(bytes, guard);
    this.taken = true;
    const failure = await this.open();
    this.taken = false;
    return failure === undefined
      ? this.exchange(bytes, guard)
      : unsent({ kind: 'failure', code: failure, sent: false });
  }

  destroy(): void {
    this.socket?.destroy();
  }

  private exchange(bytes: Buffer, guard: SendGuard): Promise<SentAnswer> {
    const socket = this.socket;
    if (!socket?.writable) return Promise.resolve(unsent({ kind: 'failure', code: 'ECONNRESET', sent: false }));
    const stopped = guard();
    if (stopped) return Promise.resolve(unsent({ kind: 'failure', code: 'STOPPED', sent: false }, stopped));
    this.taken = true;
    return new Promise((resolve) => {
      const flight: Flight = { resolve, sentAtMs: wallClockMs(), status: 0, chunks: [], bytes: 0 };
      this.flight = flight;
      socket.write(bytes);
      flight.timer = setTimeout(() => this.fail('ETIMEDOUT'), this.settings.answerTimeoutMs);
    });
  }

  /** @returns the code of the failure, or undefined when connected */
  private open(): Promise<string | undefined> {
    this.opening ??= this.connect().finally(() => (this.opening = undefined));
    return this.opening;
  }

  private connect(): Promise<string | undefined> {
    this.socket?.destroy();
    const { protocol, hostname, port } = new URL(this.origin);
    const { ca } = this.settings;
    const host = hostname.replace(/^\[|\]$/g, '');
    const secure = protocol === 'https:';
    const options = { host, port: Number(port) || (secure ? 443 : 80), noDelay: true, autoSelectFamily: true };
    return new Promise((resolve) => {
      const socket = secure
        ? connectTls({
            ...options,
            servername: isIP(host) ? '' : host,
            ALPNProtocols: ['http/1.1'],
            ...(ca !== undefined && { ca: [...rootCertificates, ca] }),
          })
        : connectTcp(options);
      const timer = setTimeout(() => socket.destroy(new ConnectTimeout()), CONNECT_TIMEOUT_MS);
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        clearTimeout(timer);
        this.adopt(socket);
        resolve(undefined);
      });
      socket.once('error', (error: Error) => {
        clearTimeout(timer);
        resolve(codeOf(error));
      });
    });
  }

  private adopt(socket: Socket): void {
    this.socket = socket;
    this.parser = this.newParser();
    this.usableUntilMs = performance.now() + IDLE_MS;
    socket.on('data', (chunk) => this.take(socket, chunk));
    socket.on('end', () => this.endOfInput(socket));
    socket.on('error', (error) => this.lost(socket, codeOf(error)));
    socket.on('close', () => this.lost(socket, 'ECONNRESET'));
  }

  private newParser(): HTTPParserJS {
    const parser = new HTTPParser(HTTPParser.RESPONSE);
    parser[HTTPParser.kOnHeadersComplete] = ({ statusCode, headers, shouldKeepAlive }) => {
      if (this.flight) this.flight.status = statusCode;
      this.keepAlive = shouldKeepAlive;
      this.usableUntilMs = performance.now() + idleMs(headers);
    };
    parser[HTTPParser.kOnBody] = (chunk, offset, length) => {
      this.flight?.chunks.push(chunk.subarray(offset, offset + length));
      if (this.flight && (this.flight.bytes += length) > LARGEST_ANSWER) this.fail('ANSWER_TOO_LARGE');
    };
    parser[HTTPParser.kOnMessageComplete] = () => this.complete();
    return parser;
  }

  private take(socket: Socket, chunk: Buffer): void {
    if (socket !== this.socket) return;
    // Bytes that nobody asked for: whatever they are, they must not become the answer to the next request.
    if (!this.flight) return void socket.destroy();
    if (this.parser?.execute(chunk) instanceof Error) this.fail('HTTP_PARSE_ERROR');
    // Nothing of this answer may be taken for a part of the next.
    if (!this.taken) this.parser = this.newParser();
  }

  private complete(): void {
    const { flight } = this;
    // 1xx: the answer itself is still to come.
    if (!flight || flight.status < 200) return;
    if (!this.keepAlive) this.socket?.destroy();
    this.land({ kind: 'response', status: flight.status, body: Buffer.concat(flight.chunks).toString('utf8') });
  }

  /** The server has hung up; an answer without a length ends here. */
  private endOfInput(socket: Socket): void {
    if (socket !== this.socket) return;
    if (this.flight && this.flight.status >= 200 && !(this.parser?.finish() instanceof Error)) return;
    this.lost(socket, 'ECONNRESET');
  }

  private lost(socket: Socket, code: string): void {
    if (socket === this.socket) this.fail(code);
  }

  private fail(code: string): void {
    const { socket } = this;
    this.socket = undefined;
    socket?.destroy();
    this.land({ kind: 'failure', code, sent: true });
  }

  private land(answer: WireAnswer): void {
    const { flight } = this;
    if (!flight) return;
    this.flight = undefined;
    this.taken = false;
    clearTimeout(flight.timer);
    flight.resolve({ answer, sentAtMs: flight.sentAtMs, answeredAtMs: wallClockMs() });
  }
}

class ConnectTimeout extends Error {
  readonly code = 'CONNECT_TIMEOUT';
}

function unsent(answer: WireAnswer, stopped?: Stop): SentAnswer {
  return { answer, sentAtMs: undefined, answeredAtMs: wallClockMs(), ...(stopped && { stopped }) };
}

/** How long the server keeps an idle connection: `Keep-Alive: timeout=5`. */
function idleMs(headers: readonly string[]): number {
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const seconds = headers[i]?.toLowerCase() === 'keep-alive' && /timeout=(\d+)/i.exec(headers[i + 1] ?? '')?.[1];
    if (seconds) return Math.min(IDLE_MS, Math.max(0, Number(seconds) * 1_000 - IDLE_MARGIN_MS));
  }
  return IDLE_MS;
}

function codeOf(error: Error): string {
  // Tried over several addresses at once: the first reason speaks for all.
  const cause: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN';
}
