// Ctrl-C and friends: the first one asks for a clean stop, a second Ctrl-C loses patience.

/** npm passes a terminal's Ctrl-C on, so that one key press may arrive twice. */
const sameKeyPressMs = 500;
const parentCheckMs = 300;

/**
 * @param stop - called once, on the first signal, with what to call it
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

/**
 * npm passes a SIGTERM on to the shell that it runs scripts in, and not to us: for a stack started by npm, the end of
 * its parent is the signal. One started otherwise may outlive the shell it was started from.
 * @param stop - called once
 */
export function onEndOfNpm(stop: () => void, environment: Readonly<Record<string, string | undefined>>): void {
  if (environment['npm_lifecycle_event'] !== 'start') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, parentCheckMs);
  timer.unref();
}
