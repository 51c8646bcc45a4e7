// Plaintext data keys in memory, bounded by age, uses and number, wiped when they go. One unwrapping at a time per key.

export type CacheBounds = {
  /** Milliseconds a key may stay. @default 300000 */
  maxAgeMs?: number;
  /** Times a key may be used before it is unwrapped again. @default 100000 */
  maxUses?: number;
  /** Keys held at once; the oldest goes first. @default 1000 */
  maxKeys?: number;
};

type Entry = { key: Buffer; usesLeft: number; expiresAtMs: number };

export class DataKeyCache {
  private readonly entries = new Map<string, Entry>();
  private readonly loading = new Map<string, Promise<void>>();
  private readonly bounds: Required<CacheBounds>;

  /** @param clock - epoch ms */
  constructor(
    private readonly clock: () => number,
    bounds: CacheBounds = {},
  ) {
    this.bounds = { maxAgeMs: 300_000, maxUses: 100_000, maxKeys: 1000, ...bounds };
  }

  /**
   * Hands a key to `work`, which must be done with it when it returns: the buffer may be wiped right after.
   * @param unwrap - called when the key isn't held
   */
  async use<T>(id: string, unwrap: () => Promise<Buffer>, work: (key: Buffer) => T): Promise<T> {
    for (;;) {
      const entry = this.held(id);
      if (entry) {
        entry.usesLeft -= 1;
        return work(entry.key);
      }
      await this.load(id, unwrap);
    }
  }

  private held(id: string): Entry | undefined {
    const entry = this.entries.get(id);
    if (!entry) return undefined;
    if (entry.usesLeft > 0 && this.clock() < entry.expiresAtMs) return entry;
    this.discard(id, entry);
    return undefined;
  }

  private load(id: string, unwrap: () => Promise<Buffer>): Promise<void> {
    const under = this.loading.get(id);
    if (under) return under;
    const load = unwrap()
      .then((key) => this.keep(id, key))
      .finally(() => this.loading.delete(id));
    this.loading.set(id, load);
    return load;
  }

  private keep(id: string, key: Buffer): void {
    const { maxAgeMs, maxUses, maxKeys } = this.bounds;
    const entry = { key, usesLeft: maxUses, expiresAtMs: this.clock() + maxAgeMs };
    this.entries.set(id, entry);
    // An idle process forgets its keys too.
    setTimeout(() => this.discard(id, entry), maxAgeMs).unref();
    for (const [oldest, stale] of this.entries) {
      if (this.entries.size <= maxKeys) break;
      this.discard(oldest, stale);
    }
  }

  private discard(id: string, entry: Entry): void {
    if (this.entries.get(id) === entry) this.entries.delete(id);
    entry.key.fill(0);
  }
}
