// Reads that a broker allows only so often for each client. Who asks while a read waits for its turn shares it, and so sees the
// broker as it is after the question; a read that has left already is shared with nobody. Orders never come here.
import { setTimeout as sleep } from 'node:timers/promises';

export class PacedReads {
  /** By key: when the next may leave. */
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly waiting = new Map<string, Promise<unknown>>();

  /**
   * The next read of a lane, which starts `everyMs` after the answer to the one before it, however long that travelled; of one
   * that hangs, twice that after its start.
   * @param key - names the client, too: its calls give the same answer to all who share it
   */
  shared<T>(key: string, everyMs: number, read: () => Promise<T>): Promise<T> {
    const waiting = this.waiting.get(key);
    if (waiting) return waiting as Promise<T>;
    const answer = this.next(key, everyMs, () => {
      this.waiting.delete(key);
      return read();
    });
    this.waiting.set(key, answer);
    return answer;
  }

  /** As `shared`, for reads of which each has its own answer: one after the other. */
  async next<T>(key: string, everyMs: number, read: () => Promise<T>): Promise<T> {
    const started = (this.lanes.get(key) ?? Promise.resolve()).then(() => ({ answer: read() }));
    const free = started
      .then(({ answer }) => Promise.race([answer.catch(() => undefined), sleep(everyMs)]))
      .then(() => sleep(everyMs));
    this.lanes.set(key, free);
    void free.then(() => {
      if (this.lanes.get(key) === free) this.lanes.delete(key);
    });
    return (await started).answer;
  }
}
