// The mock login of test mode. It sends users to the partner's registered callback URL and nowhere else.
import { createHash } from 'node:crypto';
import { sandboxLoginGone, sandboxLoginPage } from '../pages/sandbox-login-page.js';
import { defineRoute, noInput } from '../route.js';
import { text } from '../schemas/fields.js';
import { z } from '../zod.js';

/** The guide's mock token. */
const MOCK_TOKEN = 'mock_token_12345';

export const sandboxLogin = defineRoute({
  ...noInput,
  method: 'get',
  path: '/sandbox/login',
  auth: 'public',
  tag: 'Sandbox',
  summary: 'Mock broker login',
  description:
    'The page that a test-mode `oauth_url` leads to. Logging in redirects to your registered callback URL with `request_token=mock_token_12345` and the state; `auto_approve=1` does so at once. If `redirect_uri` is not the registered URL, the token is only shown.',
  query: z.strictObject({
    state: text(200),
    redirect_uri: text(2048).optional(),
    broker: text(40).optional(),
    login_hint: text(100).optional(),
    auto_approve: z.enum(['0', '1']).default('0'),
  }),
  responses: {},
  rawResponses: { 200: 'text/html', 302: 'text/html', 404: 'text/html' },
  errors: ['validation_failed'],
  examples: { query: { state: 'yyy', auto_approve: '1' }, responses: {} },
  handler: async ({ query, services }) => {
    const login = await services.partners.callbackOfOpenSandboxLogin(createHash('sha256').update(query.state).digest());
    if (!login) return sandboxLoginGone();
    const mayReturn = query.redirect_uri === undefined || query.redirect_uri === login.callbackUrl;
    if (!mayReturn) return sandboxLoginPage({ ...login, token: MOCK_TOKEN });
    const { callbackUrl } = login;
    const approveUrl = callback(callbackUrl, { request_token: MOCK_TOKEN, state: query.state });
    if (query.auto_approve === '1')
      return { kind: 'raw' as const, status: 302, body: '', headers: { Location: approveUrl } };
    const cancelUrl = callback(callbackUrl, { status: 'cancelled', state: query.state });
    return sandboxLoginPage({ ...login, token: MOCK_TOKEN, back: { approveUrl, cancelUrl } });
  },
});

function callback(callbackUrl: string, parameters: Record<string, string>): string {
  const url = new URL(callbackUrl);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
