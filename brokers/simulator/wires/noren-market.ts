// Market data, positions and limits on the Noren wire.
import { zipSync, strToU8 } from 'fflate';
import type { Underlying } from '../../../domain/option-contract.js';
import { expiriesFrom, listedOptions, UNDERLYINGS } from '../../../domain/simulated-listing.js';
import { quoteOf, spotPaise } from '../../../domain/simulated-market.js';
import { tradingDayOf, type TradingDay } from '../../../domain/trading-time.js';
import type { Position } from '../account.js';
import type { SimulatedBroker } from '../broker.js';
import { fieldText, type Reply } from '../http.js';
import { optionOfToken, tokenOf } from '../tokens.js';
import { masterExpiry, norenSymbol } from './noren-contracts.js';
import { bookOf, notOk, ok } from './noren-envelope.js';

const INDICES: Readonly<Record<string, { underlying: Underlying; tsym: string }>> = {
  '26000': { underlying: 'NIFTY', tsym: 'Nifty 50' },
  '26009': { underlying: 'BANKNIFTY', tsym: 'Nifty Bank' },
  '26037': { underlying: 'FINNIFTY', tsym: 'Nifty Fin Services' },
  '26074': { underlying: 'MIDCPNIFTY', tsym: 'NIFTY MID SELECT' },
  '26013': { underlying: 'NIFTYNXT50', tsym: 'Nifty Next 50' },
};
const MASTER_HEADER = 'Exchange,Token,LotSize,Symbol,TradingSymbol,Expiry,Instrument,OptionType,StrikePrice,TickSize,';

const rupees = (paise: number): string => (paise / 100).toFixed(2);

/** `GetQuotes`: one contract or index by exchange and token. */
export function quotes(fields: Record<string, unknown>, broker: SimulatedBroker): Reply {
  const [exch, token] = [fieldText(fields, 'exch'), fieldText(fields, 'token')];
  const nowMs = broker.now();
  const index = exch === 'NSE' ? INDICES[token] : undefined;
  if (index) {
    const lp = rupees(spotPaise(index.underlying, nowMs));
    return ok({ exch, tsym: index.tsym, instname: 'UNDIND', pp: '2', ls: '1', ti: '0.05', token, lp });
  }
  const option = exch === 'NFO' ? optionOfToken(token, tradingDayOf(nowMs)) : undefined;
  if (!option) return notOk('Error Occurred : 5 "no data"');
  const q = quoteOf(option, nowMs);
  return ok({
    exch,
    tsym: norenSymbol(option),
    symname: option.underlying,
    seg: 'DER',
    instname: 'OPTIDX',
    pp: '2',
    ls: String(option.lotUnits),
    ti: rupees(option.tickPaise),
    mult: '1',
    uc: rupees(q.upperBandPaise),
    lc: rupees(q.lowerBandPaise),
    token,
    lp: rupees(q.lastPaise),
    bp1: rupees(q.bidPaise),
    sp1: rupees(q.askPaise),
    bq1: String(option.lotUnits * 40),
    sq1: String(option.lotUnits * 40),
  });
}

/** `PositionBook`: those squared off stay listed with netqty 0. */
export function positions(broker: SimulatedBroker, clientId: string): Reply {
  broker.book(clientId);
  const rows = [...broker.account(clientId).positions.values()];
  return bookOf(rows.map((p) => positionRow(p, clientId, broker.now())));
}

/** `Limits`: what is nothing is left out. */
export function limits(broker: SimulatedBroker, clientId: string): Reply {
  broker.book(clientId);
  const account = broker.account(clientId);
  const used = account.fundsPaise - account.availablePaise();
  return ok({ actid: clientId, cash: rupees(account.fundsPaise), ...(used !== 0 && { marginused: rupees(used) }) });
}

/** `GET /NFO_symbols.txt.zip`: every contract listed today, futures too. */
export function symbolMaster(broker: SimulatedBroker): Reply {
  const day = tradingDayOf(broker.now());
  if (master?.day !== day) master = { day, zip: Buffer.from(zipSync({ 'NFO_symbols.txt': strToU8(masterText(day)) })) };
  return { kind: 'answer', status: 200, type: 'application/zip', body: master.zip };
}

let master: { day: TradingDay; zip: Buffer } | undefined;

function masterText(day: TradingDay): string {
  const rows = UNDERLYINGS.flatMap((u) => [...futureRows(u, day), ...optionRows(u, day)]);
  return [MASTER_HEADER, ...rows, ''].join('\n');
}

function optionRows(underlying: Underlying, day: TradingDay): string[] {
  return listedOptions(underlying, day).map((o) => {
    const contract = [o.exchange, tokenOf(o), o.lotUnits, underlying, norenSymbol(o), masterExpiry(o.expiry)];
    return [...contract, 'OPTIDX', o.optionType, (o.strikePaise / 100).toFixed(1), rupees(o.tickPaise), ''].join(',');
  });
}

function futureRows(underlying: Underlying, day: TradingDay): string[] {
  const [option] = listedOptions(underlying, day);
  const lot = option?.lotUnits ?? 1;
  return expiriesFrom(underlying, day)
    .slice(-1)
    .map((expiry, i) => {
      const symbol = `${underlying}${masterExpiry(expiry).replaceAll('-', '')}F`;
      const contract = ['NFO', 35_001 + 100 * UNDERLYINGS.indexOf(underlying) + i, lot, underlying, symbol];
      return [...contract, masterExpiry(expiry), 'FUTIDX', 'XX', '-0.01', '0.10', ''].join(',');
    });
}

function positionRow(p: Position, clientId: string, nowMs: number): Record<string, string> {
  const net = p.buyUnits - p.sellUnits;
  const average = (paise: number, units: number): string => (units > 0 ? (paise / units / 100).toFixed(2) : '0.00');
  return {
    stat: 'Ok',
    uid: clientId,
    actid: clientId,
    exch: p.option.exchange,
    tsym: norenSymbol(p.option),
    token: String(tokenOf(p.option)),
    prd: p.product === 'MIS' ? 'I' : 'M',
    pp: '2',
    ls: String(p.option.lotUnits),
    ti: rupees(p.option.tickPaise),
    mult: '1',
    netqty: String(net),
    netavgprc: net >= 0 ? average(p.buyPaise, p.buyUnits) : average(p.sellPaise, p.sellUnits),
    daybuyqty: String(p.buyUnits),
    daysellqty: String(p.sellUnits),
    daybuyamt: rupees(p.buyPaise),
    daysellamt: rupees(p.sellPaise),
    lp: rupees(quoteOf(p.option, nowMs).lastPaise),
    rpnl: net === 0 ? rupees(p.sellPaise - p.buyPaise) : '0.00',
    urmtom: net === 0 ? '0.00' : rupees(p.sellPaise - p.buyPaise + net * quoteOf(p.option, nowMs).lastPaise),
  };
}
