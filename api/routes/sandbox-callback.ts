// Where the development partners' users land after a login. Not there in production, where each partner has an address of his own.
import { createHash } from 'node:crypto';
import { refuse } from '../errors.js';
import { sandboxCallbackPage, sandboxCallbackWithoutToken, type BroughtBack } from '../pages/sandbox-callback-page.js';
import { defineRoute, noInput } from '../route.js';
import { TOKEN_FIELDS } from '../schemas/broker-accounts.js';
import { text } from '../schemas/fields.js';
import { z } from '../zod.js';

const brought = text(4096).optional();
/** Brokers add parameters of their own. */
const query = z.looseObject({
  request_token: brought,
  code: brought,
  auth_token: brought,
  state: text(200).optional(),
  status: text(40).optional(),
});

export const sandboxCallback = defineRoute({
  ...noInput,
  method: 'get',
  path: '/sandbox/callback',
  auth: 'public',
  tag: 'Sandbox',
  summary: 'Callback page of the development stack',
  description:
    "Stands in for a partner's own callback URL outside production (404 there): shows what the broker's redirect carried and the call that completes the login.",
  query,
  responses: {},
  rawResponses: { 200: 'text/html' },
  errors: ['route_not_found'],
  examples: { query: { request_token: 'mock_token_12345', state: 'yyy' }, responses: {} },
  handler: async ({ query, services }) => {
    if (services.config.production) return refuse('route_not_found');
    const back = broughtBack(query);
    if (!back) return sandboxCallbackWithoutToken(query.state, query.status);
    const account =
      back.state === undefined
        ? undefined
        : await services.partners.accountOfOpenLogin(createHash('sha256').update(back.state).digest());
    return sandboxCallbackPage(services.config.publicBaseUrl, back, account);
  },
});

function broughtBack(given: z.output<typeof query>): BroughtBack | undefined {
  const tokenField = TOKEN_FIELDS.find((field) => given[field] !== undefined);
  const token = tokenField && given[tokenField];
  return tokenField && token ? { tokenField, token, state: given.state } : undefined;
}
