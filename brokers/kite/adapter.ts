// Zerodha over Kite Connect 3: its dialect of the Kite Connect family.
import type { WireAddresses } from '../../platform/broker-wires.js';
import { ConnectAdapter, type ConnectDialect } from '../connect-adapter.js';
import { judge } from './errors.js';

const VERSION = { 'x-kite-version': '3' };

/** @see https://kite.trade/docs/connect/v3/ (read 2026-11-24); npm kiteconnect 5.3.0, dist/lib/connect.js and dist/constants */
const DIALECT: ConnectDialect = {
  broker: 'kite',
  wire: 'kite',
  // Ten orders a second; one request for quotes, ten of each other kind: https://kite.trade/docs/connect/v3/exceptions/#api-rate-limit
  capabilities: { modifyOrder: true, ordersPerSecond: 10, quotesEveryMs: 1_000 },
  orderBookEveryMs: 100,
  paths: {
    loginPage: '/connect/login?v=3&',
    placeOrder: '/orders/regular',
    order: (id) => `/orders/regular/${encodeURIComponent(id)}`,
    orderBook: '/orders',
    positions: '/portfolio/positions',
    margins: '/user/margins',
    quote: '/quote',
    instruments: '/instruments/NFO',
    // As many as there are orders, all at once: no api_key may be charged with them. What it answers is of no importance.
    warmUp: '/',
  },
  headersOf: (session) =>
    session ? { ...VERSION, authorization: `token ${session.apiKey}:${session.accessToken}` } : VERSION,
  encode: (fields) => ({
    type: 'application/x-www-form-urlencoded',
    text: new URLSearchParams(Object.entries({ ...fields, validity: 'DAY' }).map(textually)).toString(),
  }),
  judge,
  // The broker allows 500 (docs/connect/v3/market-quotes); an address of 400 fits into what servers take by default.
  quotesPerCall: 400,
  // As https://kite.trade/forum/discussion/comment/31631 shows it.
  shortOfFunds: /^Insufficient funds/,
};

const textually = ([name, value]: [string, string | number]): [string, string] => [name, String(value)];

export class KiteAdapter extends ConnectAdapter {
  /** @param now - epoch ms; @param timeoutMs - of each read */
  constructor(addresses: WireAddresses, now: () => number = Date.now, timeoutMs?: number) {
    super(DIALECT, addresses, now, timeoutMs);
  }
}
