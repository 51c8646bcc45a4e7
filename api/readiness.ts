// Whether the API can do its work: database, Temporal, a worker on each task queue. Asked at most every two seconds.
import type { Database } from '../db/sql.js';
import type { Logger } from '../platform/logger.js';
import { PLATFORM_QUEUE, TRADING_QUEUE } from '../workflows/messages/task-queues.js';
import type { TemporalGateway } from './temporal-gateway.js';

export const CHECKS = ['database', 'temporal', 'worker_trading', 'worker_platform'] as const;
export type CheckName = (typeof CHECKS)[number];
export type CheckResult = 'ok' | 'failing';
export type ReadinessReport = { ready: boolean; checks: Record<CheckName, CheckResult> };

const CACHED_MS = 2_000;
const CHECK_TIMEOUT_MS = 2_000;

export class Readiness {
  private latest: { report: Promise<ReadinessReport>; untilMs: number } | undefined;

  constructor(private readonly deps: { db: Database; gateway: TemporalGateway; clock: () => number; logger: Logger }) {}

  /** Simultaneous and frequent askers share one round of checks. */
  report(): Promise<ReadinessReport> {
    const nowMs = this.deps.clock();
    if (!this.latest || this.latest.untilMs <= nowMs)
      this.latest = { report: this.check(), untilMs: nowMs + CACHED_MS };
    return this.latest.report;
  }

  private async check(): Promise<ReadinessReport> {
    const [database, trading, platform] = await Promise.all([
      this.settled('database', async () => (await this.deps.db.query('SELECT 1')).length > 0),
      this.settled('worker_trading', async () => (await this.deps.gateway.pollers(TRADING_QUEUE)) > 0),
      this.settled('worker_platform', async () => (await this.deps.gateway.pollers(PLATFORM_QUEUE)) > 0),
    ]);
    const checks: Record<CheckName, CheckResult> = {
      database: database === true ? 'ok' : 'failing',
      temporal: trading === 'error' || platform === 'error' ? 'failing' : 'ok',
      worker_trading: trading === true ? 'ok' : 'failing',
      worker_platform: platform === true ? 'ok' : 'failing',
    };
    return { ready: CHECKS.every((name) => checks[name] === 'ok'), checks };
  }

  private async settled(name: CheckName, work: () => Promise<boolean>): Promise<boolean | 'error'> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
    });
    try {
      return await Promise.race([work(), tooLate]);
    } catch (error) {
      this.deps.logger.warn({ err: error, check: name }, 'readiness check failed');
      return 'error';
    } finally {
      clearTimeout(timer);
    }
  }
}
