// Market data, positions and margins on Zebu's connect wire.
import type { Underlying } from '../../../domain/option-contract.js';
import { listedOption, listedOptions, UNDERLYINGS } from '../../../domain/simulated-listing.js';
import { quoteOf, spotPaise } from '../../../domain/simulated-market.js';
import { tradingDayOf } from '../../../domain/trading-time.js';
import type { SimulatedBroker } from '../broker.js';
import type { Call, Reply } from '../http.js';
import type { Position } from '../account.js';
import { refusal, success } from './zebu-envelope.js';

const INDEX_KEYS: Readonly<Record<string, Underlying>> = {
  'NSE:NIFTY 50': 'NIFTY',
  'NSE:NIFTY BANK': 'BANKNIFTY',
  'NSE:NIFTY FIN SERVICE': 'FINNIFTY',
  'NSE:NIFTY MID SELECT': 'MIDCPNIFTY',
  'NSE:NIFTY NEXT 50': 'NIFTYNXT50',
};
const MOST_QUOTES = 500;
const CSV_HEADER =
  'instrument_token,tradingsymbol,name,expiry,strike,tick_size,lot_size,instrument_type,segment,exchange';

/** `GET /quote?i=NFO:SYMBOL&i=NSE:NIFTY 50`: what is not listed is left out of the answer. */
export function quotes(call: Call, broker: SimulatedBroker): Reply {
  const keys = call.query.getAll('i');
  if (keys.length === 0 || keys.length > MOST_QUOTES)
    return refusal({ reason: 'malformed', message: `i: 1 to ${MOST_QUOTES} instruments are needed` });
  const nowMs = broker.now();
  return success(
    Object.fromEntries(keys.map((key) => [key, quoteRow(key, nowMs)]).filter(([, row]) => row !== undefined)),
  );
}

/** `GET /instruments`: every option listed today, as CSV; strikes and ticks in rupees. */
export function instrumentsCsv(broker: SimulatedBroker): Reply {
  const day = tradingDayOf(broker.now());
  if (csvOfDay?.day !== day) csvOfDay = { day, text: csvFor(day) };
  return { kind: 'answer', status: 200, type: 'text/csv; charset=utf-8', body: csvOfDay.text };
}

/** `GET /positions`: net positions of the day; those squared off stay listed with quantity 0. */
export function positions(broker: SimulatedBroker, clientId: string): Reply {
  broker.book(clientId);
  const rows = [...broker.account(clientId).positions.values()].map((p) => positionRow(p, broker.now()));
  return success({ net: rows, day: rows });
}

/** `GET /margins`: `equity.net` is what is free to trade with, in rupees. */
export function margins(broker: SimulatedBroker, clientId: string): Reply {
  broker.book(clientId);
  const account = broker.account(clientId);
  const net = account.availablePaise() / 100;
  const cash = account.fundsPaise / 100;
  const debits = (account.fundsPaise - account.availablePaise()) / 100;
  return success({ equity: { enabled: true, net, available: { cash, live_balance: net }, utilised: { debits } } });
}

let csvOfDay: { day: string; text: string } | undefined;

function csvFor(day: string): string {
  const options = UNDERLYINGS.flatMap((u) => listedOptions(u, day));
  const rows = options.map((o, i) =>
    [
      100_001 + i,
      o.tradingsymbol,
      o.underlying,
      o.expiry,
      o.strikePaise / 100,
      o.tickPaise / 100,
      o.lotUnits,
      o.optionType,
      'NFO-OPT',
      o.exchange,
    ].join(','),
  );
  return [CSV_HEADER, ...rows, ''].join('\n');
}

function quoteRow(key: string, nowMs: number): unknown {
  const index = INDEX_KEYS[key];
  if (index !== undefined) return { last_price: spotPaise(index, nowMs) / 100 };
  const option = key.startsWith('NFO:') ? listedOption(key.slice(4), tradingDayOf(nowMs)) : undefined;
  if (!option) return undefined;
  const q = quoteOf(option, nowMs);
  const depth = (paise: number): unknown => [{ price: paise / 100, quantity: option.lotUnits * 40, orders: 12 }];
  return {
    last_price: q.lastPaise / 100,
    lower_circuit_limit: q.lowerBandPaise / 100,
    upper_circuit_limit: q.upperBandPaise / 100,
    depth: { buy: depth(q.bidPaise), sell: depth(q.askPaise) },
  };
}

function positionRow(p: Position, nowMs: number): unknown {
  const quantity = p.buyUnits - p.sellUnits;
  const lastPaise = quoteOf(p.option, nowMs).lastPaise;
  return {
    tradingsymbol: p.option.tradingsymbol,
    exchange: p.option.exchange,
    product: p.product,
    quantity,
    buy_quantity: p.buyUnits,
    buy_value: p.buyPaise / 100,
    sell_quantity: p.sellUnits,
    sell_value: p.sellPaise / 100,
    last_price: lastPaise / 100,
    pnl: (p.sellPaise - p.buyPaise + quantity * lastPaise) / 100,
  };
}
