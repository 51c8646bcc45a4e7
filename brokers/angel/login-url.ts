// Where an Angel One user logs in: the publisher login page.
import type { LoginUrl } from '../port.js';

/**
 * `{base}/publisher-login?api_key=…&state=…&redirect_uri=…&login_hint=…`
 * Angel returns to the address that was registered with the key; that its page ignores the last two parameters is unchecked.
 * @see https://smartapi.angelone.in/docs/User (read 2026-08-15)
 */
export const angelLoginUrl: LoginUrl = ({ baseUrl, apiKey, state, redirectUri, clientId }) => {
  const query = new URLSearchParams({ api_key: apiKey, state, redirect_uri: redirectUri, login_hint: clientId });
  return `${baseUrl.replace(/\/$/, '')}/publisher-login?${query.toString()}`;
};
