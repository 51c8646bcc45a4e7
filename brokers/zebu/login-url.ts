// Where a Zebu user logs in: the connect wire's login page.
import type { LoginUrl } from '../port.js';

/**
 * `{base}/connect/login?api_key=…&state=…&redirect_uri=…&login_hint=…`
 * @see the partner integration guide, step 2.1
 */
export const zebuLoginUrl: LoginUrl = ({ baseUrl, apiKey, state, redirectUri, clientId }) => {
  const query = new URLSearchParams({ api_key: apiKey, state, redirect_uri: redirectUri, login_hint: clientId });
  return `${baseUrl.replace(/\/$/, '')}/connect/login?${query.toString()}`;
};
