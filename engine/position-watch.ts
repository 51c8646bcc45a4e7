// Watches one open position until a rule, a request or the clock says that it is to be closed.
import { exitReason, needsQuotes, type ExitReason, type RestOfDay } from '../domain/exit-rules.js';
import type { BrokerAdapter } from '../brokers/port.js';
import type { ContractRef } from '../domain/option-contract.js';
import type { EntryContext } from '../db/repositories/executions.js';
import type { DayFill } from '../db/repositories/orders.js';
import type { PositionRow } from '../db/repositories/positions.js';
import type { EngineDeps } from './engine-deps.js';
import { holdingOf, restOfDay, type Holding } from './holding.js';
import { openSessionIfAny } from './open-session.js';
import type { QuoteWatch } from './quote-feed.js';

const LOOK_EVERY_MS = 1_000;
const IDLE_MS = 60_000;
/** The subscription's other executions of the day are read this often. */
const DAY_EVERY_MS = 5_000;
/** Without quotes for this long the session is opened anew: the user may have logged in again. */
const REOPEN_MS = 15_000;

const NOTHING_ELSE: RestOfDay = { fills: [], legs: [] };

/**
 * Needs no lease: several processes may watch, and the one that can claim the execution acts.
 * @param untilMs - epoch ms, when the day is over
 * @returns why it is to be closed, for a planned exit a little ahead; undefined when the day is over
 */
export async function watchPosition(
  deps: EngineDeps,
  context: EntryContext,
  position: PositionRow,
  untilMs: number,
  signal: AbortSignal,
): Promise<ExitReason | undefined> {
  const { executionId } = position;
  const watch = new Watch(deps, context, position, holdingOf(await deps.orders.ofExecution(executionId)));
  try {
    for (;;) {
      signal.throwIfAborted();
      if (deps.now() >= untilMs) return undefined;
      const reason = await watch.look();
      if (reason) return reason;
      await deps.board.pause(executionId, Math.max(1, watch.nextLookMs(untilMs) - deps.now()), signal);
    }
  } finally {
    watch.close();
  }
}

class Watch {
  private feed: { watch: QuoteWatch; openedAtMs: number } | undefined;
  private day: { rest: RestOfDay; contracts: ContractRef[]; readAtMs: number } = {
    rest: NOTHING_ELSE,
    contracts: [],
    readAtMs: 0,
  };
  private looksAtQuotes = false;

  constructor(
    private readonly deps: EngineDeps,
    private readonly context: EntryContext,
    private readonly position: PositionRow,
    private readonly holding: Holding,
  ) {}

  async look(): Promise<ExitReason | undefined> {
    const { deps, context, position } = this;
    const request = deps.board.requestOf(position.executionId);
    const dayLossLimitPaise = request?.dayLossLimitPaise ?? null;
    const rules = position.exitRules ?? {};
    this.looksAtQuotes = needsQuotes(rules, dayLossLimitPaise);
    if (dayLossLimitPaise !== null) await this.readDay();
    if (this.looksAtQuotes) await this.openFeed();
    return exitReason({
      // A planned exit is prepared ahead; its orders leave at the instant.
      nowMs: deps.now() + deps.timings.exitLeadMs,
      exitAtMs: position.exitAtMs,
      requested: request?.requested ?? undefined,
      rules,
      lotMultiplier: context.lotMultiplier,
      ...this.holding,
      quotes: this.feed?.watch.quotes() ?? new Map(),
      dayLossLimitPaise,
      restOfDay: this.day.rest,
    });
  }

  nextLookMs(untilMs: number): number {
    const now = this.deps.now();
    const exitMs = this.position.exitAtMs === null ? Infinity : this.position.exitAtMs - this.deps.timings.exitLeadMs;
    return Math.min(untilMs, exitMs, now + (this.looksAtQuotes ? LOOK_EVERY_MS : IDLE_MS));
  }

  close(): void {
    this.feed?.watch.close();
    this.feed = undefined;
  }

  private async readDay(): Promise<void> {
    const now = this.deps.now();
    if (now - this.day.readAtMs < DAY_EVERY_MS) return;
    const { subscriptionId, executionId, tradingDay, broker, mode, brokerWire } = this.context;
    const wire = this.deps.adapterFor(broker, mode, brokerWire)?.wire ?? broker;
    const fills = await this.deps.orders.otherFillsOfDay(subscriptionId, executionId, tradingDay, wire);
    const rest = restOfDay(fills);
    const changed = symbolsOf(rest).join() !== symbolsOf(this.day.rest).join();
    this.day = { rest, contracts: contractsOf(rest, fills), readAtMs: now };
    if (changed) this.close();
  }

  private async openFeed(): Promise<void> {
    const { deps, context } = this;
    const lookedForMs = deps.now() - (this.feed?.openedAtMs ?? 0);
    if (this.feed && (this.feed.watch.quotes().size > 0 || lookedForMs < REOPEN_MS)) return;
    this.close();
    const present = (await deps.executions.context(context.executionId)) ?? context;
    const adapter = deps.adapterFor(present.broker, present.mode, present.brokerWire);
    if (!adapter) return;
    const contracts = [...(await this.ownContracts(adapter)), ...this.day.contracts];
    const source = { adapter, session: await openSessionIfAny(deps, present) };
    this.feed = { watch: deps.quotes.watch(source, contracts), openedAtMs: deps.now() };
  }

  private async ownContracts({ wire }: BrokerAdapter): Promise<ContractRef[]> {
    const contracts = (await this.deps.runContracts.find(this.context.runId, wire)) ?? [];
    return this.holding.legs.flatMap(({ legIndex }) => contracts[legIndex] ?? []);
  }
}

/** The contracts of what is open, as the wire knows them; what was traded on another wire has none and so no quote. */
function contractsOf(rest: RestOfDay, fills: readonly DayFill[]): ContractRef[] {
  const open = new Set(symbolsOf(rest));
  return fills.flatMap(({ contract }) => (contract && open.has(contract.tradingsymbol) ? [contract] : []));
}

const symbolsOf = (rest: RestOfDay): string[] => rest.legs.map((leg) => leg.tradingsymbol).sort();
