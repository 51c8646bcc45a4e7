// Where a Zerodha user logs in: Kite Connect's login page.
import type { LoginUrl } from '../port.js';

/**
 * `{base}/connect/login?v=3&api_key=…&redirect_params=state%3D…`. Of an address' own parameters the page gives none back: what is
 * in `redirect_params` comes back instead. `redirect_uri` and `login_hint` are the simulator's; Kite sends people to the address
 * that is registered with the api_key.
 * @see https://kite.trade/docs/connect/v3/user/ (read 2026-11-24)
 */
export const kiteLoginUrl: LoginUrl = ({ baseUrl, apiKey, state, redirectUri, clientId }) => {
  const query = new URLSearchParams({
    ...{ v: '3', api_key: apiKey, redirect_params: new URLSearchParams({ state }).toString() },
    ...{ redirect_uri: redirectUri, login_hint: clientId },
  });
  return `${baseUrl.replace(/\/$/, '')}/connect/login?${query.toString()}`;
};
