// Phase 2 of the guide: the daily login with the broker. Initiate, callback, logout.
import { createHash, randomBytes } from 'node:crypto';
import { istClockText } from '../../domain/trading-time.js';
import { LOGIN_WINDOW_S } from '../../workflows/messages/session.js';
import { brokerUnavailable } from '../broker-availability.js';
import type { PartnerCaller } from '../caller.js';
import { refuse, type Refusal } from '../errors.js';
import { loginUrlFor } from '../login-url.js';
import type { OpenPosition } from '../../db/repositories/positions.js';
import { presentOpen } from '../presenters/subscriptions.js';
import { utc } from '../presenters/times.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import {
  CompleteLogin,
  InitiateLogin,
  LoggedOut,
  LoginCompleted,
  LoginInitiated,
  Logout,
} from '../schemas/broker-accounts.js';
import { clientId } from '../schemas/fields.js';
import type { ApiServices } from '../services.js';
import { z } from '../zod.js';

const params = z.strictObject({ client_id: clientId });
/** A one-time token that no worker has taken after this long is worthless. */
const REQUEST_TOKEN_KEPT_MS = 10 * 60_000;
/** In test mode nothing else is refused. */
const SANDBOX_TOKENS =
  'The sandbox takes one-time tokens that begin with mock_, such as mock_token_12345, except those that begin with mock_invalid: initiate a new login and send one';

export const initiateLogin = defineRoute({
  ...noInput,
  method: 'post',
  path: '/partner/broker-accounts/{client_id}/oauth/initiate',
  auth: 'partner',
  tag: 'Daily login',
  summary: 'Start OAuth flow',
  description:
    'Opens a login window of 300 s and gives the address to redirect the user to. The broker sends the user back to your registered callback URL. Needed every trading day.',
  params,
  body: InitiateLogin,
  responses: { 200: LoginInitiated },
  errors: ['broker_account_not_found', 'broker_not_available'],
  examples: {
    params: { client_id: 'ZEBU123' },
    body: { user_email: 'user@example.com' },
    responses: {
      200: { oauth_url: 'https://kambala.zebu.in/connect/login?api_key=xxx&state=yyy', state: 'yyy', expires_in: 300 },
    },
  },
  handler: async ({ params, body, caller, services }) => {
    const account = await services.accounts.find(caller.partnerId, caller.mode, params.client_id, body.user_email);
    if (!account) return refuse('broker_account_not_found');
    const unavailable = brokerUnavailable(account.brokerName, account.mode, account.brokerWire);
    if (unavailable) return unavailable;
    const state = randomBytes(32).toString('base64url');
    const oauthUrl = await loginUrlFor(services, account, { state, redirectUri: caller.callbackUrl });
    await services.oauthStates.create(account, hashOf(state), new Date(services.clock() + LOGIN_WINDOW_S * 1000));
    const { expiresInS } = await services.gateway.beginLogin(account);
    return json(200, { oauth_url: oauthUrl, state, expires_in: expiresInS });
  },
});

export const completeLogin = defineRoute({
  ...noInput,
  method: 'post',
  path: '/partner/broker-accounts/{client_id}/oauth/callback',
  auth: 'partner',
  tag: 'Daily login',
  summary: 'Complete OAuth',
  description:
    'Exchanges the one-time token that your callback URL received for the day’s access token. A state works once. The session serves new entries until the earlier of the broker’s own expiry and 3:30 PM IST.',
  params,
  body: CompleteLogin,
  responses: { 200: LoginCompleted },
  errors: [
    'oauth_state_invalid',
    'login_refused',
    'login_window_closed',
    'broker_account_not_found',
    'broker_unreachable',
  ],
  examples: {
    params: { client_id: 'ZEBU123' },
    body: { user_email: 'user@example.com', request_token: 'xxx', state: 'yyy' },
    responses: {
      200: {
        success: true,
        message: 'OAuth login successful',
        token_expires_at: '2025-10-10T10:00:00Z',
        valid_until: '3:30 PM IST',
      },
    },
  },
  handler: async ({ params, body, caller, services }) => {
    const account = await services.accounts.find(caller.partnerId, caller.mode, params.client_id, body.user_email);
    if (!account) return refuse('broker_account_not_found');
    const refusal = await useState(services, caller, account.id, body.state);
    if (refusal) return refusal;
    const secretId = await services.vault.seal({
      partnerId: caller.partnerId,
      ownerId: account.id,
      purpose: 'request_token',
      plaintext: body.request_token ?? body.code ?? body.auth_token ?? '',
      expiresAt: new Date(services.clock() + REQUEST_TOKEN_KEPT_MS),
    });
    const result = await services.gateway.completeLogin(account.id, secretId);
    switch (result.outcome) {
      case 'ready':
        return json(200, {
          success: true,
          message: 'OAuth login successful',
          token_expires_at: utc(result.entryValidUntilMs),
          valid_until: istClockText(result.entryValidUntilMs),
        });
      case 'refused':
        return refuse('login_refused', {
          ...(caller.mode === 'test' && { message: SANDBOX_TOKENS }),
          extra: { details: { broker_response: result.brokerResponse } },
        });
      case 'window_closed':
        await services.vault.eraseSecret(secretId);
        return refuse('login_window_closed');
      case 'unreachable':
        return refuse('broker_unreachable', { message: 'The broker did not answer in time: initiate a new login' });
    }
  },
});

export const logout = defineRoute({
  ...noInput,
  method: 'post',
  path: '/partner/broker-accounts/{client_id}/oauth/logout',
  auth: 'partner',
  tag: 'Daily login',
  summary: 'Log out',
  description:
    'Forgets the day’s access token now: nothing is traded for this account until the next login. Answered once every dispatcher has taken note. Without a session it changes nothing. While a position is open it is refused with 409 `position_open`, since the position could not be closed without the token: let it be closed first (pause its subscription with `flatten=true`), or send `force`.',
  params,
  body: Logout,
  responses: { 200: LoggedOut },
  errors: ['broker_account_not_found', 'entry_in_progress', 'position_open'],
  examples: {
    params: { client_id: 'ZEBU123' },
    body: { user_email: 'user@example.com', force: false },
    responses: { 200: { success: true, message: 'Logged out', client_id: 'ZEBU123' } },
  },
  handler: async ({ params, body, caller, services }) => {
    const account = await services.accounts.find(caller.partnerId, caller.mode, params.client_id, body.user_email);
    if (!account) return refuse('broker_account_not_found');
    const outcome = await services.gateway.logout(account, account.sessionStatus === 'ready', body.force);
    if (outcome === 'entry_in_progress') return refuse('entry_in_progress', { headers: { 'Retry-After': '10' } });
    if (outcome === 'position_open') return positionOpen(await services.positions.openOf(account.id));
    const message = outcome === 'logged_out' ? 'Logged out' : 'There was no session';
    return json(200, { success: true, message, client_id: account.clientId });
  },
});

const REASONS = {
  unknown: 'The state is unknown for this account: initiate a new login',
  expired: 'The state has expired (300 seconds): initiate a new login',
  used: 'The state was used already: initiate a new login',
};

/** Closed in the meantime: the list is empty, and asking again succeeds. */
function positionOpen(open: readonly OpenPosition[]): Refusal {
  return refuse('position_open', { extra: { open_positions: open.map(presentOpen) } });
}

async function useState(
  { oauthStates }: ApiServices,
  caller: PartnerCaller,
  accountId: string,
  state: string,
): Promise<Refusal | undefined> {
  const { outcome } = await oauthStates.consume(caller.partnerId, caller.mode, accountId, hashOf(state));
  return outcome === 'consumed' ? undefined : refuse('oauth_state_invalid', { message: REASONS[outcome] });
}

function hashOf(state: string): Buffer {
  return createHash('sha256').update(state).digest();
}
