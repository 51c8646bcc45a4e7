// The sandbox's mock login page: stands in for the broker's; no password is asked.
import type { RawReply } from '../answer.js';
import { markup, page } from './html.js';

/** @param login.back - the partner's callback with the mock token, and without one; undefined when the request named another address */
export function sandboxLoginPage(login: {
  brokerName: string;
  clientId: string;
  token: string;
  back?: { approveUrl: string; cancelUrl: string };
}): RawReply {
  const head = markup`<h1>Sandbox login for ${login.brokerName}</h1>
    <p>No broker is contacted and no password is needed. You are logging in as <code>${login.clientId}</code>.</p>`;
  const choice = login.back
    ? markup`<p>
        <a class="button" href="${login.back.approveUrl}">Log in</a
        ><a class="plain" href="${login.back.cancelUrl}">Cancel</a>
      </p>
      <p class="note">You come back to the callback URL with <code>request_token=${login.token}</code>.</p>`
    : markup`<p>
        The address to return to is not the callback URL registered for this partner, so you are not sent there.
        The <code>request_token</code> is <code>${login.token}</code>.
      </p>`;
  return page(200, 'Sandbox login', head + choice);
}

/** Nothing is open under the state. */
export function sandboxLoginGone(): RawReply {
  return page(
    404,
    'Sandbox login',
    '<h1>This login is not open</h1><p>It was completed, has expired (300 seconds) or never existed. Initiate a new one.</p>',
  );
}
