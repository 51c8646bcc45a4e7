// Fixes a run's contracts and limit prices once per broker, about two seconds before the instant. No row, no trade.
import { marketableLimit } from '../domain/limit-price.js';
import {
  missingLegText,
  resolveLeg,
  strikeRuleOf,
  type LegSpec,
  type OptionInstrument,
  type RunContract,
  type Underlying,
} from '../domain/option-contract.js';
import { sliceUnits } from '../domain/sizing.js';
import type { BrokerAdapter, BrokerSession } from '../brokers/port.js';
import type { InstrumentRepository } from '../db/repositories/instruments.js';
import type { RunContractRepository } from '../db/repositories/run-contracts.js';
import { premiumsFor } from './premiums.js';

export type FixInput = {
  runId: string;
  tradingDay: string;
  underlying: Underlying;
  legs: readonly LegSpec[];
  lotUnits: number;
  freezeUnits: number;
  adapter: BrokerAdapter;
  session: BrokerSession;
};

/** Thrown when a run cannot trade at a broker; the message says why in words for the report. */
export class ContractError extends Error {
  override name = 'ContractError';
}

export class ContractFixer {
  private readonly fixed = new Map<string, Promise<RunContract[]>>();
  private readonly lists = new Map<string, Promise<OptionInstrument[]>>();
  private readonly askedLists = new Map<string, Promise<OptionInstrument[]>>();

  /** @param masters - the stored instrument lists; absent: the broker is always asked */
  constructor(
    private readonly contracts: RunContractRepository,
    private readonly masters?: Pick<InstrumentRepository, 'listed'>,
  ) {}

  /**
   * The run's contracts at a broker: those already fixed by any process, or fixed now.
   * @throws ContractError when a contract is not listed or the lot differs; BrokerError when the broker cannot be read
   */
  async fix(input: FixInput): Promise<RunContract[]> {
    const key = `${input.runId}/${input.adapter.wire}`;
    // One subscriber's dead session must not stop the others: whoever waited for a failed attempt makes its own.
    for (let known = this.fixed.get(key); known; known = this.fixed.get(key)) {
      const contracts = await known.catch((error: unknown) => {
        if (error instanceof ContractError) throw error;
        return undefined;
      });
      if (contracts) return contracts;
    }
    return memoised(this.fixed, key, () => this.findOrFix(input));
  }

  /** Loads the day's instrument list ahead of time, while there is time: the stored one, read once a run, or the broker's. */
  preload(input: FixInput): Promise<OptionInstrument[]> {
    const { adapter, session, underlying, tradingDay } = input;
    return memoised(this.lists, `${input.runId}/${adapter.wire}`, async () => {
      const stored = (await this.masters?.listed(adapter.wire, tradingDay, underlying)) ?? [];
      if (stored.length > 0) return stored;
      return memoised(this.askedLists, `${adapter.wire}/${underlying}/${tradingDay}`, () =>
        adapter.instruments(session, underlying),
      );
    });
  }

  private async findOrFix(input: FixInput): Promise<RunContract[]> {
    const { wire } = input.adapter;
    return (
      (await this.contracts.find(input.runId, wire)) ?? this.contracts.fix(input.runId, wire, await this.resolve(input))
    );
  }

  private async resolve(input: FixInput): Promise<RunContract[]> {
    refuseSlowPremiums(input);
    const [listed, spotPaise] = await Promise.all([
      this.preload(input),
      input.adapter.spotPaise(input.session, input.underlying),
    ]);
    const premiums = await premiumsFor(input, input.legs, listed, input.tradingDay);
    if (!premiums) throw new ContractError('the broker’s quotes are too slow to find this many strikes by premium');
    const legs = input.legs.map((leg, legIndex) => {
      const instrument = resolveLeg(leg, listed, spotPaise, input.tradingDay, premiums);
      if (!instrument) throw new ContractError(`leg ${legIndex + 1}: ${missingLegText(leg)}`);
      if (instrument.lotUnits !== input.lotUnits)
        throw new ContractError(
          `${instrument.tradingsymbol}: the broker lists a lot of ${instrument.lotUnits}, our dated table ${input.lotUnits}`,
        );
      return { leg, legIndex, instrument };
    });
    refuseOpposites(legs);
    const quotes = await input.adapter.quotes(
      input.session,
      legs.map((l) => l.instrument),
    );
    return legs.map(({ leg, legIndex, instrument }) => {
      const quote = quotes.get(instrument.tradingsymbol);
      if (!quote) throw new ContractError(`${instrument.tradingsymbol}: the broker has no quote`);
      return {
        ...instrument,
        legIndex,
        side: leg.side,
        lots: leg.lots,
        limitPricePaise: marketableLimit(leg.side, quote, instrument.tickPaise),
        sliceUnits: sliceUnits(input.freezeUnits, instrument.lotUnits),
      };
    });
  }
}

/** All entries of an instant wait for each other's contracts: who needs more quotes than there is time for is refused. */
function refuseSlowPremiums({ adapter, legs }: FixInput): void {
  if (adapter.capabilities.quotesEveryMs === undefined) return;
  const leg = legs.findIndex((spec) => strikeRuleOf(spec).by === 'premium') + 1;
  if (leg > 0)
    throw new ContractError(
      `leg ${leg}: ${adapter.broker} gives too few quotes before an entry to find strikes by premium`,
    );
}

/** One computation per key; a failed one is forgotten so that the next caller tries again. */
function memoised<T>(cache: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = cache.get(key);
  if (known) return known;
  if (cache.size > 200) cache.clear();
  const made = make();
  cache.set(key, made);
  made.catch(() => {
    if (cache.get(key) === made) cache.delete(key);
  });
  return made;
}

/** Rules may lead two legs to one contract; bought and sold it hedges nothing. */
function refuseOpposites(legs: readonly { leg: LegSpec; legIndex: number; instrument: OptionInstrument }[]): void {
  for (const { leg, legIndex, instrument } of legs) {
    const other = legs.find((l) => l.instrument === instrument && l.leg.side !== leg.side);
    if (other)
      throw new ContractError(
        `legs ${legIndex + 1} and ${other.legIndex + 1} buy and sell the same contract, ${instrument.tradingsymbol}`,
      );
  }
}
