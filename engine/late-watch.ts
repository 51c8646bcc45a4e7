// Watches the orders of an ended execution that were given up, until its day is over. What appears late is written down first, which
// opens the position again, and is then closed as every other position is.
import { BrokerError } from '../brokers/errors.js';
import type { BrokerOrder } from '../brokers/port.js';
import type { LateWatchOutcome } from '../db/repositories/late-watches.js';
import type { EntryContext } from '../db/repositories/executions.js';
import { lateLookPauseMs, needsClosing } from '../domain/late-orders.js';
import { plannedExitMs } from '../domain/position-window.js';
import type { EngineDeps } from './engine-deps.js';
import type { ExitEngine } from './exit-engine.js';
import { contextOf, followedUntilMs } from './follow-until.js';
import { lateFindings, tellResolved, type LateFinding } from './late-orders.js';
import { openSessionIfAny } from './open-session.js';
import { pause } from './pause.js';

export type LateWatchEnd = { outcome: LateWatchOutcome };

export class LateWatch {
  private readonly running = new Map<string, Promise<LateWatchEnd>>();

  constructor(
    private readonly deps: EngineDeps,
    private readonly exits: Pick<ExitEngine, 'follow'>,
  ) {}

  /**
   * Looks at the account's book, and closes what appears, until nothing is in doubt or the day is over; repeating it joins a watch in
   * this process or goes on where it stopped.
   * @param signal - aborted when this process is to stop: another goes on
   * @throws the signal's reason, MayNotSendError, FencedError and database errors: retried, nothing is assumed
   */
  watch(executionId: string, signal: AbortSignal): Promise<LateWatchEnd> {
    const known = this.running.get(executionId);
    if (known) return known;
    const run = this.run(executionId, signal).finally(() => this.running.delete(executionId));
    this.running.set(executionId, run);
    return run;
  }

  private async run(executionId: string, signal: AbortSignal): Promise<LateWatchEnd> {
    const { deps } = this;
    const openedAtMs = (await deps.lateWatches.openedAtMs(executionId)) ?? deps.now();
    for (;;) {
      signal.throwIfAborted();
      const context = await contextOf(deps, executionId);
      const untilMs = await followedUntilMs(deps, context);
      const position = await deps.positions.find(executionId);
      const living = position !== undefined && position.closedAtMs === null;
      if (living && position.reopenedAtMs !== null) {
        await this.exits.follow(executionId, signal);
        continue;
      }
      if (deps.now() >= untilMs) return this.end(executionId, 'day_over');
      await deps.lateWatches.noteLook(executionId);
      // Whoever drives the entry or follows the position looks for itself.
      if (!living && context.outcome !== null) {
        const inDoubt = await deps.lateWatches.ordersInDoubt(executionId);
        if (inDoubt.length === 0) return this.end(executionId, 'resolved');
        if (await this.look(context, new Set(inDoubt))) continue;
      }
      const pauseMs = lateLookPauseMs(deps.now() - openedAtMs, deps.timings);
      await pause(Math.max(1, Math.min(pauseMs, untilMs - deps.now())), signal).over;
    }
  }

  private async end(executionId: string, outcome: LateWatchOutcome): Promise<LateWatchEnd> {
    await this.deps.lateWatches.end(executionId, outcome);
    return { outcome };
  }

  /** @returns whether something became known */
  private async look(context: EntryContext, inDoubt: ReadonlySet<string>): Promise<boolean> {
    const { deps } = this;
    const book = await this.readBook(context);
    if (!book) return false;
    const orders = (await deps.orders.ofExecution(context.executionId)).filter((o) => inDoubt.has(o.id));
    const findings = lateFindings(orders, book, deps.now(), deps.timings.ambiguousWindowMs);
    return findings.length > 0 && this.takeIn(context, findings);
  }

  /** @returns undefined when it could not be read, or there is no login to read it with: that proves nothing */
  private async readBook(context: EntryContext): Promise<readonly BrokerOrder[] | undefined> {
    const adapter = this.deps.adapterFor(context.broker, context.mode, context.brokerWire);
    if (!adapter || context.tokenSecretId === null) return undefined;
    try {
      return await adapter.orderBook(await openSessionIfAny(this.deps, context));
    } catch (error) {
      if (!(error instanceof BrokerError)) throw error;
      this.deps.logger.info({ err: error, executionId: context.executionId }, 'order book not read for late orders');
      return undefined;
    }
  }

  /**
   * Writes down what became known, under the execution's lease, and in the same transaction opens the position again where there is
   * something to close: whatever happens to this process now, somebody closes it.
   */
  private async takeIn(context: EntryContext, findings: readonly LateFinding[]): Promise<boolean> {
    const { deps } = this;
    const { executionId } = context;
    const leaseId = deps.lease.id;
    return deps.db.transaction(async (tx) => {
      await deps.executions.lock(tx, executionId);
      if (!(await deps.lateWatches.isLeftAlone(tx, executionId))) return false;
      if (!(await deps.executions.claim(tx, executionId, leaseId))) return false;
      const moves = findings.map(({ order, to, patch, evidence }) => {
        return { orderId: order.id, from: order.state, to, atMs: deps.now(), patch, evidence };
      });
      const moved = await deps.orders.move(leaseId, moves, tx);
      const orders = await deps.orders.ofExecution(executionId, tx);
      const left = await deps.positions.find(executionId, tx);
      const uncertain = orders.some((o) => o.state === 'UNKNOWN');
      // A position that was left as unknown, and is known now, is closed too, so that its result is on record.
      if (needsClosing(orders) || (left?.status === 'unknown' && !uncertain))
        await deps.positions.reopen(tx, executionId, plannedExitMs(context));
      else if (!uncertain) await tellResolved(deps, tx, context, orders);
      await deps.executions.release(tx, executionId, leaseId);
      if (moved.size > 0) deps.logger.warn({ executionId, orders: [...moved] }, 'orders in doubt became known late');
      return moved.size > 0;
    });
  }
}
