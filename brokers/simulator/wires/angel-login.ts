// Logins at Angel One: the publisher page, and the direct login that its SDKs use. Any password and any TOTP will do.
import { randomBytes } from 'node:crypto';
import type { SimulatedBroker } from '../broker.js';
import { fieldText, readFields, type Call, type Reply } from '../http.js';
import type { LoginDialect } from '../login.js';
import { failure, gatewayFailure, INVALID_KEY, success } from './angel-answers.js';

/** The redirect brings the session's token itself, no one-time token and no refresh token. */
export const PUBLISHER_LOGIN: LoginDialect = {
  title: 'Angel One',
  apiKeyField: 'api_key',
  clientField: 'clientcode',
  approved: ({ apiKey, clientId, state }, { sessions, now }) => ({
    auth_token: sessions.grant(apiKey, clientId, now()).accessToken,
    feed_token: feedToken(),
    state,
  }),
  refused: (field, message) =>
    field === 'api_key' ? gatewayFailure(INVALID_KEY) : failure({ code: 'AB1000', message }),
};

/** `POST loginByPassword` `{clientcode, password, totp}`. */
export function loginByPassword(call: Call, broker: SimulatedBroker, apiKey: string): Reply {
  const fields = readFields(call) ?? {};
  const clientId = fieldText(fields, 'clientcode');
  if (clientId === '' || fieldText(fields, 'password') === '')
    return failure({ code: 'AB1000', message: 'Invalid Email Or Password' });
  return success(tokens(broker, apiKey, clientId));
}

/** `POST generateTokens` `{refreshToken}`. */
export function generateTokens(call: Call, broker: SimulatedBroker, apiKey: string): Reply {
  const found = broker.sessions.find(fieldText(readFields(call) ?? {}, 'refreshToken'), broker.now());
  if (!found?.alive || found.session.apiKey !== apiKey)
    return failure({ code: 'AB8050', message: 'Invalid Refresh Token' });
  return success(tokens(broker, apiKey, found.session.clientId));
}

export function profile(clientId: string): Reply {
  return success({
    clientcode: clientId,
    name: `CLIENT ${clientId}`,
    email: '',
    mobileno: '',
    exchanges: ['NSE', 'BSE', 'NFO'],
    products: ['DELIVERY', 'INTRADAY', 'MARGIN'],
    lastlogintime: '',
    broker: '',
  });
}

function tokens({ sessions, now }: SimulatedBroker, apiKey: string, clientId: string): unknown {
  const grant = (): string => sessions.grant(apiKey, clientId, now()).accessToken;
  return { jwtToken: grant(), refreshToken: grant(), feedToken: feedToken() };
}

const feedToken = (): string => randomBytes(8).toString('hex');
