// The iron condor's four orders as a wire places them now: what the engine's competitors send.
import { marketableLimit } from '../../domain/limit-price.js';
import { resolveLeg, type LegSpec, type OptionInstrument, type Side } from '../../domain/option-contract.js';
import { tradingDayOf } from '../../domain/trading-time.js';
import type { BrokerSession, WireRequest } from '../../brokers/port.js';
import type { BenchWire } from './wires.js';

const SPECS: readonly LegSpec[] = [
  spec('BUY', 'CE', 6),
  spec('BUY', 'PE', -6),
  spec('SELL', 'CE', 2),
  spec('SELL', 'PE', -2),
];

type PricedLeg = { option: OptionInstrument; side: Side; limitPricePaise: number };

/**
 * Serialised placements by client and leg; legs in order BUY, BUY, SELL, SELL. Contracts and prices are the same for all.
 * @param tagPrefix - of the orders' tags
 */
export async function condorPlacements(
  { adapter }: BenchWire,
  sessions: readonly BrokerSession[],
  tagPrefix: string,
): Promise<WireRequest[][]> {
  const [first] = sessions;
  if (!first) throw new Error('no session to price the legs with');
  const legs = await pricedLegs({ adapter }, first);
  return sessions.map((session, client) =>
    legs.map(({ option, side, limitPricePaise }, leg) => {
      const prepared = adapter.prepare(session, {
        tag: `${tagPrefix}${client}L${leg}`,
        tradingsymbol: option.tradingsymbol,
        instrumentKey: option.instrumentKey,
        exchange: 'NFO',
        side,
        quantityUnits: option.lotUnits,
        limitPricePaise,
      });
      if (prepared.via !== 'http') throw new Error('this wire is not HTTP');
      return prepared.request;
    }),
  );
}

async function pricedLegs({ adapter }: Pick<BenchWire, 'adapter'>, session: BrokerSession): Promise<PricedLeg[]> {
  const day = tradingDayOf(Date.now());
  const listed = await adapter.instruments(session, 'NIFTY');
  const spot = await adapter.spotPaise(session, 'NIFTY');
  const chosen = SPECS.map((leg) => {
    const option = resolveLeg(leg, listed, spot, day);
    if (!option) throw new Error('the simulated market lists no such option');
    return { option, side: leg.side };
  });
  const quotes = await adapter.quotes(
    session,
    chosen.map(({ option }) => option),
  );
  return chosen.map(({ option, side }) => {
    const quote = quotes.get(option.tradingsymbol);
    if (!quote) throw new Error(`no quote for ${option.tradingsymbol}`);
    return { option, side, limitPricePaise: marketableLimit(side, quote, option.tickPaise) };
  });
}

function spec(side: Side, optionType: 'CE' | 'PE', strikeOffset: number): LegSpec {
  return { side, optionType, strikeOffset, expiry: 'nearest', lots: 1 };
}
