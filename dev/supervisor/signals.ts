// Ctrl-C and friends: the first one asks for a clean stop, a second Ctrl-C loses patience.

/** npm passes a terminal's Ctrl-C on, so that one key press may arrive twice. */
const sameKeyPressMs = 500;

/**
 * @param stop - called once, on the first signal
 * @param force - called on a further Ctrl-C
 */
export function onStopSignals(stop: (signal: string) => void, force: () => void): void {
  let firstAt: number | undefined;
  const handle = (signal: NodeJS.Signals) => {
    if (firstAt === undefined) {
      firstAt = Date.now();
      stop(signal);
    } else if (signal === 'SIGINT' && Date.now() - firstAt > sameKeyPressMs) force();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, handle);
}
