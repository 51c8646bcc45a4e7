// Kite Connect 3 as Zerodha's server speaks it. Written from its documents, apart from the adapter, so that each checks the other.
// @see https://kite.trade/docs/connect/v3/ (read 2026-11-24)
import { gzipSync } from 'node:zlib';
import { tradingDayOf } from '../../../domain/trading-time.js';
import type { SimulatedBroker } from '../broker.js';
import { callLimits } from '../call-limits.js';
import { json, type Call, type Reply } from '../http.js';
import { loginPage, submitLogin, type LoginDialect } from '../login.js';
import type { LiveOrder } from '../sim-order.js';
import { tokenOf } from '../tokens.js';
import {
  cancelOrder,
  exchangeByChecksum,
  modifyOrder,
  placeOrder,
  quotes,
  success,
  type ConnectRefusalReason,
  type ConnectWords,
} from './connect-answers.js';
import { instrumentsCsv, istText, marginRow, orderRow, positionRows } from './connect-rows.js';
import { kiteNaming } from './kite-contracts.js';
import type { SimulatedWire } from './wire.js';

const CSV_HEADER =
  'instrument_token,exchange_token,tradingsymbol,name,last_price,expiry,strike,tick_size,lot_size,instrument_type,segment,exchange';
const ERRORS: Readonly<Partial<Record<ConnectRefusalReason, [number, string]>>> = {
  ...{ proof: [403, 'TokenException'], token: [403, 'TokenException'], session: [403, 'TokenException'] },
  ...{ rate: [429, 'NetworkException'], address: [403, 'PermissionException'], funds: [400, 'MarginException'] },
  ...{ order_not_found: [400, 'OrderException'], order_not_open: [400, 'OrderException'] },
};
const SESSION_OVER = { reason: 'session', message: 'Incorrect `api_key` or `access_token`.' } as const;
const EXCHANGE_REFUSALS = {
  api_key: 'Invalid `api_key`.',
  proof: 'Invalid `checksum`.',
  token: 'Token is invalid or has expired.',
} as const;
const error = (status: number, error_type: string, message: string, delayMs?: number): Reply =>
  json(status, { status: 'error', message, data: null, error_type }, delayMs);

const KITE: ConnectWords = {
  naming: kiteNaming,
  refusal({ reason, message }, delayMs) {
    const [status, type] = ERRORS[reason] ?? [400, 'InputException'];
    return error(status, type, message, delayMs);
  },
  failure: { status: 'error', message: 'Something went wrong', data: null, error_type: 'GeneralException' },
};
const admits = callLimits({ 'GET /quote': 1, 'GET /orders': 10, 'GET /portfolio/positions': 10 });

export const kiteWire: SimulatedWire = {
  name: 'kite',
  rules: {
    sessions: { endAtIst: '06:00', shortestMs: 0 },
    ...{ unsound: 'refused', unfunded: 'refused' },
    shortfallText: (available, required) =>
      `Insufficient funds. Required margin is ${(required / 100).toFixed(2)} but available margin is ${(available / 100).toFixed(2)}.`,
  },
  handle(call, broker) {
    switch (`${call.method} ${call.path}`) {
      case 'GET /connect/login':
        return loginPage(call, broker, loginDialect(call));
      case 'POST /connect/login':
        return submitLogin(call, broker, loginDialect(call));
      case 'POST /session/token':
        return exchange(call, broker);
      case 'GET /':
        return success(null);
      default:
        return api(call, broker);
    }
  },
};

/** What the page was given as `redirect_params` goes back with the token; nothing else does. */
const loginDialect = (call: Call): LoginDialect => ({
  ...{ title: 'Kite', apiKeyField: 'api_key', clientField: 'user_id' },
  approved: (form, { sessions, now }) => ({
    ...Object.fromEntries(new URLSearchParams(call.query.get('redirect_params') ?? '')),
    ...{ action: 'login', type: 'login', status: 'success' },
    request_token: sessions.issueOneTimeToken(form, now()),
  }),
  refused: (field, message) =>
    KITE.refusal({ reason: 'malformed', message: field === 'api_key' ? EXCHANGE_REFUSALS.api_key : message }),
});

function api(call: Call, broker: SimulatedBroker): Reply {
  const [, apiKey, token = ''] = /^token ([^:]+):(.+)$/.exec(call.headers.authorization ?? '') ?? [];
  const found = broker.sessions.find(token, broker.now());
  if (found?.session.apiKey !== apiKey || !found || call.headers['x-kite-version'] !== '3')
    return KITE.refusal(SESSION_OVER);
  const { clientId } = found.session;
  const route = `${call.method} ${call.path}`;
  if (route === 'POST /orders/regular') return placeOrder(KITE, call, broker, clientId, found.alive);
  if (!found.alive) return KITE.refusal(SESSION_OVER);
  if (!admits(broker, clientId, route, call.receivedAtMs))
    return KITE.refusal({ reason: 'rate', message: 'Too many requests' });
  const [, variety, orderId] = /^\/orders\/(regular\/)?([^/]+)$/.exec(call.path) ?? [];
  if (orderId !== undefined && call.method === 'GET' && !variety) return history(broker, clientId, orderId);
  if (orderId !== undefined && call.method === 'PUT' && variety)
    return modifyOrder(KITE, call, broker, clientId, orderId);
  if (orderId !== undefined && call.method === 'DELETE' && variety) return cancelOrder(KITE, broker, clientId, orderId);
  switch (route) {
    case 'GET /orders':
      return success(broker.book(clientId).map(rowOf));
    case 'GET /portfolio/positions': {
      const net = positionRows(broker, clientId, kiteNaming);
      return success({ net, day: net });
    }
    case 'GET /user/margins':
      return success({ equity: marginRow(broker, clientId) });
    case 'GET /quote':
      return quotes(KITE, call, broker);
    case 'GET /instruments/NFO':
      return instruments(broker);
    default:
      return error(404, 'GeneralException', 'Route not found');
  }
}

function exchange(call: Call, broker: SimulatedBroker): Reply {
  const exchanged = exchangeByChecksum(call, broker);
  if (!exchanged.ok) return KITE.refusal({ reason: exchanged.reason, message: EXCHANGE_REFUSALS[exchanged.reason] });
  const { clientId, apiKey, accessToken, issuedAtMs } = exchanged.grant;
  return success({
    ...{
      user_type: 'individual',
      user_id: clientId,
      user_name: clientId,
      broker: 'ZERODHA',
      exchanges: ['NSE', 'NFO'],
    },
    ...{
      api_key: apiKey,
      access_token: accessToken,
      public_token: '',
      refresh_token: '',
      login_time: istText(issuedAtMs),
    },
  });
}

/** The stages of an order, oldest first. */
function history(broker: SimulatedBroker, clientId: string, orderId: string): Reply {
  const order = broker.book(clientId).find((o) => o.orderId === orderId);
  if (!order) return KITE.refusal({ reason: 'order_not_found', message: "Couldn't find that `order_id`." });
  const received = { ...rowOf(order), status: 'PUT ORDER REQ RECEIVED', filled_quantity: 0, average_price: 0 };
  return success([received, rowOf(order)]);
}

function rowOf(order: LiveOrder): object {
  const more = { variety: 'regular', tags: [order.tag], instrument_token: tokenOf(order.option) * 256 + 2, meta: {} };
  return { ...orderRow(order, kiteNaming), ...more, status_message_raw: order.statusMessage ?? null, trigger_price: 0 };
}

/** Gzipped whether the caller asks for it or not. */
function instruments(broker: SimulatedBroker): Reply {
  const day = tradingDayOf(broker.now());
  if (fileOfDay?.day !== day) fileOfDay = { day, body: gzipSync(instrumentsCsv(CSV_HEADER, day, kiteNaming)) };
  return {
    kind: 'answer',
    status: 200,
    type: 'text/csv',
    body: fileOfDay.body,
    headers: { 'content-encoding': 'gzip' },
  };
}

let fileOfDay: { day: string; body: Buffer } | undefined;
