// A seeded source of delays, so that a run of the simulators can be repeated.

/** Lowest and highest delay, milliseconds. */
export type DelayRange = readonly [number, number];

export class SeededRandom {
  private state: number;

  constructor(private readonly seed: number) {
    this.state = seed;
  }

  /** A number from `low` to `high`, evenly spread (mulberry32). */
  between([low, high]: DelayRange): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return low + (((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * (high - low);
  }

  /** Begins the same sequence again. */
  restart(): void {
    this.state = this.seed;
  }
}
