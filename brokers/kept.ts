// Something that is made once and kept until a time, such as the day's instrument list; whoever asks while it is being made waits for the same.

export class Kept<T> {
  private known: { value: Promise<T>; untilMs: number } | undefined;

  /**
   * The kept value, or a new one when its time is over. A failed attempt is forgotten, so that the next one that asks tries again.
   * @param untilMs - until when a new one is kept, epoch ms
   */
  get(nowMs: number, untilMs: number, make: () => Promise<T>): Promise<T> {
    if (this.known && nowMs < this.known.untilMs) return this.known.value;
    const known = { value: make(), untilMs };
    this.known = known;
    known.value.catch(() => {
      if (this.known === known) this.known = undefined;
    });
    return known.value;
  }
}
