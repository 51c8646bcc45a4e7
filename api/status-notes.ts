// What the status page tells besides the checks: incidents and the last run. Read at most every five seconds; when the database is away, the last that was read.
import type { Incident } from '../domain/incident.js';
import type { IncidentRepository } from '../db/repositories/incidents.js';
import type { LastLiveRun, RunViewRepository } from '../db/repositories/run-views.js';
import type { Logger } from '../platform/logger.js';

/** For how long a resolved incident stays on the page after its last update. */
const SHOWN_DAYS = 14;
/** A page with more would help nobody. */
const MOST_INCIDENTS = 50;
const CACHED_MS = 5_000;
const TIMEOUT_MS = 2_000;
const DAY_MS = 86_400_000;

export type Notes = {
  /** Epoch ms: when this was read. */
  readMs: number;
  incidents: Incident[];
  lastRun: LastLiveRun | undefined;
};

type Deps = { incidents: IncidentRepository; runViews: RunViewRepository; clock: () => number; logger: Logger };

export class StatusNotes {
  private latest: Notes | undefined;
  private freshUntilMs = -Infinity;
  private reading: Promise<void> | undefined;

  constructor(private readonly deps: Deps) {}

  /** @returns what was read last, now or earlier; undefined when nothing could be read since this process began */
  async read(): Promise<Notes | undefined> {
    if (this.deps.clock() >= this.freshUntilMs) await (this.reading ??= this.refresh());
    return this.latest;
  }

  /** An operator has just written: the next reader of this process sees it. */
  forget(): void {
    this.freshUntilMs = -Infinity;
  }

  private async refresh(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
    });
    try {
      this.latest = await Promise.race([this.load(), tooLate]);
      this.freshUntilMs = this.latest.readMs + CACHED_MS;
    } catch (error) {
      this.deps.logger.warn({ err: error }, 'the status page shows older notes');
    } finally {
      clearTimeout(timer);
      this.reading = undefined;
    }
  }

  private async load(): Promise<Notes> {
    const readMs = this.deps.clock();
    const since = new Date(readMs - SHOWN_DAYS * DAY_MS);
    const [incidents, lastRun] = await Promise.all([
      this.deps.incidents.currentSince(since, MOST_INCIDENTS),
      this.deps.runViews.lastLive(),
    ]);
    return { readMs, incidents, lastRun };
  }
}
