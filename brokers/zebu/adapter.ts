// Zebu over the guide's connect wire: its dialect of the Kite Connect family (docs/decisions/0009).
import { ConnectAdapter, type ConnectDialect } from '../connect-adapter.js';
import { judge } from './errors.js';

const API = '/api/v1';

const DIALECT: ConnectDialect = {
  broker: 'zebu',
  wire: 'zebu',
  capabilities: { modifyOrder: true, ordersPerSecond: 10 },
  paths: {
    loginPage: '/connect/login?',
    placeOrder: `${API}/orders`,
    order: (id) => `${API}/orders/${encodeURIComponent(id)}`,
    orderBook: `${API}/orders`,
    orderBookOf: (tag) => `${API}/orders?${new URLSearchParams({ tag }).toString()}`,
    positions: `${API}/positions`,
    margins: `${API}/margins`,
    quote: `${API}/quote`,
    instruments: `${API}/instruments`,
  },
  headersOf: (session) => (session ? { authorization: `Bearer ${session.accessToken}` } : {}),
  encode: (fields) => ({ type: 'application/json', text: JSON.stringify(fields) }),
  judge,
  quotesPerCall: 200,
};

export class ZebuAdapter extends ConnectAdapter {
  /** @param baseUrl - the wire's base; @param now - epoch ms; @param timeoutMs - of each read */
  constructor(baseUrl: string, now: () => number = Date.now, timeoutMs?: number) {
    super(DIALECT, { api: baseUrl, login: baseUrl }, now, timeoutMs);
  }
}
