// Angel One's SmartAPI as its servers speak it: routes. Written from the broker's documents and its SDKs, apart from the adapter.
import type { SimulatedBroker } from '../broker.js';
import { loginPage, submitLogin } from '../login.js';
import { json, type Call, type Reply } from '../http.js';
import {
  EXPIRED_TOKEN,
  gatewayFailure,
  INVALID_KEY,
  INVALID_TOKEN,
  MISSING_TOKEN,
  success,
  tooMany,
} from './angel-answers.js';
import { admits } from './angel-limits.js';
import { generateTokens, loginByPassword, profile, PUBLISHER_LOGIN } from './angel-login.js';
import { funds, instrumentMaster, positions, quotes } from './angel-market.js';
import { cancelOrder, modifyOrder, orderBook, orderDetails, placeOrder } from './angel-orders.js';
import type { SimulatedWire } from './wire.js';

const SECURE = '/rest/secure/angelbroking';
const AUTH = '/rest/auth/angelbroking';
const MASTER = '/OpenAPI_File/files/OpenAPIScripMaster.json';
const BEARER = 'Bearer ';

export const angelWire: SimulatedWire = {
  name: 'angel',
  // Midnight ends every session, one that began a minute earlier too.
  rules: { sessions: { endAtIst: '00:00', shortestMs: 0 }, unsound: 'rejected_in_book', unfunded: 'rejected_in_book' },
  handle(call, broker) {
    if (call.path.startsWith(`${SECURE}/`)) return secured({ ...call, path: call.path.slice(SECURE.length) }, broker);
    switch (`${call.method} ${call.path}`) {
      case 'GET /publisher-login':
        return loginPage(call, broker, PUBLISHER_LOGIN);
      case 'POST /publisher-login':
        return submitLogin(call, broker, PUBLISHER_LOGIN);
      case `POST ${AUTH}/user/v1/loginByPassword`:
        return withKey(call, broker, (apiKey) => loginByPassword(call, broker, apiKey));
      case `POST ${AUTH}/jwt/v1/generateTokens`:
        return withKey(call, broker, (apiKey) => generateTokens(call, broker, apiKey));
      case `GET ${MASTER}`:
        return instrumentMaster(broker);
      default:
        return notFound(call);
    }
  },
};

/** What the gateway looks at before anything else: the key, the token, and how often. */
function secured(call: Call, broker: SimulatedBroker): Reply {
  return withKey(call, broker, (apiKey) => {
    const header = call.headers.authorization ?? '';
    if (!header.startsWith(BEARER)) return gatewayFailure(MISSING_TOKEN);
    const found = broker.sessions.find(header.slice(BEARER.length), broker.now());
    if (!found) return gatewayFailure(INVALID_TOKEN);
    const { clientId, expiresAtMs } = found.session;
    if (found.session.apiKey !== apiKey) return gatewayFailure(INVALID_KEY);
    const [route, rest] = routeOf(call.path);
    if (!admits(broker, clientId, route, call.receivedAtMs)) return tooMany();
    if (call.method === 'POST' && route === '/order/v1/placeOrder')
      return placeOrder(call, broker, clientId, found.alive);
    if (!found.alive) return gatewayFailure(expiresAtMs <= broker.now() ? EXPIRED_TOKEN : INVALID_TOKEN);
    return served(call, broker, clientId, route, rest);
  });
}

function served(call: Call, broker: SimulatedBroker, clientId: string, route: string, rest: string): Reply {
  switch (`${call.method} ${route}`) {
    case 'GET /user/v1/getProfile':
      return profile(clientId);
    case 'GET /user/v1/getRMS':
      return funds(broker, clientId);
    case 'POST /user/v1/logout':
      broker.sessions.revoke(clientId, broker.now());
      return success('');
    case 'POST /order/v1/modifyOrder':
      return modifyOrder(call, broker, clientId);
    case 'POST /order/v1/cancelOrder':
      return cancelOrder(call, broker, clientId);
    case 'GET /order/v1/getOrderBook':
      return orderBook(broker, clientId);
    case 'GET /order/v1/getPosition':
      return positions(broker, clientId);
    case 'GET /order/v1/details':
      return orderDetails(broker, clientId, rest);
    case 'POST /market/v1/quote':
      return quotes(call, broker);
    default:
      return notFound(call);
  }
}

function withKey(call: Call, broker: SimulatedBroker, answer: (apiKey: string) => Reply): Reply {
  const apiKey = call.headers['x-privatekey'];
  return typeof apiKey === 'string' && broker.sessions.knowsApp(apiKey) ? answer(apiKey) : gatewayFailure(INVALID_KEY);
}

/** `/order/v1/details/{id}` → that route and the id; a slash at the end means nothing. */
function routeOf(path: string): [route: string, rest: string] {
  const [, room = '', version = '', name = '', rest = ''] = path.split('/');
  return [`/${room}/${version}/${name}`, rest];
}

function notFound(call: Call): Reply {
  return json(404, { message: `Route not found: ${call.method} ${call.path}` });
}
