// Around an instant the burst, its answers and the second wave have the machine to themselves; whatever can wait asks how long.

const BEFORE_MS = 1_000;
const AFTER_MS = 2_000;

export class QuietTimes {
  /** Of bursts to come or just gone, epoch ms. */
  private readonly instants = new Set<number>();

  around(instantMs: number): void {
    this.instants.add(instantMs);
  }

  /** How long whatever can wait should, ms from now: 0, or up to 3 s. */
  leftMs(nowMs: number): number {
    let untilMs = nowMs;
    for (const instantMs of this.instants) {
      if (nowMs >= instantMs + AFTER_MS) this.instants.delete(instantMs);
      else if (nowMs >= instantMs - BEFORE_MS) untilMs = Math.max(untilMs, instantMs + AFTER_MS);
    }
    return untilMs - nowMs;
  }
}
