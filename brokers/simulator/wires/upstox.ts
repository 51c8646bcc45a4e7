// Upstox' wire as its server speaks it: routes. Written from its documents, apart from the adapter, so that each checks the other.
import type { SimulatedBroker } from '../broker.js';
import { fieldText, json, readFields, type Call, type Reply } from '../http.js';
import { loginPage, submitLogin, type LoginDialect } from '../login.js';
import { refusal } from './upstox-envelope.js';
import { funds, instrumentsFile, lastPrices, positions, quotes } from './upstox-market.js';
import { cancelOrder, modifyOrder, oneOrder, orderBook, orderHistory, placeOrder } from './upstox-orders.js';
import type { SimulatedWire } from './wire.js';

const BEARER = 'Bearer ';
const SESSION_OVER = { reason: 'session', message: 'Invalid token used to access API' } as const;

const LOGIN: LoginDialect = {
  title: 'Upstox',
  apiKeyField: 'client_id',
  clientField: 'user_id',
  approved: (form, { sessions, now }) => ({ code: sessions.issueOneTimeToken(form, now()), state: form.state }),
  refused: () =>
    refusal({ reason: 'login', message: "Check your 'client_id' and 'redirect_uri'; one or both are incorrect." }),
};

export const upstoxWire: SimulatedWire = {
  name: 'upstox',
  rules: {
    sessions: { endAtIst: '03:30', shortestMs: 0 },
    unsound: 'rejected_in_book',
    unfunded: 'rejected_in_book',
    shortfallText: (available, required) =>
      `You need to add Rs. ${((required - available) / 100).toFixed(2)} in your account to place this trade.`,
  },
  handle(call, broker) {
    switch (`${call.method} ${call.path}`) {
      case 'GET /v2/login/authorization/dialog':
        return loginPage(call, broker, LOGIN);
      case 'POST /v2/login/authorization/dialog':
        return submitLogin(call, broker, LOGIN);
      case 'POST /v2/login/authorization/token':
        return exchange(call, broker);
      case 'GET /market-quote/instruments/exchange/complete.json.gz':
        return instrumentsFile(broker);
      default:
        return api(call, broker);
    }
  },
};

function api(call: Call, broker: SimulatedBroker): Reply {
  const header = call.headers.authorization ?? '';
  const found = header.startsWith(BEARER) ? broker.sessions.find(header.slice(BEARER.length), broker.now()) : undefined;
  if (!found) return refusal(SESSION_OVER);
  const { clientId } = found.session;
  const route = `${call.method} ${call.path}`;
  if (route === 'POST /v3/order/place') return placeOrder(call, broker, clientId, found.alive);
  if (!found.alive) return refusal(SESSION_OVER);
  switch (route) {
    case 'PUT /v3/order/modify':
      return modifyOrder(call, broker, clientId);
    case 'DELETE /v3/order/cancel':
      return cancelOrder(call, broker, clientId);
    case 'GET /v2/order/retrieve-all':
      return orderBook(broker, clientId);
    case 'GET /v2/order/details':
      return oneOrder(call, broker, clientId);
    case 'GET /v2/order/history':
      return orderHistory(call, broker, clientId);
    case 'GET /v2/portfolio/short-term-positions':
      return positions(broker, clientId);
    case 'GET /v2/user/get-funds-and-margin':
      return funds(broker, clientId);
    case 'GET /v2/market-quote/quotes':
      return quotes(call, broker);
    case 'GET /v2/market-quote/ltp':
      return lastPrices(call, broker);
    default:
      return refusal({ reason: 'route', message: 'This request is not supported by Upstox API' });
  }
}

/** Trades a code. Any use is its last one, and the callback address must be the one that the login page was given. */
function exchange(call: Call, { sessions, now }: SimulatedBroker): Reply {
  const fields = readFields(call) ?? {};
  const code = fieldText(fields, 'code');
  const sameAddress = sessions.redirectOf(code) === fieldText(fields, 'redirect_uri');
  const proves = (secret: string): boolean => secret === fieldText(fields, 'client_secret');
  const exchanged =
    fieldText(fields, 'grant_type') === 'authorization_code' && sameAddress
      ? sessions.exchange(fieldText(fields, 'client_id'), code, proves, now())
      : ({ ok: false, reason: 'token' } as const);
  sessions.discard(code);
  if (!exchanged.ok)
    return exchanged.reason === 'token'
      ? refusal({ reason: 'code', message: 'Invalid Auth code' })
      : refusal({
          reason: 'credentials',
          message: "Check your 'client_id' and 'client_secret'; one or both are incorrect.",
        });
  const { clientId, accessToken } = exchanged.grant;
  return json(200, {
    email: `${clientId.toLowerCase()}@example.com`,
    exchanges: ['NSE', 'NFO', 'BSE', 'BFO'],
    products: ['D', 'CO', 'I'],
    broker: 'UPSTOX',
    user_id: clientId,
    user_name: clientId,
    order_types: ['MARKET', 'LIMIT', 'SL', 'SL-M'],
    user_type: 'individual',
    poa: false,
    is_active: true,
    access_token: accessToken,
    extended_token: null,
  });
}
