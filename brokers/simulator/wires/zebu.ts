// Zebu's connect wire as its server speaks it: routes. Written from brokers.md, apart from the adapter, so that each checks the other.
import { tradingDayOf } from '../../../domain/trading-time.js';
import type { SimulatedBroker } from '../broker.js';
import { loginPage, submitLogin, type LoginDialect } from '../login.js';
import { json, type Call, type Reply } from '../http.js';
import type { LiveOrder } from '../sim-order.js';
import { cancelOrder, exchangeByChecksum, modifyOrder, placeOrder, quotes, success } from './connect-answers.js';
import { instrumentsCsv, marginRow, orderRow, positionRows } from './connect-rows.js';
import { ZEBU } from './zebu-envelope.js';
import type { SimulatedWire } from './wire.js';

const API = '/api/v1';
const BEARER = 'Bearer ';
const CSV_HEADER =
  'instrument_token,tradingsymbol,name,expiry,strike,tick_size,lot_size,instrument_type,segment,exchange';
const { naming, refusal } = ZEBU;

const LOGIN: LoginDialect = {
  title: 'Zebu',
  apiKeyField: 'api_key',
  clientField: 'client_id',
  approved: (form, { sessions, now }) => ({
    action: 'login',
    status: 'success',
    request_token: sessions.issueOneTimeToken(form, now()),
    state: form.state,
  }),
  refused: (field, message) => refusal({ reason: field === 'api_key' ? 'api_key' : 'malformed', message }),
};

export const zebuWire: SimulatedWire = {
  name: 'zebu',
  rules: { sessions: { endAtIst: '06:00', shortestMs: 30 * 60_000 }, unsound: 'refused', unfunded: 'refused' },
  handle(call, broker) {
    if (call.path.startsWith(`${API}/`)) return api({ ...call, path: call.path.slice(API.length) }, broker);
    switch (`${call.method} ${call.path}`) {
      case 'GET /connect/login':
        return loginPage(call, broker, LOGIN);
      case 'POST /connect/login':
        return submitLogin(call, broker, LOGIN);
      case 'POST /session/token':
        return exchange(call, broker);
      default:
        return notFound(call);
    }
  },
};

function api(call: Call, broker: SimulatedBroker): Reply {
  const header = call.headers.authorization ?? '';
  const found = header.startsWith(BEARER) ? broker.sessions.find(header.slice(BEARER.length), broker.now()) : undefined;
  if (!found) return refusal({ reason: 'session', message: 'Invalid or expired session: log in again' });
  const { clientId } = found.session;
  if (call.method === 'POST' && call.path === '/orders') return placeOrder(ZEBU, call, broker, clientId, found.alive);
  if (!found.alive) return refusal({ reason: 'session', message: 'Invalid or expired session: log in again' });
  const orderId = /^\/orders\/([^/]+)$/.exec(call.path)?.[1];
  if (orderId !== undefined) return orderRoute(call, broker, clientId, orderId);
  switch (`${call.method} ${call.path}`) {
    case 'GET /orders':
      return success(
        broker
          .book(clientId)
          .filter((o) => [null, o.tag].includes(call.query.get('tag')))
          .map(rowOf),
      );
    case 'GET /positions': {
      const rows = positionRows(broker, clientId, naming);
      return success({ net: rows, day: rows });
    }
    case 'GET /margins':
      return success({ equity: marginRow(broker, clientId) });
    case 'GET /quote':
      return quotes(ZEBU, call, broker);
    case 'GET /instruments':
      return csv(broker);
    default:
      return notFound(call);
  }
}

function orderRoute(call: Call, broker: SimulatedBroker, clientId: string, orderId: string): Reply {
  switch (call.method) {
    case 'GET': {
      const order = broker.book(clientId).find((o) => o.orderId === orderId);
      return order
        ? success(rowOf(order))
        : refusal({ reason: 'order_not_found', message: `Order ${orderId} does not exist` });
    }
    case 'DELETE':
      return cancelOrder(ZEBU, broker, clientId, orderId);
    case 'PUT':
      return modifyOrder(ZEBU, call, broker, clientId, orderId);
    default:
      return notFound(call);
  }
}

function rowOf(order: LiveOrder): object {
  return { ...orderRow(order, naming), status_code: order.statusCode ?? null };
}

function csv(broker: SimulatedBroker): Reply {
  const day = tradingDayOf(broker.now());
  if (csvOfDay?.day !== day) csvOfDay = { day, text: instrumentsCsv(CSV_HEADER, day, naming) };
  return { kind: 'answer', status: 200, type: 'text/csv; charset=utf-8', body: csvOfDay.text };
}

let csvOfDay: { day: string; text: string } | undefined;

function exchange(call: Call, broker: SimulatedBroker): Reply {
  const exchanged = exchangeByChecksum(call, broker);
  if (!exchanged.ok) return refusal({ reason: exchanged.reason, message: EXCHANGE_REFUSALS[exchanged.reason] });
  const { clientId, accessToken, issuedAtMs, expiresAtMs } = exchanged.grant;
  return success({
    user_id: clientId,
    access_token: accessToken,
    api_key: exchanged.grant.apiKey,
    login_time: new Date(issuedAtMs).toISOString(),
    expires_at: new Date(expiresAtMs).toISOString(),
  });
}

const EXCHANGE_REFUSALS = {
  api_key: 'Invalid api_key',
  proof: 'Invalid checksum',
  token: 'Invalid or expired request_token',
} as const;

function notFound(call: Call): Reply {
  return json(404, {
    status: 'error',
    message: `Route not found: ${call.method} ${call.path}`,
    error_type: 'GeneralException',
    code: 'AB-4004',
  });
}
