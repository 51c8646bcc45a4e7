// Market data, positions, funds and the instrument master on Angel One's wire. In the master, strikes and ticks are times a hundred.
import type { OptionInstrument, Underlying } from '../../../domain/option-contract.js';
import { listedOptions, UNDERLYINGS } from '../../../domain/simulated-listing.js';
import { quoteOf, spotPaise } from '../../../domain/simulated-market.js';
import { tradingDayOf } from '../../../domain/trading-time.js';
import type { Position } from '../account.js';
import type { SimulatedBroker } from '../broker.js';
import { readFields, type Call, type Reply } from '../http.js';
import { optionOfToken, tokenOf } from '../tokens.js';
import { failure, success } from './angel-answers.js';

/** Third parties' tokens of the indices; checked against nothing here but the master below. */
const INDICES: Readonly<Record<Underlying, { token: string; symbol: string }>> = {
  NIFTY: { token: '99926000', symbol: 'Nifty 50' },
  BANKNIFTY: { token: '99926009', symbol: 'Nifty Bank' },
  FINNIFTY: { token: '99926037', symbol: 'Nifty Fin Service' },
  MIDCPNIFTY: { token: '99926074', symbol: 'NIFTY MID SELECT' },
  NIFTYNXT50: { token: '99926013', symbol: 'Nifty Next 50' },
};
const MODES = ['LTP', 'OHLC', 'FULL'];
const MOST_TOKENS = 50;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
/** What else is in the master: not everything there is an option on an index. */
const OTHER_ROWS = [
  masterRow('2885', 'RELIANCE-EQ', 'RELIANCE', { exch_seg: 'NSE', tick_size: '10.000000' }),
  masterRow('500325', 'RELIANCE', 'RELIANCE', { exch_seg: 'BSE', tick_size: '5.000000' }),
  masterRow('26000', 'NIFTYFUT', 'NIFTY', { exch_seg: 'NFO', instrumenttype: 'FUTIDX', tick_size: '10.000000' }),
];

/** `POST quote` `{mode, exchangeTokens: {NFO: ["…"], NSE: ["…"]}}`: what is not listed is among the unfetched. */
export function quotes(call: Call, broker: SimulatedBroker): Reply {
  const fields = readFields(call) ?? {};
  const asked = tokensOf(fields['exchangeTokens']);
  if (!MODES.includes(String(fields['mode'])) || asked === undefined || asked.length > MOST_TOKENS)
    return failure({ code: 'AB1009', message: `mode, or exchangeTokens of 1 to ${MOST_TOKENS} tokens, is not right` });
  const full = fields['mode'] === 'FULL';
  const rows = asked.map(([exchange, token]) => ({
    exchange,
    token,
    row: quoteRow(exchange, token, full, broker.now()),
  }));
  return success({
    fetched: rows.flatMap(({ row }) => (row ? [row] : [])),
    unfetched: rows.flatMap(({ exchange, token, row }) =>
      row ? [] : [{ exchange, symbolToken: token, message: 'Symbol token not found', errorCode: 'AB4046' }],
    ),
  });
}

/** `GET OpenAPIScripMaster.json`: a bare array. */
export function instrumentMaster(broker: SimulatedBroker): Reply {
  const day = tradingDayOf(broker.now());
  if (masterOfDay?.day !== day) masterOfDay = { day, text: JSON.stringify(masterFor(day)) };
  return { kind: 'answer', status: 200, type: 'application/json', body: masterOfDay.text };
}

/** `GET getPosition`: positions of the day; those squared off stay listed; null when there are none. */
export function positions(broker: SimulatedBroker, clientId: string): Reply {
  broker.book(clientId);
  const rows = [...broker.account(clientId).positions.values()].map(positionRow);
  return success(rows.length === 0 ? null : rows);
}

/** `GET getRMS`: amounts are text with all the digits of a binary fraction. */
export function funds(broker: SimulatedBroker, clientId: string): Reply {
  broker.book(clientId);
  const account = broker.account(clientId);
  const text = (paise: number): string => (paise / 100).toFixed(12);
  return success({
    net: text(account.availablePaise()),
    availablecash: text(account.availablePaise()),
    availableintradaypayin: '0',
    availablelimitmargin: '0',
    collateral: '0',
    m2munrealized: '0',
    m2mrealized: '0',
    utiliseddebits: text(account.fundsPaise - account.availablePaise()),
    utilisedspan: '0',
    utilisedoptionpremium: '0',
    utilisedholdingsales: '0',
    utilisedexposure: '0',
    utilisedturnover: '0',
    utilisedpayout: '0',
  });
}

let masterOfDay: { day: string; text: string } | undefined;

function masterFor(day: string): unknown[] {
  const options = UNDERLYINGS.flatMap((u) => listedOptions(u, day)).map((o) =>
    masterRow(String(tokenOf(o)), o.tradingsymbol, o.underlying, {
      expiry: `${o.expiry.slice(8)}${MONTHS[Number(o.expiry.slice(5, 7)) - 1]}${o.expiry.slice(0, 4)}`,
      strike: timesHundred(o.strikePaise),
      lotsize: String(o.lotUnits),
      instrumenttype: 'OPTIDX',
      exch_seg: o.exchange,
      tick_size: timesHundred(o.tickPaise),
    }),
  );
  const indices = UNDERLYINGS.map((u) =>
    masterRow(INDICES[u].token, INDICES[u].symbol, u, { instrumenttype: 'AMXIDX', exch_seg: 'NSE' }),
  );
  return [...OTHER_ROWS, ...indices, ...options];
}

function masterRow(token: string, symbol: string, name: string, more: Record<string, string>): unknown {
  const usual = { expiry: '', strike: '-1.000000', lotsize: '1', instrumenttype: '', tick_size: '0.000000' };
  return { token, symbol, name, ...usual, ...more };
}

/** Rupees times a hundred, as it happens paise, with six decimals. */
const timesHundred = (paise: number): string => paise.toFixed(6);

/** @returns exchange and token of each; undefined when it is anything else, or nothing */
function tokensOf(value: unknown): [string, string][] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const lists = Object.entries(value);
  if (!lists.every(([, list]) => Array.isArray(list))) return undefined;
  const tokens = lists.flatMap(([exchange, list]) =>
    (list as unknown[]).map((token): [string, string] => [exchange, String(token)]),
  );
  return tokens.length === 0 ? undefined : tokens;
}

function quoteRow(exchange: string, token: string, full: boolean, nowMs: number): unknown {
  const index = UNDERLYINGS.find((u) => exchange === 'NSE' && INDICES[u].token === token);
  if (index) {
    const ltp = spotPaise(index, nowMs) / 100;
    return { exchange, tradingSymbol: INDICES[index].symbol, symbolToken: token, ltp };
  }
  const option = exchange === 'NFO' ? optionOfToken(token, tradingDayOf(nowMs)) : undefined;
  if (!option) return undefined;
  const row = { exchange, tradingSymbol: option.tradingsymbol, symbolToken: token };
  return full ? { ...row, ...fullQuote(option, nowMs) } : { ...row, ltp: quoteOf(option, nowMs).lastPaise / 100 };
}

function fullQuote(option: OptionInstrument, nowMs: number): object {
  const q = quoteOf(option, nowMs);
  const depth = (paise: number): unknown[] => [
    { price: paise / 100, quantity: option.lotUnits * 40, orders: 12 },
    ...Array<unknown>(4).fill({ price: 0, quantity: 0, orders: 0 }),
  ];
  return {
    ltp: q.lastPaise / 100,
    open: q.lastPaise / 100,
    high: q.lastPaise / 100,
    low: q.lastPaise / 100,
    close: q.lastPaise / 100,
    lowerCircuit: q.lowerBandPaise / 100,
    upperCircuit: q.upperBandPaise / 100,
    tradeVolume: 0,
    opnInterest: 0,
    depth: { buy: depth(q.bidPaise), sell: depth(q.askPaise) },
  };
}

function positionRow(p: Position): unknown {
  return {
    exchange: p.option.exchange,
    symboltoken: String(tokenOf(p.option)),
    producttype: p.product === 'MIS' ? 'INTRADAY' : 'CARRYFORWARD',
    tradingsymbol: p.option.tradingsymbol,
    symbolname: p.option.underlying,
    instrumenttype: 'OPTIDX',
    lotsize: String(p.option.lotUnits),
    buyqty: String(p.buyUnits),
    sellqty: String(p.sellUnits),
    buyamount: (p.buyPaise / 100).toFixed(2),
    sellamount: (p.sellPaise / 100).toFixed(2),
    netqty: String(p.buyUnits - p.sellUnits),
    netvalue: ((p.sellPaise - p.buyPaise) / 100).toFixed(2),
  };
}
