// Who is trading now, by instant. Entries that are through wait in the wings until the others are too: their end and what it sets
// off (outcomes, workflows, positions, webhooks) would take the processor from orders that are still to leave.

/** After its instant, past which nobody waits for anyone. */
const LONGEST_WAIT_MS = 3_000;

type Scene = { trading: number; waiting: (() => void)[] };

export class Stage {
  private readonly scenes = new Map<number, Scene>();

  /** @param instantMs - of the entry */
  enter(instantMs: number): void {
    const scene = this.scenes.get(instantMs) ?? { trading: 0, waiting: [] };
    scene.trading += 1;
    this.scenes.set(instantMs, scene);
  }

  /** Resolves once everyone who entered for this instant has left, or three seconds after it. */
  async leave(instantMs: number): Promise<void> {
    const scene = this.scenes.get(instantMs);
    if (!scene) return;
    scene.trading -= 1;
    if (scene.trading === 0) {
      this.scenes.delete(instantMs);
      for (const resolve of scene.waiting) resolve();
      return;
    }
    const restMs = instantMs + LONGEST_WAIT_MS - Date.now();
    if (restMs <= 0) return;
    await new Promise<void>((resolve) => {
      scene.waiting.push(resolve);
      setTimeout(resolve, restMs).unref();
    });
  }
}
