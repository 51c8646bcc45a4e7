// Follows one open position to its end: watched, closed by the saga, or left when the day is over. All of it is in the database.
import { setTimeout as sleep } from 'node:timers/promises';
import { BrokerError } from '../brokers/errors.js';
import { isGivenUp } from '../domain/order-state.js';
import { isPastFastTries, nextExitStep, type ExitStep } from '../domain/exit-saga.js';
import type { ExitReason } from '../domain/exit-rules.js';
import type { PositionStatus } from '../domain/position-status.js';
import type { EntryContext } from '../db/repositories/executions.js';
import type { PositionRow } from '../db/repositories/positions.js';
import type { ArmedEntry } from './armed-entry.js';
import { claimExit } from './claim-exit.js';
import { closePosition, leavePosition, reportTrouble, TROUBLES } from './end-position.js';
import type { EngineDeps } from './engine-deps.js';
import { contextOf, followedUntilMs } from './follow-until.js';
import { lookAgain } from './late-orders.js';
import { limitsOf, performStep, type Driver } from './perform.js';
import { watchPosition } from './position-watch.js';

export type PositionEnd = { status: PositionStatus | 'none' };

const LEASE_POLL_MS = 250;
const BROKER_PAUSE_MS = 500;
/** Steps in a row that the broker may fail before the partner is told (about ten seconds). */
const BROKER_FAILURES_TOLD = 20;
/** How soon a fresh login is looked for. */
const LOGIN_POLL_MS = 5_000;

export class ExitEngine {
  private readonly running = new Map<string, Promise<PositionEnd>>();

  constructor(private readonly deps: EngineDeps) {}

  /**
   * Follows a position until it is flat or its day is over; repeating it joins a run in progress or goes on where it stopped.
   * @param signal - aborted when this process is to stop: another goes on
   * @throws the signal's reason, MayNotSendError, FencedError and database errors: retried, nothing is assumed
   */
  follow(executionId: string, signal: AbortSignal): Promise<PositionEnd> {
    const known = this.running.get(executionId);
    if (known) return known;
    this.deps.board.follow(executionId);
    const run = this.run(executionId, signal).finally(() => {
      this.running.delete(executionId);
      this.deps.board.unfollow(executionId);
    });
    this.running.set(executionId, run);
    return run;
  }

  /** Ends the following of a position that nothing can bring to its end, and tells the partner. @returns its status, also when it had ended */
  async abandon(executionId: string): Promise<PositionEnd> {
    const position = await this.deps.positions.find(executionId);
    if (!position || position.closedAtMs !== null) return { status: position?.status ?? 'none' };
    await this.deps.lateWatches.open(this.deps.db, executionId);
    return this.leave(await contextOf(this.deps, executionId), position);
  }

  /** How many positions this process follows. */
  get followed(): number {
    return this.running.size;
  }

  private async run(executionId: string, signal: AbortSignal): Promise<PositionEnd> {
    for (;;) {
      signal.throwIfAborted();
      const position = await this.deps.positions.find(executionId);
      if (!position || position.closedAtMs !== null) return { status: position?.status ?? 'none' };
      const context = await contextOf(this.deps, executionId);
      const untilMs = await followedUntilMs(this.deps, context);
      const reason = await this.reasonToExit(context, position, untilMs, signal);
      if (reason === undefined) return this.leave(context, position);
      if (await this.exit(context, position, reason, untilMs, signal)) return { status: 'closed' };
    }
  }

  /** @returns undefined when the day is over */
  private async reasonToExit(
    context: EntryContext,
    position: PositionRow,
    untilMs: number,
    signal: AbortSignal,
  ): Promise<ExitReason | undefined> {
    if (this.deps.now() >= untilMs) return undefined;
    // An exit that has begun is gone through with.
    const begun = position.exitReason;
    if (begun !== null && begun !== 'left_to_broker') return begun;
    return watchPosition(this.deps, context, position, untilMs, signal);
  }

  /** One go at closing it. @returns whether it is flat; false: look at it anew (other driver, other session, another try) */
  private async exit(
    context: EntryContext,
    position: PositionRow,
    reason: ExitReason,
    untilMs: number,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { deps } = this;
    const entry = await claimExit(deps, context, reason);
    if (!entry) {
      await deps.board.pause(context.executionId, LEASE_POLL_MS, signal);
      return false;
    }
    const limits = { ...limitsOf(deps, entry), exposedRetryMs: deps.timings.exposedRetryMs };
    const next = () => nextExitStep(entry.orders, deps.now(), limits);
    const closeNotBeforeMs = reason === 'exit_time' ? (position.exitAtMs ?? 0) : 0;
    const driver: Driver = { purpose: 'exit', closeNotBeforeMs, next };
    for (let failures = 0; deps.now() < untilMs;) {
      signal.throwIfAborted();
      const step = next();
      try {
        if (step.do === 'conclude') {
          await closePosition(deps, entry, reason);
          return true;
        }
        if (step.do === 'wait') return await this.wait(entry, step, signal);
        if (isPastFastTries(step, limits)) await reportTrouble(deps, entry, TROUBLES.exposed);
        await performStep(deps, entry, step, driver);
        failures = 0;
      } catch (error) {
        if (!(error instanceof BrokerError)) throw error;
        if (error.kind === 'auth') return this.pauseIn(entry, TROUBLES.loginRequired, LOGIN_POLL_MS, signal);
        failures += 1;
        if (failures === BROKER_FAILURES_TOLD) await reportTrouble(deps, entry, TROUBLES.unreachable);
        await sleep(BROKER_PAUSE_MS);
      }
    }
    return false;
  }

  /** Nothing more can be tried now: say so, and look once more for orders that were given up. */
  private async wait(entry: ArmedEntry, step: ExitStep & { do: 'wait' }, signal: AbortSignal): Promise<false> {
    if (entry.orders.some((o) => isGivenUp(o.state)) && (await lookAgain(this.deps, entry))) return false;
    const trouble = step.unknown.length > 0 ? TROUBLES.unknown : TROUBLES.exposed;
    return this.pauseIn(entry, trouble, step.untilMs - this.deps.now(), signal);
  }

  private async pauseIn(
    entry: ArmedEntry,
    trouble: Parameters<typeof reportTrouble>[2],
    forMs: number,
    signal: AbortSignal,
  ): Promise<false> {
    await reportTrouble(this.deps, entry, trouble);
    await this.deps.board.pause(entry.context.executionId, Math.max(1, forMs), signal);
    return false;
  }

  private async leave(context: EntryContext, position: PositionRow): Promise<PositionEnd> {
    const orders = await this.deps.orders.ofExecution(context.executionId);
    return { status: await leavePosition(this.deps, context, position, orders) };
  }
}
