// The accounts a partner has linked, and who must still log in today.
import { presentAccount } from '../presenters/broker-accounts.js';
import { defineRoute, json, noInput } from '../route.js';
import { BrokerAccountList } from '../schemas/broker-accounts.js';
import { cursor, limit, userEmail } from '../schemas/fields.js';
import { z } from '../zod.js';

export const listBrokerAccounts = defineRoute({
  ...noInput,
  method: 'get',
  path: '/partner/broker-accounts',
  auth: 'partner',
  tag: 'Broker accounts',
  summary: 'List broker accounts',
  description: 'The linked accounts, oldest first, with the state of the day’s login.',
  query: z.strictObject({ user_email: userEmail.optional(), cursor, limit }),
  responses: { 200: BrokerAccountList },
  errors: [],
  examples: {
    query: { user_email: 'user@example.com' },
    responses: {
      200: {
        broker_accounts: [
          {
            user_id: 'partner-user-user-at-example-com',
            user_email: 'user@example.com',
            client_id: 'ZEBU123',
            broker_name: 'zebu',
            account_status: 'enabled',
            has_credentials: true,
            has_oauth_token: true,
            ready_for_trading: true,
            token_expires_at: '2025-10-10T10:00:00Z',
            last_oauth_login: '2025-10-10T03:00:00Z',
          },
        ],
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
    return json(200, {
      broker_accounts: page.rows.map((account) => presentAccount(account, nowMs)),
      next_cursor: page.nextCursor ?? null,
    });
  },
});
