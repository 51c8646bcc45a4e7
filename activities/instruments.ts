// instrumentMaster's activities: which wires' lists are needed, read and judge one, store it, forget old days. They only read at brokers.
import { BrokerError } from '../brokers/errors.js';
import type { BrokerAdapter, BrokerSession } from '../brokers/port.js';
import { BrokerAccountRepository } from '../db/repositories/broker-accounts.js';
import { InstrumentRepository } from '../db/repositories/instruments.js';
import type { Database } from '../db/sql.js';
import { brokerOfWire } from '../domain/broker-wires.js';
import { countInstruments, masterProblem } from '../domain/instrument-check.js';
import { instrumentWarnings } from '../domain/instrument-warnings.js';
import { marketDay } from '../domain/market-calendar.js';
import type { MarketFacts } from '../domain/market-facts.js';
import { UNDERLYINGS, type OptionInstrument } from '../domain/option-contract.js';
import { addDays, tradingDayOf, type TradingDay } from '../domain/trading-time.js';
import type { Vault } from '../vault/vault.js';
import { blotted, type Adapters } from './accounts.js';
import { withFailures } from './failures.js';
import { openAccountSession } from './open-account-session.js';

export type InstrumentDeps = {
  db: Database;
  vault: Vault;
  adapters: Adapters;
  loadFacts: () => Promise<MarketFacts>;
  /** epoch ms */
  clock: () => number;
};
export type BeginInstrumentsResult = { outcome: 'begun'; wires: string[] } | { outcome: 'skipped'; reason: string };
/** `refused`: read, and not to be believed. `not_read`: nobody's session could read it yet. Reasons in words for operators. */
export type LoadInstrumentsResult =
  | { outcome: 'loaded'; contracts: number; warnings: number }
  | { outcome: 'refused' | 'not_read'; reason: string }
  /** The day is over, or the wire has no adapter: trying again is of no use. */
  | { outcome: 'impossible'; reason: string };

const KEPT_DAYS = 90;
/** Sessions tried before it is left for later. */
const MOST_SESSIONS = 3;
/** What a wire whose list is public is asked with. */
const NOBODY: BrokerSession = { clientId: '', apiKey: '', accessToken: '' };

export function createInstrumentActivities({ db, vault, adapters, loadFacts, clock }: InstrumentDeps) {
  const masters = new InstrumentRepository(db);
  const accounts = new BrokerAccountRepository(db);

  async function* sessionsFor(wire: string, adapter: BrokerAdapter): AsyncGenerator<BrokerSession> {
    if (adapter.capabilities.publicInstruments) {
      yield NOBODY;
      return;
    }
    for (const accountId of await masters.sessionsOf(wire, clock(), MOST_SESSIONS)) {
      const account = await accounts.findById(accountId);
      const session = account && (await openAccountSession(vault, account));
      if (session) yield session;
    }
  }

  /** @returns the day's coming expiries, or why nobody could read them */
  async function read(
    wire: string,
    adapter: BrokerAdapter,
    day: TradingDay,
  ): Promise<{ instruments: OptionInstrument[] } | { reason: string }> {
    let reason = 'no user of this wire has a broker session yet';
    for await (const session of sessionsFor(wire, adapter)) {
      try {
        const instruments: OptionInstrument[] = [];
        for (const underlying of UNDERLYINGS) instruments.push(...(await adapter.instruments(session, underlying)));
        return { instruments: instruments.filter(({ expiry }) => expiry >= day) };
      } catch (error) {
        if (!(error instanceof BrokerError)) throw error;
        reason = `the broker did not give its list: ${blotted(error.detail, [session.apiKey, session.accessToken])}`;
      }
    }
    return { reason };
  }

  return {
    /** Repeatable. @param input.gated - on a day without a market nothing is begun */
    beginInstruments: withFailures(
      async ({ day, gated, by }: { day: TradingDay; gated: boolean; by: string }): Promise<BeginInstrumentsResult> => {
        const market = gated ? marketDay((await loadFacts()).calendar, day) : undefined;
        if (market?.open === false) return { outcome: 'skipped', reason: market.reason };
        const wires = await masters.wiresInUse();
        for (const wire of wires) await masters.request(wire, day, by);
        return { outcome: 'begun', wires };
      },
    ),

    /**
     * Reads, judges and stores the list of a wire. Repeatable: a list that is stored is replaced by a later one only whole.
     * @param input.acceptShrunk - an operator has looked: a list far smaller than the last is believed too
     */
    loadInstruments: withFailures(
      async (input: {
        wire: string;
        day: TradingDay;
        by: string;
        acceptShrunk: boolean;
      }): Promise<LoadInstrumentsResult> => {
        const { wire, day, by, acceptShrunk } = input;
        await masters.request(wire, day, by);
        const failed = async <O extends 'refused' | 'not_read' | 'impossible'>(outcome: O, reason: string) => {
          await masters.noteFailure(wire, day, outcome === 'refused' ? 'refused' : 'waiting', reason);
          return { outcome, reason };
        };
        if (tradingDayOf(clock()) !== day)
          return failed('impossible', 'brokers list the contracts of the running day only');
        const broker = brokerOfWire(wire);
        const adapter = broker && adapters(broker, 'live', wire);
        if (!adapter) return failed('impossible', `the wire ${wire} has no adapter`);
        const answer = await read(wire, adapter, day);
        if ('reason' in answer) return failed('not_read', answer.reason);
        const { instruments } = answer;
        const former = acceptShrunk ? undefined : await masters.lastLoadedBefore(wire, day);
        const problem = masterProblem(instruments, former);
        if (problem !== undefined) return failed('refused', problem);
        const warnings = instrumentWarnings(instruments, await loadFacts(), day);
        await masters.store(wire, day, instruments, { counts: countInstruments(instruments), warnings });
        return { outcome: 'loaded', contracts: instruments.length, warnings: warnings.length };
      },
    ),

    /** @returns how many lists older than 90 days were deleted */
    pruneInstruments: withFailures(async ({ day }: { day: TradingDay }): Promise<number> =>
      masters.deleteBefore(addDays(day, -KEPT_DAYS)),
    ),
  };
}
