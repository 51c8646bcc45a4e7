// Gathers what many callers want of the database within a few milliseconds into one statement; each waits for its own part.

export type BatchBounds = {
  /** How long the first of a batch waits for others. */
  waitMs: number;
  /** Most requests in one batch. */
  most: number;
  /** Batches under way at once; while so many are, what comes gathers. */
  atOnce: number;
};

const BOUNDS: BatchBounds = { waitMs: 3, most: 500, atOnce: 2 };

type Waiting<Request, Answer> = {
  request: Request;
  done: (answer: Answer) => void;
  fail: (error: unknown) => void;
};

export class Batcher<Request, Answer> {
  private waiting: Waiting<Request, Answer>[] = [];
  private timer: NodeJS.Timeout | undefined;
  private running = 0;

  /** @param work - answers a batch, in its order; when it throws, every request of the batch has failed */
  constructor(
    private readonly work: (batch: readonly Request[]) => Promise<readonly Answer[]>,
    private readonly bounds: BatchBounds = BOUNDS,
  ) {}

  /** @throws what the batch's work threw */
  add(request: Request): Promise<Answer> {
    return new Promise((done, fail) => {
      this.waiting.push({ request, done, fail });
      this.timer ??= setTimeout(() => this.flush(), this.bounds.waitMs);
    });
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    while (this.waiting.length > 0 && this.running < this.bounds.atOnce) void this.run(this.take());
  }

  private take(): Waiting<Request, Answer>[] {
    return this.waiting.splice(0, this.bounds.most);
  }

  private async run(batch: readonly Waiting<Request, Answer>[]): Promise<void> {
    this.running += 1;
    try {
      const answers = await this.work(batch.map(({ request }) => request));
      if (answers.length !== batch.length) throw new Error(`${answers.length} answers to ${batch.length} requests`);
      batch.forEach(({ done }, index) => done(answers[index] as Answer));
    } catch (error) {
      for (const { fail } of batch) fail(error);
    } finally {
      this.running -= 1;
      if (this.waiting.length > 0) this.flush();
    }
  }
}
