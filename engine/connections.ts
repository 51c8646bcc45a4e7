// Warm keep-alive connections per broker host: one per order of a burst, so that no order waits behind another's round trip.
import type { WireRequest } from '../brokers/port.js';
import { HttpLine, requestBytes, type LineSettings, type SendGuard, type SentAnswer } from './http-line.js';

export type ConnectionSettings = LineSettings & { /** Most connections to one host. */ mostPerHost: number };

const DEFAULTS: ConnectionSettings = { answerTimeoutMs: 5_000, mostPerHost: 4_096 };
/** Opened or used together for a warm-up: more only overflow the server's backlog. */
export const WARMED_AT_ONCE = 256;

/** A request serialised to the bytes it leaves as. */
export type WireBytes = { origin: string; bytes: Buffer };

export function serialise(request: WireRequest): WireBytes {
  return { origin: request.origin, bytes: requestBytes(request) };
}

export class Connections {
  private readonly hosts = new Map<string, Host>();
  private readonly settings: ConnectionSettings;

  constructor(settings: Partial<ConnectionSettings> = {}) {
    this.settings = { ...DEFAULTS, ...settings };
  }

  /** Has `count` connections open, each having answered `request` lately. Failures are left to the send itself. */
  async warm(request: WireRequest, count: number): Promise<void> {
    const { origin, bytes } = serialise(request);
    const host = this.host(origin);
    host.grow(count);
    const idle = host.lines.filter((line) => !line.busy);
    for (let from = 0; from < idle.length; from += WARMED_AT_ONCE) {
      const still = idle.slice(from, from + WARMED_AT_ONCE).filter((line) => !line.busy);
      await Promise.all(still.map((line) => line.send(bytes, () => undefined)));
    }
    host.letGo();
  }

  /** How many connections to a host have a request on them. */
  busy(origin: string): number {
    return this.host(origin).lines.filter((line) => line.busy).length;
  }

  /** Sends one request on a free connection, once. Never throws, never retries. */
  send({ origin, bytes }: WireBytes, guard: SendGuard): Promise<SentAnswer> {
    const host = this.host(origin);
    const line = host.freeLine();
    return line ? host.use(line, bytes, guard) : host.queue(bytes, guard);
  }

  close(): void {
    for (const { lines } of this.hosts.values()) for (const line of lines) line.destroy();
    this.hosts.clear();
  }

  private host(origin: string): Host {
    const host = this.hosts.get(origin) ?? new Host(origin, this.settings);
    this.hosts.set(origin, host);
    return host;
  }
}

/** The connections to one broker, and what waits for one of them when there can be no more. */
class Host {
  readonly lines: HttpLine[] = [];
  private next = 0;
  private readonly waiting: ((line: HttpLine) => void)[] = [];

  constructor(
    private readonly origin: string,
    private readonly settings: ConnectionSettings,
  ) {}

  grow(count: number): void {
    const wanted = Math.min(count, this.settings.mostPerHost);
    while (this.lines.length < wanted) this.lines.push(new HttpLine(this.origin, this.settings));
  }

  /** The next warm connection, so that none waits behind an answer that does not come; else an idle one, else a new one. */
  freeLine(): HttpLine | undefined {
    let idle: HttpLine | undefined;
    for (let tried = 0; tried < this.lines.length; tried += 1) {
      const line = this.lines[this.next++ % this.lines.length];
      if (line?.ready) return line;
      if (line && !line.busy) idle ??= line;
    }
    if (idle) return idle;
    this.grow(this.lines.length + 1);
    return this.lines.at(-1)?.busy === false ? this.lines.at(-1) : undefined;
  }

  async use(line: HttpLine, bytes: Buffer, guard: SendGuard): Promise<SentAnswer> {
    const sent = await line.send(bytes, guard);
    this.letGo();
    return sent;
  }

  queue(bytes: Buffer, guard: SendGuard): Promise<SentAnswer> {
    return new Promise((resolve) => this.waiting.push((line) => resolve(this.use(line, bytes, guard))));
  }

  /** Hands idle connections to those who wait. */
  letGo(): void {
    while (this.waiting.length > 0) {
      const line = this.freeLine();
      if (!line) return;
      this.waiting.shift()?.(line);
    }
  }
}
