// Where an Upstox user logs in.
import type { LoginUrl } from '../port.js';

/**
 * `{base}/v2/login/authorization/dialog?response_type=code&client_id=…&redirect_uri=…&state=…&login_hint=…`; the callback brings `code` and
 * `state`. `redirect_uri` must be the one registered with the app.
 * @see https://upstox.com/developer/api-documentation/authorize (read 2026-11-24)
 */
export const upstoxLoginUrl: LoginUrl = ({ baseUrl, apiKey, state, redirectUri, clientId }) => {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: apiKey,
    redirect_uri: redirectUri,
    state,
    login_hint: clientId,
  });
  return `${baseUrl}/v2/login/authorization/dialog?${query.toString()}`;
};
