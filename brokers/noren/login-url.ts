// Where a Zebu user logs in on the Noren wire.
import type { LoginUrl } from '../port.js';

/**
 * `{base}/OAuthlogin/authorize/oauth?client_id=…&state=…&redirect_uri=…&login_hint=…`: `client_id` is the app's id (our api_key). The page
 * is documented with `client_id` alone and does not give `state` back: what binds the login to the account is in docs/brokers.md.
 * @see https://zebumyntapi.web.app/OAuth/Authentication, read 2026-08-15
 */
export const norenLoginUrl: LoginUrl = ({ baseUrl, apiKey, state, redirectUri, clientId }) => {
  const query = new URLSearchParams({ client_id: apiKey, state, redirect_uri: redirectUri, login_hint: clientId });
  return `${baseUrl.replace(/\/$/, '')}/OAuthlogin/authorize/oauth?${query.toString()}`;
};
