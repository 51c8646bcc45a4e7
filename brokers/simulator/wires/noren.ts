// Zebu's Noren wire as its server speaks it: login, routes. Written from brokers.md and the broker's SDK, apart from the adapter, so that
// each checks the other.
import { createHash } from 'node:crypto';
import type { SimulatedBroker } from '../broker.js';
import { fieldText, json, type Call, type Reply } from '../http.js';
import { loginPage, submitLogin, type LoginDialect } from '../login.js';
import { norenTime, notOk, ok, readJData, refusal } from './noren-envelope.js';
import { limits, positions, quotes, symbolMaster } from './noren-market.js';
import { cancelOrder, modifyOrder, orderBook, orderHistory, placeOrder, tradeBook } from './noren-orders.js';
import type { SimulatedWire } from './wire.js';

const API = '/NorenWClientAPI/';
const BEARER = 'Bearer ';
const LOGIN_PAGE = '/OAuthlogin/authorize/oauth';

/** The app's id is called `client_id` here. `state` is not given back. */
const LOGIN: LoginDialect = {
  title: 'Zebu MYNT',
  apiKeyField: 'client_id',
  clientField: 'uid',
  approved: (form, { sessions, now }) => ({ code: sessions.issueOneTimeToken(form, now()) }),
  refused: (_field, message) => notOk(message, undefined, 400),
};

export const norenWire: SimulatedWire = {
  name: 'zebu-noren',
  rules: { sessions: { endAtIst: '03:00', shortestMs: 30 * 60_000 }, unsound: 'refused', unfunded: 'rejected_in_book' },
  handle(call, broker) {
    switch (`${call.method} ${call.path}`) {
      case `GET ${LOGIN_PAGE}`:
        return loginPage(call, broker, LOGIN);
      case `POST ${LOGIN_PAGE}`:
        return submitLogin(call, broker, LOGIN);
      case 'GET /NFO_symbols.txt.zip':
        return symbolMaster(broker);
      default:
        return call.method === 'POST' && call.path.startsWith(API)
          ? api({ ...call, path: call.path.slice(API.length) }, broker)
          : notFound(call);
    }
  },
};

function api(call: Call, broker: SimulatedBroker): Reply {
  const fields = readJData(call);
  if (!fields) return refusal({ reason: 'malformed', message: 'jData is Missing.' });
  if (call.path === 'GenAcsTok') return exchange(fields, broker);
  const header = call.headers.authorization ?? '';
  const found = header.startsWith(BEARER) ? broker.sessions.find(header.slice(BEARER.length), broker.now()) : undefined;
  if (!found) return refusal({ reason: 'session', message: '' });
  const { clientId } = found.session;
  if (fieldText(fields, 'uid') !== clientId)
    return refusal({ reason: 'user', message: 'uid is not the user of the session' });
  if (call.path === 'PlaceOrder') return placeOrder(call, fields, broker, clientId, found.alive);
  if (!found.alive) return refusal({ reason: 'session', message: '' });
  switch (call.path) {
    case 'OrderBook':
      return orderBook(broker, clientId);
    case 'SingleOrdHist':
      return orderHistory(fields, broker, clientId);
    case 'TradeBook':
      return tradeBook(broker, clientId);
    case 'CancelOrder':
      return cancelOrder(fields, broker, clientId);
    case 'ModifyOrder':
      return modifyOrder(fields, broker, clientId);
    case 'PositionBook':
      return positions(broker, clientId);
    case 'Limits':
      return limits(broker, clientId);
    case 'GetQuotes':
      return quotes(fields, broker);
    case 'Logout':
      broker.sessions.revoke(clientId, broker.now());
      return ok({});
    default:
      return notFound(call);
  }
}

/** The request names neither app nor user: the code tells both. A `uid` that is sent is not looked at. */
function exchange(fields: Record<string, unknown>, { sessions, now }: SimulatedBroker): Reply {
  const [code, checksum] = [fieldText(fields, 'code'), fieldText(fields, 'checksum')];
  const apiKey = sessions.apiKeyOf(code);
  if (apiKey === undefined) return refusal({ reason: 'token', message: '' });
  const proves = (secret: string): boolean =>
    createHash('sha256').update(`${apiKey}${secret}${code}`).digest('hex') === checksum.toLowerCase();
  const exchanged = sessions.exchange(apiKey, code, proves, now());
  if (!exchanged.ok) return refusal({ reason: exchanged.reason, message: 'Invalid checksum' });
  const { clientId, accessToken, issuedAtMs, expiresAtMs } = exchanged.grant;
  return ok({
    access_token: accessToken,
    refresh_token: `refresh-${accessToken.slice(-16)}`,
    susertoken: accessToken.slice(-32),
    expires_in: String(Math.floor(expiresAtMs / 1000)),
    scope: 'NA',
    USERID: clientId,
    uid: clientId,
    actid: clientId,
    uname: `Simulated ${clientId}`,
    brkname: 'ZEBU',
    exarr: ['NSE', 'NFO'],
    prarr: [{ prd: 'I', s_prdt_ali: 'MIS', exch: ['NSE', 'NFO'] }],
    orarr: ['LMT', 'MKT', 'SL-LMT', 'SL-MKT'],
    lastaccesstime: String(Math.floor(issuedAtMs / 1000)),
  });
}

function notFound(call: Call): Reply {
  return json(404, { stat: 'Not_Ok', request_time: norenTime(Date.now()), emsg: `Route not found: ${call.path}` });
}
