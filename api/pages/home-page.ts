// What is to be found here, for a person who opens the bare address.
import type { RawReply } from '../answer.js';
import { markup, page } from './html.js';

/** @param places - path and what is there, in order */
export function homePage(places: readonly (readonly [path: string, what: string])[]): RawReply {
  const rows = places.map(
    ([path, what]) =>
      markup`<tr>
        <td><a href="${path}">${path}</a></td>
        <td>${what}</td>
      </tr>`,
  );
  return page(
    200,
    'QuantLeap',
    markup`<h1>QuantLeap</h1>
      <p>The partner API: your users subscribe to strategies, their orders leave at the strategy's second.</p>
      <table>
        ${rows}
      </table>`,
  );
}
