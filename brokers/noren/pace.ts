// Keeps one user's reads under the broker's rate: a burst at once, then evenly, first come first served.

/** Waits in real time. */
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const MOST_USERS = 10_000;

export class Pace {
  /** For each user the instant up to which its turns are given out. */
  private readonly takenUntilMs = new Map<string, number>();

  /** @param perSecond - turns a second, and the most at once; @param now - monotonic, ms */
  constructor(
    private readonly perSecond: number,
    private readonly now: () => number = () => performance.now(),
    private readonly wait: (ms: number) => Promise<void> = sleep,
  ) {}

  /** Resolves when it is this call's turn. */
  async turn(user: string): Promise<void> {
    const now = this.now();
    if (this.takenUntilMs.size > MOST_USERS) this.forgetIdle(now);
    const turnAtMs = Math.max(now - 1000, this.takenUntilMs.get(user) ?? 0) + 1000 / this.perSecond;
    this.takenUntilMs.set(user, turnAtMs);
    if (turnAtMs > now) await this.wait(turnAtMs - now);
  }

  private forgetIdle(now: number): void {
    for (const [user, untilMs] of this.takenUntilMs) if (untilMs < now - 1000) this.takenUntilMs.delete(user);
  }
}
