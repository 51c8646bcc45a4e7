// Requests and answers about broker accounts and the daily login.
import { z } from '../zod.js';
import { clientId, instant, nextCursor, text, userEmail } from './fields.js';

export const CreateBrokerAccount = z
  .strictObject({
    user_email: userEmail,
    broker_name: text(40).openapi({ description: "The partner's own broker", example: 'zebu' }),
    client_id: clientId,
    api_key: text(512).openapi({
      description:
        "The user's API key at the broker. Sandbox: a key that begins with `invalid` is refused, one with `unreachable` gives 503.",
      example: 'user_zebu_api_key',
    }),
    api_secret: text(512).openapi({
      description: "The user's API secret at the broker; sealed at once, never shown",
      example: 'user_zebu_api_secret',
    }),
  })
  .openapi('CreateBrokerAccount');

export const BrokerAccountCreated = z
  .object({
    success: z.literal(true),
    message: z.string(),
    broker_account: z.object({
      user_id: z.string(),
      client_id: z.string(),
      broker_name: z.string(),
      account_status: z.literal('enabled'),
      has_credentials: z.boolean(),
      has_oauth_token: z.boolean(),
    }),
  })
  .openapi('BrokerAccountCreated');

export const ReplaceCredentials = z
  .strictObject({
    user_email: userEmail,
    api_key: text(512).openapi({
      description: "The user's API key at the broker. Sandbox: as when linking.",
      example: 'user_zebu_api_key',
    }),
    api_secret: text(512).openapi({
      description: "The user's API secret at the broker; sealed at once, never shown",
      example: 'user_zebu_api_secret',
    }),
    force: z.boolean().default(false).openapi({
      description: 'Although a position is open that could not be closed before the user has logged in again',
    }),
  })
  .openapi('ReplaceCredentials');
export const CredentialsReplaced = z
  .object({
    success: z.literal(true),
    message: z.string(),
    client_id: z.string(),
    changed: z.boolean().openapi({ description: 'false: they were the linked ones already, and the login goes on' }),
  })
  .openapi('CredentialsReplaced');

export const BrokerAccountUnlinked = z
  .object({ success: z.literal(true), message: z.string(), client_id: z.string() })
  .openapi('BrokerAccountUnlinked');

export const ReadinessProblem = z
  .object({
    code: z.string().openapi({ description: 'Stable: see the partner guide', example: 'login_required' }),
    message: z.string().openapi({ description: 'One sentence for people' }),
    subscription_id: z.string().nullable().openapi({ description: 'null: it holds for the whole account' }),
  })
  .openapi('ReadinessProblem');

const AccountReadiness = z
  .object({
    ready: z.boolean().openapi({
      description:
        'Nothing that we know of stands in the way of the entries still to come today. The broker is not asked for this',
    }),
    login_alive_until: instant
      .nullable()
      .openapi({ description: 'Until when the login serves entries; null: it serves none' }),
    next_entry_at: instant.nullable().openapi({ description: 'The next entry today; null: none is to come' }),
    problems: z.array(ReadinessProblem).openapi({ description: 'Why entries still to come today could not trade' }),
  })
  .openapi('AccountReadiness');

export const BrokerAccount = z
  .object({
    user_id: z.string(),
    user_email: z.string(),
    client_id: z.string(),
    broker_name: z.string(),
    account_status: z.literal('enabled'),
    has_credentials: z.boolean(),
    has_oauth_token: z.boolean(),
    ready_for_trading: z.boolean().openapi({ description: "Whether the day's login serves new entries now" }),
    token_expires_at: instant
      .nullable()
      .openapi({ description: 'Until when the login serves (or served) entries; null if there never was one' }),
    last_oauth_login: instant.nullable(),
    readiness: AccountReadiness,
  })
  .openapi('BrokerAccount');

export const BrokerAccountList = z
  .object({ broker_accounts: z.array(BrokerAccount), next_cursor: nextCursor })
  .openapi('BrokerAccountList');

export const InitiateLogin = z.strictObject({ user_email: userEmail }).openapi('InitiateLogin');
export const LoginInitiated = z
  .object({
    oauth_url: z
      .string()
      .openapi({ description: "Redirect the user here: the broker's login page (sandbox: a mock page of ours)" }),
    state: z.string().openapi({
      description: '256 random bits, good for one callback; compare it with the state your callback URL receives',
    }),
    expires_in: z.number().openapi({ description: 'Seconds until the login must be complete', example: 300 }),
  })
  .openapi('LoginInitiated');

/** What brokers call the one-time token in their redirect. */
export const TOKEN_FIELDS = ['request_token', 'code', 'auth_token'] as const;
const oneTimeToken = text(4096);

export const CompleteLogin = z
  .strictObject({
    user_email: userEmail,
    request_token: oneTimeToken.optional().openapi({
      description:
        'The one-time token your callback URL received. Sandbox: it begins with `mock_`; `mock_invalid…` is refused, `mock_expired…` gives a session that is over already.',
      example: 'mock_token_12345',
    }),
    code: oneTimeToken.optional().openapi({ description: 'The same under the name of brokers that send `code`' }),
    auth_token: oneTimeToken
      .optional()
      .openapi({ description: 'The same under the name of brokers that send `auth_token`' }),
    state: text(200).openapi({ description: 'The state your callback URL received', example: 'yyy' }),
  })
  .superRefine((body, context) => {
    const given = TOKEN_FIELDS.filter((field) => body[field] !== undefined);
    if (given.length === 0) context.addIssue({ code: 'custom', path: ['request_token'], message: 'is required' });
    for (const field of given.slice(1))
      context.addIssue({ code: 'custom', path: [field], message: `is the same as ${given[0]}: send one of them` });
  })
  .openapi('CompleteLogin');

export const LoginCompleted = z
  .object({
    success: z.literal(true),
    message: z.string(),
    token_expires_at: instant,
    valid_until: z.string().openapi({ description: 'The same in India, for people', example: '3:30 PM IST' }),
  })
  .openapi('LoginCompleted');

export const Logout = z
  .strictObject({
    user_email: userEmail.optional(),
    force: z.boolean().default(false).openapi({
      description: 'Log out although a position is open; it cannot be closed until the user has logged in again',
    }),
  })
  .openapi('Logout');
export const LoggedOut = z
  .object({ success: z.literal(true), message: z.string(), client_id: z.string() })
  .openapi('LoggedOut');
