// One change at a time inside a workflow: update handlers run concurrently, this queues them in arrival order.

export type Mutex = {
  /** Runs `work` when everything queued before has ended, whatever became of it. */
  exclusively: <T>(work: () => Promise<T>) => Promise<T>;
};

export function createMutex(): Mutex {
  let tail: Promise<unknown> = Promise.resolve();
  return {
    exclusively(work) {
      const mine = tail.then(work);
      // The queue goes on after a failure; the failure itself reaches the caller through `mine`.
      tail = mine.then(
        () => undefined,
        () => undefined,
      );
      return mine;
    },
  };
}
