// What this process' positions are asked: flatten requests, flattening halts, day loss limits; read together and pushed by the gate.
import type { PositionRepository, PositionRequest } from '../db/repositories/positions.js';
import type { Logger } from '../platform/logger.js';
import { pause } from './pause.js';

/** Without a change at the gate the board is read this often. */
const REREAD_MS = 5_000;
/** How often this process says which positions it follows. */
const SAY_FOLLOWED_MS = 60_000;

export class PositionBoard {
  private readonly followed = new Map<string, { request?: PositionRequest; wake?: () => void }>();
  private said = new Set<string>();
  private saidAtMs = -Infinity;
  private readAtMs = -Infinity;
  private changeId = -1;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly positions: PositionRepository,
    private readonly logger: Logger,
  ) {}

  follow(executionId: string): void {
    this.followed.set(executionId, {});
    this.readAtMs = -Infinity;
  }

  unfollow(executionId: string): void {
    this.followed.get(executionId)?.wake?.();
    this.followed.delete(executionId);
  }

  /** As last read; undefined before the first read. */
  requestOf(executionId: string): PositionRequest | undefined {
    return this.followed.get(executionId)?.request;
  }

  get size(): number {
    return this.followed.size;
  }

  /** Told by the gate after each of its reads. @param changeId - the newest announced change */
  gateRead(changeId: number): void {
    if (changeId === this.changeId && performance.now() - this.readAtMs < REREAD_MS) return;
    this.changeId = changeId;
    void this.read();
  }

  /** Waits, or until the board has something else to say about the position, or `signal` aborts. */
  async pause(executionId: string, forMs: number, signal: AbortSignal): Promise<void> {
    const entry = this.followed.get(executionId);
    const { over, wake } = pause(forMs, signal);
    if (entry) entry.wake = wake;
    await over;
    if (entry?.wake === wake) delete entry.wake;
  }

  private async read(): Promise<void> {
    // One that is running may have been asked before the change.
    await this.reading;
    if (this.followed.size === 0) return;
    this.reading ??= this.readNow().finally(() => (this.reading = undefined));
    await this.reading;
  }

  private async readNow(): Promise<void> {
    this.readAtMs = performance.now();
    try {
      for (const request of await this.positions.requests([...this.followed.keys()])) this.note(request);
      await this.sayFollowed();
    } catch (error) {
      this.logger.warn({ err: error }, 'positions not read');
      this.readAtMs = -Infinity;
    }
  }

  private note(request: PositionRequest): void {
    const entry = this.followed.get(request.executionId);
    if (!entry) return;
    const { requested, dayLossLimitPaise } = entry.request ?? {};
    entry.request = request;
    if (requested !== request.requested || dayLossLimitPaise !== request.dayLossLimitPaise) entry.wake?.();
  }

  private async sayFollowed(): Promise<void> {
    const everybody = performance.now() - this.saidAtMs > SAY_FOLLOWED_MS;
    const ids = [...this.followed.keys()].filter((id) => everybody || !this.said.has(id));
    if (ids.length === 0) return;
    await this.positions.markFollowed(ids);
    if (everybody) this.saidAtMs = performance.now();
    this.said = new Set(everybody ? ids : [...this.said, ...ids]);
  }
}
