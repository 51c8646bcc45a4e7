// Changes of a linked account: other credentials, and the end of the link. Both go through the account's session workflow.
import { assertNever } from '../../domain/assert-never.js';
import { hindranceRefusal } from '../account-hindrance.js';
import { brokerUnavailable } from '../broker-availability.js';
import { credentialsText } from '../credentials.js';
import type { PartnerCaller } from '../caller.js';
import { refuse } from '../errors.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { BrokerAccountUnlinked, CredentialsReplaced, ReplaceCredentials } from '../schemas/broker-accounts.js';
import { clientId, userEmail } from '../schemas/fields.js';
import { z } from '../zod.js';

const params = z.strictObject({ client_id: clientId });

/** A candidate that has not been committed by then never is: a partner without an answer need not wait longer to know. */
const CANDIDATE_KEPT_MS = 60_000;

export const replaceCredentials = defineRoute({
  ...noInput,
  method: 'put',
  path: '/partner/broker-accounts/{client_id}/credentials',
  auth: 'partner',
  tag: 'Broker accounts',
  summary: 'Replace credentials',
  description:
    "Puts a user's other api_key and api_secret in the place of the linked ones, after the broker has accepted them as at linking. Until then the linked ones stay. The day's login ends with it, since its token belongs to the former key: the user must log in again. While a position is open it is refused with 409 `position_open` as a logout is, unless you send `force`. Repeating it is safe: with the linked credentials it changes nothing and the login goes on. After a 503 it can still succeed within 60 s.",
  params,
  body: ReplaceCredentials,
  responses: { 200: CredentialsReplaced },
  errors: [
    'invalid_broker_credentials',
    'broker_not_available',
    'broker_account_not_found',
    'entry_in_progress',
    'position_open',
    'broker_unreachable',
  ],
  examples: {
    params: { client_id: 'ZEBU123' },
    body: { user_email: 'user@example.com', api_key: 'user_zebu_api_key', api_secret: 'user_zebu_api_secret' },
    responses: {
      200: {
        success: true,
        message: 'Credentials replaced: the user must log in again',
        client_id: 'ZEBU123',
        changed: true,
      },
    },
  },
  handler: async ({ params, body, caller, services, requestId }) => {
    const { partnerId, mode } = caller;
    const account = await services.accounts.find(partnerId, mode, params.client_id, body.user_email);
    if (!account) return refuse('broker_account_not_found');
    const unavailable = brokerUnavailable(account.brokerName, account.mode, account.brokerWire);
    if (unavailable) return unavailable;
    const secretId = await services.vault.seal({
      partnerId,
      ownerId: account.id,
      purpose: 'credentials',
      plaintext: credentialsText(body),
      expiresAt: new Date(services.clock() + CANDIDATE_KEPT_MS),
    });
    const result = await services.gateway.rotateCredentials(account, {
      secretId,
      force: body.force,
      by: asker(caller, requestId),
    });
    const done = { success: true, client_id: account.clientId } as const;
    switch (result.outcome) {
      case 'rotated':
        return json(200, { ...done, message: 'Credentials replaced: the user must log in again', changed: true });
      case 'unchanged':
        return json(200, { ...done, message: 'These credentials are linked already', changed: false });
      case 'refused':
        return refuse('invalid_broker_credentials', {
          message: 'API key validation failed with broker: the linked credentials stay as they were',
          extra: { details: { broker_response: result.brokerResponse } },
        });
      case 'unreachable':
        return refuse('broker_unreachable', {
          message: 'The broker did not answer in time; the linked credentials stay as they were: try again',
          headers: { 'Retry-After': '10' },
        });
      case 'not_linked':
        return refuse('broker_account_not_found');
      case 'hindered':
        return hindranceRefusal(services, account, result.by, POSITION_AT_ROTATION);
      default:
        return assertNever(result, 'rotation');
    }
  },
});

export const unlinkBrokerAccount = defineRoute({
  ...noInput,
  method: 'delete',
  path: '/partner/broker-accounts/{client_id}',
  auth: 'partner',
  tag: 'Broker accounts',
  summary: 'Unlink broker account',
  description:
    "Ends the link and erases the user's credentials and tokens for good, with the key material without which no backup of them can be opened. The history of executions stays. Refused while a subscription that is not cancelled (409 `account_in_use`, with `subscriptions`), an open position or an order in doubt needs the account. Repeating it is safe. The `client_id` can be linked again afterwards, also for another user.",
  params,
  query: z.strictObject({ user_email: userEmail }),
  responses: { 200: BrokerAccountUnlinked },
  errors: ['broker_account_not_found', 'account_in_use', 'entry_in_progress', 'position_open', 'order_unknown'],
  examples: {
    params: { client_id: 'ZEBU123' },
    query: { user_email: 'user@example.com' },
    responses: {
      200: { success: true, message: 'Broker account unlinked, its secrets are erased', client_id: 'ZEBU123' },
    },
  },
  handler: async ({ params: { client_id: id }, query: { user_email: email }, caller, services, requestId }) => {
    const { partnerId, mode } = caller;
    const done = { success: true, client_id: id } as const;
    const account = await services.accounts.find(partnerId, mode, id, email);
    if (!account)
      return (await services.accountChanges.wasUnlinked(partnerId, mode, id, email))
        ? json(200, { ...done, message: 'The broker account was unlinked already' })
        : refuse('broker_account_not_found');
    const result = await services.gateway.unlink(account, asker(caller, requestId));
    return result.outcome === 'unlinked'
      ? json(200, { ...done, message: 'Broker account unlinked, its secrets are erased' })
      : hindranceRefusal(services, account, result.by, POSITION_AT_UNLINKING);
  },
});

/** For the record: the log has the rest under the request's id. It travels through a history, so no part of a key is in it. */
const asker = ({ partnerId }: PartnerCaller, requestId: string): string => `partner ${partnerId} (${requestId})`;

const POSITION_AT_ROTATION =
  'The account holds an open position that could not be closed before the user has logged in again: close it first (pause its subscription with flatten=true), or send "force": true';
const POSITION_AT_UNLINKING =
  'The account holds an open position, which needs its login to be closed: let it be closed first';
