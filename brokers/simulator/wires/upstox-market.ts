// Market data, positions and funds on Upstox' wire, and its instrument file.
import { gzipSync } from 'node:zlib';
import type { OptionInstrument, Underlying } from '../../../domain/option-contract.js';
import { freezeUnitsOf } from '../../../domain/contract-sizes.js';
import { listedOptions, UNDERLYINGS } from '../../../domain/simulated-listing.js';
import { quoteOf, spotPaise } from '../../../domain/simulated-market.js';
import { istInstant, tradingDayOf, type TradingDay } from '../../../domain/trading-time.js';
import type { Position } from '../account.js';
import type { SimulatedBroker } from '../broker.js';
import type { Call, Reply } from '../http.js';
import { optionOfToken, tokenOf } from '../tokens.js';
import { refusal, success } from './upstox-envelope.js';

const SEGMENT = 'NSE_FO|';
const MOST_QUOTES = 500;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const INDEX_KEYS: Readonly<Record<Underlying, string>> = {
  NIFTY: 'NSE_INDEX|Nifty 50',
  BANKNIFTY: 'NSE_INDEX|Nifty Bank',
  FINNIFTY: 'NSE_INDEX|Nifty Fin Service',
  MIDCPNIFTY: 'NSE_INDEX|NIFTY MID SELECT',
  NIFTYNXT50: 'NSE_INDEX|Nifty Next 50',
};

/** `GET /v2/market-quote/quotes?instrument_key=a,b`: what is not listed is left out. The answer's keys are names of a third kind. */
export function quotes(call: Call, broker: SimulatedBroker): Reply {
  const nowMs = broker.now();
  return asked(call, (key) => {
    const option = optionOfKey(key, nowMs);
    return option && [`NSE_FO:${option.tradingsymbol}`, quoteRow(key, option, nowMs)];
  });
}

/** `GET /v2/market-quote/ltp?instrument_key=a,b`: options and indices. */
export function lastPrices(call: Call, broker: SimulatedBroker): Reply {
  const nowMs = broker.now();
  return asked(call, (key) => {
    const index = UNDERLYINGS.find((u) => INDEX_KEYS[u] === key);
    if (index) return [key.replace('|', ':'), { last_price: spotPaise(index, nowMs) / 100, instrument_token: key }];
    const option = optionOfKey(key, nowMs);
    if (!option) return undefined;
    return [
      `NSE_FO:${option.tradingsymbol}`,
      { last_price: quoteOf(option, nowMs).lastPaise / 100, instrument_token: key },
    ];
  });
}

/** `GET /v2/portfolio/short-term-positions`; those squared off stay listed with quantity 0. */
export function positions(broker: SimulatedBroker, clientId: string): Reply {
  broker.book(clientId);
  return success([...broker.account(clientId).positions.values()].map((p) => positionRow(p, broker.now())));
}

/** `GET /v2/user/get-funds-and-margin`, in rupees. */
export function funds(broker: SimulatedBroker, clientId: string): Reply {
  broker.book(clientId);
  const account = broker.account(clientId);
  const available = account.availablePaise();
  const row = (free: number, used: number): unknown => ({
    used_margin: used / 100,
    payin_amount: 0,
    span_margin: 0,
    adhoc_margin: 0,
    notional_cash: 0,
    available_margin: free / 100,
    exposure_margin: 0,
  });
  return success({ equity: row(available, account.fundsPaise - available), commodity: row(0, 0) });
}

/** `GET …/complete.json.gz`: every option listed today, after rows of other kinds that a reader must pass over. */
export function instrumentsFile(broker: SimulatedBroker): Reply {
  const day = tradingDayOf(broker.now());
  if (fileOfDay?.day !== day) fileOfDay = { day, body: gzipSync(JSON.stringify(instrumentRows(day))) };
  return { kind: 'answer', status: 200, type: 'application/gzip', body: fileOfDay.body };
}

let fileOfDay: { day: string; body: Buffer } | undefined;

function instrumentRows(day: TradingDay): unknown[] {
  const equity = {
    segment: 'NSE_EQ',
    name: 'JOCIL "LIMITED" {1}',
    exchange: 'NSE',
    isin: 'INE839G01010',
    instrument_type: 'EQ',
    instrument_key: 'NSE_EQ|INE839G01010',
    lot_size: 1,
    exchange_token: '16927',
    tick_size: 5.0,
    trading_symbol: 'JOCIL',
  };
  return [equity, ...UNDERLYINGS.flatMap((u) => listedOptions(u, day).map((option) => instrumentRow(option, day)))];
}

function instrumentRow(option: OptionInstrument, day: TradingDay): unknown {
  const { underlying, expiry, strikePaise, optionType } = option;
  const month = MONTHS[Number(expiry.slice(5, 7)) - 1] ?? '';
  return {
    weekly: underlying === 'NIFTY',
    segment: 'NSE_FO',
    name: underlying,
    exchange: 'NSE',
    expiry: istInstant(expiry, '23:59:59'),
    instrument_type: optionType,
    underlying_symbol: underlying,
    instrument_key: `${SEGMENT}${tokenOf(option)}`,
    lot_size: option.lotUnits,
    freeze_quantity: freezeUnitsOf(underlying, day),
    exchange_token: String(tokenOf(option)),
    minimum_lot: option.lotUnits,
    underlying_key: INDEX_KEYS[underlying],
    tick_size: option.tickPaise,
    underlying_type: 'INDEX',
    trading_symbol: `${underlying} ${strikePaise / 100} ${optionType} ${expiry.slice(8, 10)} ${month} ${expiry.slice(2, 4)}`,
    strike_price: strikePaise / 100,
  };
}

function asked(call: Call, row: (key: string) => [string, unknown] | undefined): Reply {
  // `symbol` is the parameter's former name; the broker's own clients still send it.
  const keys = (call.query.get('instrument_key') ?? call.query.get('symbol') ?? '')
    .split(',')
    .filter((key) => key !== '');
  if (keys.length === 0) return refusal({ reason: 'key_missing', message: 'Instrument key is required' });
  if (keys.length > MOST_QUOTES)
    return refusal({ reason: 'side', message: `At most ${MOST_QUOTES} instrument keys are allowed` });
  return success(Object.fromEntries(keys.map(row).filter((found) => found !== undefined)));
}

function optionOfKey(key: string, nowMs: number): OptionInstrument | undefined {
  return key.startsWith(SEGMENT) ? optionOfToken(key.slice(SEGMENT.length), tradingDayOf(nowMs)) : undefined;
}

function quoteRow(key: string, option: OptionInstrument, nowMs: number): unknown {
  const q = quoteOf(option, nowMs);
  const depth = (paise: number): unknown => [
    { quantity: option.lotUnits * 40, price: paise / 100, orders: 12 },
    ...Array.from({ length: 4 }, () => ({ quantity: 0, price: 0, orders: 0 })),
  ];
  const last = q.lastPaise / 100;
  return {
    ohlc: { open: last, high: last, low: last, close: last },
    depth: { buy: depth(q.bidPaise), sell: depth(q.askPaise) },
    timestamp: new Date(nowMs).toISOString(),
    instrument_token: key,
    symbol: option.tradingsymbol,
    // The real one is a float of single precision.
    last_price: Math.fround(last),
    volume: 0,
    average_price: last,
    oi: 0,
    net_change: 0,
    total_buy_quantity: option.lotUnits * 40,
    total_sell_quantity: option.lotUnits * 40,
    lower_circuit_limit: q.lowerBandPaise / 100,
    upper_circuit_limit: q.upperBandPaise / 100,
    last_trade_time: String(Math.floor(nowMs)),
    oi_day_high: 0,
    oi_day_low: 0,
  };
}

function positionRow(p: Position, nowMs: number): unknown {
  const quantity = p.buyUnits - p.sellUnits;
  const last = quoteOf(p.option, nowMs).lastPaise;
  return {
    exchange: p.option.exchange,
    multiplier: 1,
    value: (p.buyPaise - p.sellPaise) / 100,
    pnl: (p.sellPaise - p.buyPaise + quantity * last) / 100,
    product: p.product === 'MIS' ? 'I' : 'D',
    instrument_token: `${SEGMENT}${tokenOf(p.option)}`,
    average_price: null,
    buy_value: p.buyPaise / 100,
    overnight_quantity: 0,
    day_buy_quantity: p.buyUnits,
    day_buy_value: p.buyPaise / 100,
    day_sell_quantity: p.sellUnits,
    day_sell_value: p.sellPaise / 100,
    quantity,
    last_price: last / 100,
    sell_value: p.sellPaise / 100,
    trading_symbol: p.option.tradingsymbol,
    tradingsymbol: p.option.tradingsymbol,
  };
}
