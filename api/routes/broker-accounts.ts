// The accounts a partner has linked, who must still log in today, and what else stands in the way of today's entries.
import { readinessOf } from '../account-readiness.js';
import { refuse } from '../errors.js';
import { presentAccount } from '../presenters/broker-accounts.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { BrokerAccount, BrokerAccountList } from '../schemas/broker-accounts.js';
import { clientId, cursor, limit, userEmail } from '../schemas/fields.js';
import { z } from '../zod.js';

const ACCOUNT_EXAMPLE = {
  user_id: 'partner-user-user-at-example-com',
  user_email: 'user@example.com',
  client_id: 'ZEBU123',
  broker_name: 'zebu',
  account_status: 'enabled' as const,
  has_credentials: true,
  has_oauth_token: true,
  ready_for_trading: true,
  token_expires_at: '2025-10-10T10:00:00Z',
  last_oauth_login: '2025-10-10T03:00:00Z',
  readiness: {
    ready: false,
    login_alive_until: '2025-10-10T10:00:00Z',
    next_entry_at: '2025-10-10T03:50:00Z',
    problems: [
      {
        code: 'position_held',
        message: 'A position of basket_admin_iron_condor is still open: its entry will be skipped.',
        subscription_id: 'sub_abc123',
      },
    ],
  },
};

export const listBrokerAccounts = defineRoute({
  ...noInput,
  method: 'get',
  path: '/partner/broker-accounts',
  auth: 'partner',
  tag: 'Broker accounts',
  summary: 'List broker accounts',
  description:
    'The linked accounts, oldest first, with the state of the day’s login and, in `readiness`, why entries still to come today could not trade.',
  query: z.strictObject({ user_email: userEmail.optional(), cursor, limit }),
  responses: { 200: BrokerAccountList },
  errors: [],
  examples: {
    query: { user_email: 'user@example.com' },
    responses: {
      200: {
        broker_accounts: [ACCOUNT_EXAMPLE],
        next_cursor: null,
      },
    },
  },
  handler: async ({ query, caller, services }) => {
    const page = await services.accounts.list(caller.partnerId, caller.mode, {
      userEmail: query.user_email,
      cursor: query.cursor,
      limit: query.limit,
    });
    const nowMs = services.clock();
    const readiness = await readinessOf(services, page.rows);
    return json(200, {
      broker_accounts: page.rows.flatMap((account) => {
        const known = readiness.get(account.id);
        return known ? [presentAccount(account, known, nowMs)] : [];
      }),
      next_cursor: page.nextCursor ?? null,
    });
  },
});

export const getBrokerAccount = defineRoute({
  ...noInput,
  method: 'get',
  path: '/partner/broker-accounts/{client_id}',
  auth: 'partner',
  tag: 'Broker accounts',
  summary: 'Get broker account',
  description:
    'One linked account with the state of the day’s login and why entries still to come today could not trade. With `user_email` only if it is that user’s.',
  params: z.strictObject({ client_id: clientId }),
  query: z.strictObject({ user_email: userEmail.optional() }),
  responses: { 200: BrokerAccount },
  errors: ['broker_account_not_found'],
  examples: {
    params: { client_id: 'ZEBU123' },
    query: { user_email: 'user@example.com' },
    responses: { 200: ACCOUNT_EXAMPLE },
  },
  handler: async ({ params, query, caller, services }) => {
    const account = await services.accounts.find(caller.partnerId, caller.mode, params.client_id, query.user_email);
    const readiness = account && (await readinessOf(services, [account])).get(account.id);
    if (!account || !readiness) return refuse('broker_account_not_found');
    return json(200, presentAccount(account, readiness, services.clock()));
  },
});
