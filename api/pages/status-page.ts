// The status as a small page for people.
import type { RawReply } from '../route.js';
import { markup, page } from './html.js';

export function statusPage(status: { status: string; time: string; components: Record<string, string> }): RawReply {
  const rows = Object.entries(status.components).map(
    ([name, state]) =>
      markup`<tr>
        <td>${name.replace('_', ' ')}</td>
        <td>${state}</td>
      </tr>`,
  );
  return page(
    200,
    'QuantLeap status',
    markup`<h1>QuantLeap is ${status.status}</h1>
      <table>
        ${rows}
      </table>
      <p>${status.time}</p>`,
  );
}
