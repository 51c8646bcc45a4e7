// Quotes read once per contract and process, whoever asks: polled every second for positions that are watched, and shared for prices.
import { BrokerError } from '../brokers/errors.js';
import type { BrokerAdapter, BrokerSession } from '../brokers/port.js';
import type { ContractRef, Quote } from '../domain/option-contract.js';
import type { Logger } from '../platform/logger.js';

/** Through which session a broker is asked. */
export type QuoteSource = {
  adapter: BrokerAdapter;
  session: BrokerSession;
};

const POLL_MS = 1_000;
/** Quotes older than this trigger nothing. */
const STALE_MS = 5_000;
/** How old a quote may be that prices an order. */
const FRESH_MS = 500;
const MOST_CACHED = 5_000;

type Watcher = { source: QuoteSource; contracts: readonly ContractRef[] };
type Group = {
  watchers: Watcher[];
  quotes: Map<string, Quote>;
  readAtMs: number;
  polling: boolean;
  timer?: NodeJS.Timeout;
};

export type QuoteWatch = {
  /** The newest quotes; none when the broker has not been read lately. */
  quotes(): ReadonlyMap<string, Quote>;
  close(): void;
};

export class QuoteFeed {
  private readonly groups = new Map<string, Group>();
  private readonly shared = new Map<string, { atMs: number; quote: Promise<Quote | undefined> }>();

  constructor(
    private readonly logger: Logger,
    private readonly now: () => number = Date.now,
  ) {}

  /** Has contracts polled until `close`. */
  watch(source: QuoteSource, contracts: readonly ContractRef[]): QuoteWatch {
    const key = source.adapter.wire;
    const group: Group = this.groups.get(key) ?? { watchers: [], quotes: new Map(), readAtMs: 0, polling: false };
    this.groups.set(key, group);
    const watcher = { source, contracts };
    group.watchers.push(watcher);
    if (!group.timer) {
      group.timer = setInterval(() => void this.poll(group), POLL_MS);
      void this.poll(group);
    }
    return {
      quotes: () => (this.now() - group.readAtMs > STALE_MS ? new Map<string, Quote>() : group.quotes),
      close: () => {
        group.watchers = group.watchers.filter((w) => w !== watcher);
        if (group.watchers.length > 0) return;
        clearInterval(group.timer);
        this.groups.delete(key);
      },
    };
  }

  /** A quote to price an order by, at most half a second old. @throws BrokerError when there is none */
  async fresh(source: QuoteSource, contract: ContractRef): Promise<Quote> {
    const quote = await this.freshIfAny(source, contract);
    if (quote) return quote;
    throw new BrokerError('unreachable', source.adapter.broker, `no quote for ${contract.tradingsymbol}`);
  }

  /** As `fresh`; undefined when the broker has none. @throws BrokerError when it cannot be read */
  async freshIfAny(source: QuoteSource, contract: ContractRef): Promise<Quote | undefined> {
    const { tradingsymbol } = contract;
    const key = `${source.adapter.wire}/${tradingsymbol}`;
    const known = this.shared.get(key);
    // Another's failure may be its session's: then this one asks for itself.
    const others = known && this.now() - known.atMs < FRESH_MS ? await settled(known.quote) : undefined;
    if (others) return others;
    const quote = source.adapter.quotes(source.session, [contract]).then((quotes) => quotes.get(tradingsymbol));
    if (this.shared.size > MOST_CACHED) this.shared.clear();
    this.shared.set(key, { atMs: this.now(), quote });
    return quote;
  }

  stop(): void {
    for (const group of this.groups.values()) clearInterval(group.timer);
    this.groups.clear();
  }

  private async poll(group: Group): Promise<void> {
    // The next one's session is tried when this one's fails.
    const [first, ...others] = group.watchers;
    if (!first || group.polling) return;
    group.polling = true;
    try {
      const contracts = new Map(group.watchers.flatMap((w) => w.contracts).map((c) => [c.tradingsymbol, c]));
      const quotes = await first.source.adapter.quotes(first.source.session, [...contracts.values()]);
      Object.assign(group, { quotes, readAtMs: this.now() });
    } catch (error) {
      group.watchers = [...others, first].filter((w) => group.watchers.includes(w));
      this.logger.warn({ err: error, broker: first.source.adapter.broker }, 'quotes not read');
    } finally {
      group.polling = false;
    }
  }
}

async function settled(quote: Promise<Quote | undefined>): Promise<Quote | undefined> {
  const [result] = await Promise.allSettled([quote]);
  return result.status === 'fulfilled' ? result.value : undefined;
}
