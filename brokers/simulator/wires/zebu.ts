// Zebu's connect wire as its server speaks it: routes. Written from brokers.md, apart from the adapter, so that each checks the other.
import { createHash } from 'node:crypto';
import type { SimulatedBroker } from '../broker.js';
import { loginPage, submitLogin, type LoginDialect } from '../login.js';
import { fieldText, json, readFields, type Call, type Reply } from '../http.js';
import { refusal, success } from './zebu-envelope.js';
import { instrumentsCsv, margins, positions, quotes } from './zebu-market.js';
import { cancelOrder, modifyOrder, oneOrder, orderBook, placeOrder } from './zebu-orders.js';
import type { SimulatedWire } from './wire.js';

const API = '/api/v1';
const BEARER = 'Bearer ';

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
  if (call.method === 'POST' && call.path === '/orders') return placeOrder(call, broker, clientId, found.alive);
  if (!found.alive) return refusal({ reason: 'session', message: 'Invalid or expired session: log in again' });
  const orderId = /^\/orders\/([^/]+)$/.exec(call.path)?.[1];
  if (orderId !== undefined) return orderRoute(call, broker, clientId, orderId);
  switch (`${call.method} ${call.path}`) {
    case 'GET /orders':
      return orderBook(call, broker, clientId);
    case 'GET /positions':
      return positions(broker, clientId);
    case 'GET /margins':
      return margins(broker, clientId);
    case 'GET /quote':
      return quotes(call, broker);
    case 'GET /instruments':
      return instrumentsCsv(broker);
    default:
      return notFound(call);
  }
}

function orderRoute(call: Call, broker: SimulatedBroker, clientId: string, orderId: string): Reply {
  switch (call.method) {
    case 'GET':
      return oneOrder(broker, clientId, orderId);
    case 'DELETE':
      return cancelOrder(broker, clientId, orderId);
    case 'PUT':
      return modifyOrder(call, broker, clientId, orderId);
    default:
      return notFound(call);
  }
}

function exchange(call: Call, { sessions, now }: SimulatedBroker): Reply {
  const fields = readFields(call) ?? {};
  const [apiKey, requestToken, checksum] = [
    fieldText(fields, 'api_key'),
    fieldText(fields, 'request_token'),
    fieldText(fields, 'checksum'),
  ];
  const proves = (secret: string): boolean =>
    createHash('sha256').update(`${apiKey}${requestToken}${secret}`).digest('hex') === checksum.toLowerCase();
  const exchanged = sessions.exchange(apiKey, requestToken, proves, now());
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
