// Drives one subscriber's entry from arming to its outcome. Everything it decides is in the database, so any process can go on.
import { setTimeout as sleep } from 'node:timers/promises';
import { BrokerError, isSessionOver } from '../brokers/errors.js';
import type { ExecutionOutcome } from '../db/repositories/executions.js';
import { assertNever } from '../domain/assert-never.js';
import { nextStep } from '../domain/entry-saga.js';
import type { ArmedEntry } from './armed-entry.js';
import { arm } from './arm.js';
import { conclude, endOf, type Conclusion } from './conclude.js';
import { ContractError } from './contract-fixer.js';
import type { EngineDeps } from './engine-deps.js';
import { all, limitsOf, performStep, type Driver } from './perform.js';
import { renewSession } from './renew-session.js';
import { recordFired } from './send.js';
import { Stage } from './stage.js';

const LEASE_POLL_MS = 250;
const BROKER_PAUSE_MS = 500;
/** Steps in a row that the broker may fail before an entry is given up as unknown (about ten minutes). */
const MOST_BROKER_FAILURES = 1_200;

export class EntryEngine {
  private readonly stage = new Stage();
  private readonly running = new Map<string, Promise<ExecutionOutcome>>();

  constructor(private readonly deps: EngineDeps) {}

  /**
   * Arms, fires and follows one execution to its outcome; repeating it joins a run in progress or goes on where it stopped.
   * @throws MayNotSendError, FencedError and database errors: retried, nothing is assumed
   */
  execute(executionId: string): Promise<ExecutionOutcome> {
    const known = this.running.get(executionId);
    if (known) return known;
    const run = this.run(executionId).finally(() => {
      this.running.delete(executionId);
      this.deps.gate.forget(executionId);
    });
    this.running.set(executionId, run);
    return run;
  }

  /**
   * Ends an execution that nothing can drive to an outcome any more as unknown, and tells the partner.
   * @returns its outcome, also when it had one
   */
  async abandon(executionId: string): Promise<ExecutionOutcome> {
    const context = await this.deps.executions.context(executionId);
    if (!context) throw new Error(`no execution ${executionId}`);
    const reason = 'The entry could not be followed to its end; check the position with the broker.';
    const orders = await this.deps.orders.ofExecution(executionId);
    const ended = await conclude(
      this.deps,
      context,
      { outcome: 'unknown', reason },
      { orders, loginRequired: false, exposed: false },
    );
    return ended ? 'unknown' : (context.outcome ?? 'unknown');
  }

  /** Whether this process holds the right to send: without it it cannot drive an entry, and another one should. */
  get canDrive(): boolean {
    return this.deps.lease.allows(this.deps.lease.id);
  }

  private async run(executionId: string): Promise<ExecutionOutcome> {
    for (;;) {
      const context = await this.deps.executions.context(executionId);
      if (!context) throw new Error(`no execution ${executionId}`);
      if (context.outcome !== null) return context.outcome;
      const armed = await arm(this.deps, context);
      switch (armed.kind) {
        case 'held_elsewhere':
          await sleep(LEASE_POLL_MS);
          break;
        case 'ended':
          await conclude(this.deps, context, armed.end, {
            orders: [],
            loginRequired: armed.loginRequired,
            exposed: false,
          });
          return armed.end.outcome;
        case 'armed':
          return this.perform(armed.entry, armed.fresh);
        default:
          return assertNever(armed, 'armed');
      }
    }
  }

  private async perform(entry: ArmedEntry, fresh: boolean): Promise<ExecutionOutcome> {
    this.stage.enter(entry.entryAtMs);
    let end: Conclusion;
    try {
      if (fresh) await this.fireFirstWave(entry);
      end = await this.drive(entry);
    } finally {
      await this.stage.leave(entry.entryAtMs);
    }
    return this.finish(entry, end);
  }

  /** The burst. What cannot join it, or did not leave with it, is sent singly by the saga. */
  private async fireFirstWave(entry: ArmedEntry): Promise<void> {
    const orders = entry.orders.filter((o) => o.wave === 0 && o.sendAtMs <= entry.entryAtMs);
    if (!this.deps.dispatcher.canJoin(entry.entryAtMs)) return;
    const fired = await this.deps.dispatcher.hold(entry, orders);
    await all(
      orders.map(async (order) => {
        const result = fired.get(order.id);
        if (result) await recordFired(this.deps, entry, order, result);
      }),
    );
  }

  private async drive(entry: ArmedEntry): Promise<Conclusion> {
    const limits = limitsOf(this.deps, entry);
    const next = () => nextStep(entry.orders, this.deps.now(), limits);
    const driver: Driver = { purpose: 'unwind', closeNotBeforeMs: 0, next };
    for (let failures = 0; ;) {
      const step = next();
      if (step.do === 'conclude') return step;
      try {
        await performStep(this.deps, entry, step, driver);
        failures = 0;
      } catch (error) {
        if (isSessionOver(error) && (await renewSession(this.deps, entry))) continue;
        const final = finalProblem(error);
        if (final && (await this.giveUp(entry, final))) continue;
        if (!(error instanceof BrokerError) || ++failures > MOST_BROKER_FAILURES) throw error;
        else await sleep(BROKER_PAUSE_MS);
      }
    }
  }

  /** Whatever has not left is dropped, and the saga unwinds what has. @returns false when there was nothing to drop */
  private async giveUp(entry: ArmedEntry, problem: FinalProblem): Promise<boolean> {
    const unsent = entry.orders.filter((o) => o.purpose === 'entry' && o.state === 'INTENDED');
    const patch = { ...problem, settledAtMs: this.deps.now() };
    await all(
      unsent.map((o) => this.deps.journal.move(entry.leaseId, o, 'DROPPED', patch, { gaveUp: problem.refusalReason })),
    );
    return unsent.length > 0;
  }

  private async finish(entry: ArmedEntry, step: Conclusion): Promise<ExecutionOutcome> {
    const end = endOf(step, entry.orders);
    await conclude(this.deps, entry.context, end, {
      orders: entry.orders,
      loginRequired: false,
      exposed: step.exposed.length > 0,
    });
    return end.outcome;
  }
}

type FinalProblem = { refusalReason: 'contract' | 'login_required' | 'configuration'; brokerMessage: string };

/** A problem that waiting cannot mend: no contract to trade, a session the broker has ended, a set-up it refuses. */
function finalProblem(error: unknown): FinalProblem | undefined {
  if (error instanceof ContractError) return { refusalReason: 'contract', brokerMessage: error.message };
  if (!(error instanceof BrokerError)) return undefined;
  if (error.kind === 'auth') return { refusalReason: 'login_required', brokerMessage: error.detail };
  return error.kind === 'configuration' ? { refusalReason: 'configuration', brokerMessage: error.detail } : undefined;
}
