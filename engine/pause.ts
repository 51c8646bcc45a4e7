// A wait that ends at its time, when a signal aborts, or when it is woken: whichever is first.

export type Pause = { over: Promise<void>; wake: () => void };

export function pause(forMs: number, signal: AbortSignal): Pause {
  let wake: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    const timer = setTimeout(() => wake(), forMs);
    wake = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    if (signal.aborted) wake();
    else signal.addEventListener('abort', wake, { once: true });
  });
  return { over, wake };
}
