// Upstox' instrument master: a gzipped JSON file of the whole market, published before the open. Loaded once a day, when first needed.
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import type { OptionInstrument, Underlying } from '../../domain/option-contract.js';
import { nextIstTime, tradingDayOf } from '../../domain/trading-time.js';
import { BrokerError } from '../errors.js';
import { Kept } from '../kept.js';
import type { BrokerTransport } from '../transport.js';
import { jsonRows } from './json-rows.js';

/** Three megabytes and growing: longer than a read may take. */
const DOWNLOAD_TIMEOUT_MS = 30_000;
/** The file of a day is there by 07:00 IST; until then the former one serves, and what was loaded before is not the day's. */
const PUBLISHED_BY = '07:00';
const FILE = '/market-quote/instruments/exchange/complete.json.gz';
const EXCHANGES = { NSE_FO: 'NFO', BSE_FO: 'BFO' } as const;
const UNDERLYINGS = ['NIFTY', 'BANKNIFTY', 'FINNIFTY', 'MIDCPNIFTY', 'NIFTYNXT50'] as const satisfies Underlying[];

/**
 * An option's row. `expiry` is the last second of its day in epoch ms, `tick_size` is in paise (5 for a tick of 5 paise), strikes are rupees.
 * @see https://upstox.com/developer/api-documentation/instruments, sample JSON object (read 2026-11-24)
 */
const rowSchema = z.object({
  segment: z.enum(['NSE_FO', 'BSE_FO']),
  instrument_type: z.enum(['CE', 'PE']),
  underlying_symbol: z.enum(UNDERLYINGS),
  underlying_key: z.string().min(1),
  instrument_key: z.string().min(1),
  trading_symbol: z.string().min(1),
  expiry: z.number().int().positive(),
  strike_price: z.number().positive(),
  lot_size: z.number().int().positive(),
  tick_size: z.number().min(1).multipleOf(1),
});

export type Master = {
  options: readonly OptionInstrument[];
  /** By instrument key. */
  byKey: ReadonlyMap<string, OptionInstrument>;
  /** The instrument key of each underlying's index. */
  indexKeys: ReadonlyMap<Underlying, string>;
};

export class InstrumentMaster {
  private readonly kept = new Kept<Master>();
  private loaded: Master | undefined;

  /** @param transport - of the host that publishes the file; @param now - epoch ms */
  constructor(
    private readonly transport: BrokerTransport,
    private readonly now: () => number,
  ) {}

  /** The day's master. @throws BrokerError `unreachable` */
  today(): Promise<Master> {
    const now = this.now();
    return this.kept.get(now, nextIstTime(now, PUBLISHED_BY), async () => (this.loaded = await this.load()));
  }

  /** Our tradingsymbol of a key, as far as a master was loaded here; never waits for one. */
  symbolOf(instrumentKey: string): string | undefined {
    return this.loaded?.byKey.get(instrumentKey)?.tradingsymbol;
  }

  private async load(): Promise<Master> {
    const answer = await this.transport.download({
      method: 'GET',
      path: FILE,
      headers: { accept: '*/*' },
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
    });
    if (answer.kind === 'failure') throw unreadable(`no answer (${answer.code})`);
    if (answer.status !== 200) throw unreadable(`HTTP ${answer.status}`);
    try {
      return await readMaster(answer.body);
    } catch (error) {
      throw unreadable(error instanceof Error ? error.message : 'unknown problem');
    }
  }
}

/** @param gzipped - the file as published; @throws Error when it cannot be read */
export async function readMaster(gzipped: Buffer): Promise<Master> {
  const options: OptionInstrument[] = [];
  const indexKeys = new Map<Underlying, string>();
  const unpacked = Readable.from([gzipped]).pipe(createGunzip());
  for await (const text of jsonRows(unpacked)) {
    if (!mayBeOurs(text)) continue;
    const row: unknown = JSON.parse(text);
    if (!isOurs(row)) continue;
    const parsed = rowSchema.parse(row);
    options.push(toInstrument(parsed));
    indexKeys.set(parsed.underlying_symbol, parsed.underlying_key);
  }
  if (options.length === 0) throw new Error('no option of a known index is listed');
  return { options, byKey: new Map(options.map((o) => [o.instrumentKey, o])), indexKeys };
}

/** A quick look that saves parsing nine rows of ten. */
const mayBeOurs = (text: string): boolean => text.includes('_FO"') && (text.includes('"CE"') || text.includes('"PE"'));

function isOurs(row: unknown): boolean {
  if (typeof row !== 'object' || row === null) return false;
  const { segment, underlying_symbol, instrument_type } = row as Record<string, unknown>;
  return (
    typeof segment === 'string' &&
    segment in EXCHANGES &&
    (instrument_type === 'CE' || instrument_type === 'PE') &&
    UNDERLYINGS.some((name) => name === underlying_symbol)
  );
}

function toInstrument(row: z.infer<typeof rowSchema>): OptionInstrument {
  return {
    tradingsymbol: row.trading_symbol,
    exchange: EXCHANGES[row.segment],
    instrumentKey: row.instrument_key,
    underlying: row.underlying_symbol,
    expiry: tradingDayOf(row.expiry),
    strikePaise: Math.round(row.strike_price * 100),
    optionType: row.instrument_type,
    lotUnits: row.lot_size,
    tickPaise: row.tick_size,
  };
}

function unreadable(problem: string): BrokerError {
  return new BrokerError('unreachable', 'upstox', `instrument master: ${problem}`);
}
