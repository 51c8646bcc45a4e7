// What the simulators of the Kite Connect family answer with, whatever envelope and paths their broker has: quotes, positions, margins,
// orders and the instrument list. Rupees with decimals, quantities in units.
import type { Underlying } from '../../../domain/option-contract.js';
import { listedOptions, UNDERLYINGS } from '../../../domain/simulated-listing.js';
import { quoteOf, spotPaise } from '../../../domain/simulated-market.js';
import { tradingDayOf, type TradingDay } from '../../../domain/trading-time.js';
import type { Position } from '../account.js';
import type { SimulatedBroker } from '../broker.js';
import { fieldText } from '../http.js';
import type { Naming } from '../naming.js';
import { paiseOf } from '../placing.js';
import type { PlaceTerms } from '../refusals.js';
import type { LiveOrder } from '../sim-order.js';
import { tokenOf } from '../tokens.js';

const INDEX_KEYS: Readonly<Record<string, Underlying>> = {
  'NSE:NIFTY 50': 'NIFTY',
  'NSE:NIFTY BANK': 'BANKNIFTY',
  'NSE:NIFTY FIN SERVICE': 'FINNIFTY',
  'NSE:NIFTY MID SELECT': 'MIDCPNIFTY',
  'NSE:NIFTY NEXT 50': 'NIFTYNXT50',
};
const IST_OFFSET_MS = 330 * 60_000;

/** Quotes by the keys they are asked by, `NFO:SYMBOL` or `NSE:NIFTY 50`: what is not listed is left out. */
export function quoteRows(keys: readonly string[], nowMs: number, naming: Naming): Record<string, object> {
  const rows = keys.map((key) => [key, quoteRow(key, nowMs, naming)] as const);
  return Object.fromEntries(rows.filter((row): row is [string, object] => row[1] !== undefined));
}

/** The day's net positions; those squared off stay listed with quantity 0. */
export function positionRows(broker: SimulatedBroker, clientId: string, naming: Naming): object[] {
  broker.book(clientId);
  return [...broker.account(clientId).positions.values()].map((p) => positionRow(p, broker.now(), naming));
}

/** `net` is what is free to trade with. */
export function marginRow(broker: SimulatedBroker, clientId: string): object {
  broker.book(clientId);
  const account = broker.account(clientId);
  const [net, cash] = [account.availablePaise() / 100, account.fundsPaise / 100];
  const debits = (account.fundsPaise - account.availablePaise()) / 100;
  return { enabled: true, net, available: { cash, live_balance: net }, utilised: { debits } };
}

export function orderRow(o: LiveOrder, naming: Naming): object {
  return {
    order_id: o.orderId,
    tag: o.tag,
    tradingsymbol: naming.symbolOf(o.option),
    exchange: o.exchange,
    product: o.product,
    transaction_type: o.side,
    order_type: 'LIMIT',
    validity: 'DAY',
    quantity: o.quantityUnits,
    filled_quantity: o.filledUnits,
    pending_quantity: o.status === 'OPEN' ? o.quantityUnits - o.filledUnits : 0,
    price: o.limitPricePaise / 100,
    average_price: o.averagePricePaise / 100,
    status: o.status,
    status_message: o.statusMessage ?? null,
    order_timestamp: istText(o.receivedAtMs),
    placed_by: o.clientId,
  };
}

/** Every option listed on a day, as CSV. @param header - the columns that the broker has, of those that are known here */
export function instrumentsCsv(header: string, day: TradingDay, { symbolOf }: Naming): string {
  const columns = header.split(',');
  const rows = UNDERLYINGS.flatMap((u) => listedOptions(u, day)).map((o) => {
    const cells: Record<string, string | number> = {
      instrument_token: tokenOf(o) * 256 + 2,
      exchange_token: tokenOf(o),
      tradingsymbol: symbolOf(o),
      name: o.underlying,
      last_price: 0,
      expiry: o.expiry,
      strike: o.strikePaise / 100,
      tick_size: o.tickPaise / 100,
      lot_size: o.lotUnits,
      instrument_type: o.optionType,
      segment: 'NFO-OPT',
      exchange: o.exchange,
    };
    return columns.map((column) => cells[column]).join(',');
  });
  return [header, ...rows, ''].join('\n');
}

/** A placement as its fields have it, text or numbers. */
export function readTerms(
  fields: Record<string, unknown>,
  { clientId, receivedAtMs, naming }: { clientId: string; receivedAtMs: number; naming: Naming },
): PlaceTerms {
  const side = fields['transaction_type'];
  const symbol = fieldText(fields, 'tradingsymbol');
  return {
    clientId,
    tag: fieldText(fields, 'tag'),
    tradingsymbol: naming.optionOf(symbol, tradingDayOf(receivedAtMs))?.tradingsymbol ?? symbol,
    exchange: fieldText(fields, 'exchange'),
    side: side === 'BUY' || side === 'SELL' ? side : undefined,
    orderType: fieldText(fields, 'order_type'),
    product: fieldText(fields, 'product'),
    quantityUnits: Number(fields['quantity'] ?? 0),
    limitPricePaise: paiseOf(fields['price'] ?? 0),
    receivedAtMs,
  };
}

/** `2026-11-24 09:20:00`, in India. */
export function istText(epochMs: number): string {
  return new Date(epochMs + IST_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

function quoteRow(key: string, nowMs: number, naming: Naming): object | undefined {
  const index = INDEX_KEYS[key];
  if (index !== undefined) return { last_price: spotPaise(index, nowMs) / 100 };
  const option = key.startsWith('NFO:') ? naming.optionOf(key.slice(4), tradingDayOf(nowMs)) : undefined;
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

function positionRow(p: Position, nowMs: number, naming: Naming): object {
  const quantity = p.buyUnits - p.sellUnits;
  const lastPaise = quoteOf(p.option, nowMs).lastPaise;
  return {
    tradingsymbol: naming.symbolOf(p.option),
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
