// The sandbox's mock login page: stands in for the broker's; no password is asked.
import type { RawReply } from '../route.js';
import { markup, page } from './html.js';

/** @param approveUrl - the partner's callback with the mock token, or undefined when the request named another address */
export function sandboxLoginPage(login: {
  brokerName: string;
  clientId: string;
  token: string;
  approveUrl?: string;
}): RawReply {
  const head = markup`<h1>Sandbox login for ${login.brokerName}</h1>
    <p>No broker is contacted and no password is needed. You are logging in as <code>${login.clientId}</code>.</p>`;
  const choice = login.approveUrl
    ? markup`<p><a class="button" href="${login.approveUrl}">Log in</a></p>`
    : markup`<p>
        The address to return to is not the callback URL registered for this partner, so you are not sent there.
      </p>`;
  return page(
    200,
    'Sandbox login',
    `${head}${choice}${markup`<p>The callback's <code>request_token</code> is <code>${login.token}</code>.</p>`}`,
  );
}

/** Nothing is open under the state. */
export function sandboxLoginGone(): RawReply {
  return page(
    404,
    'Sandbox login',
    '<h1>This login is not open</h1><p>It was completed, has expired (300 seconds) or never existed. Initiate a new one.</p>',
  );
}
