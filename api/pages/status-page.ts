// The status as a small page for people.
import { CHECKS, type CheckName, type CheckResult } from '../readiness.js';
import type { RawReply } from '../answer.js';
import { markup, page } from './html.js';

const NAMES: Record<CheckName, string> = {
  database: 'Database',
  temporal: 'Temporal',
  worker_trading: 'Trading workers',
  worker_platform: 'Platform workers',
};
const STATES: Record<CheckResult, string> = { ok: '● ok', failing: '▲ failing' };

/** @param status.time - RFC 3339 */
export function statusPage(status: {
  status: 'operational' | 'degraded';
  time: string;
  components: Record<CheckName, CheckResult>;
}): RawReply {
  const rows = CHECKS.map((name) => {
    const state = status.components[name];
    return markup`<tr>
        <td>${NAMES[name]}</td>
        <td class="${state}">${STATES[state]}</td>
      </tr>`;
  });
  return page(
    200,
    'QuantLeap status',
    markup`<h1>QuantLeap is ${status.status}</h1>
      <table>
        ${rows}
      </table>
      <p class="note">As of ${status.time.replace('T', ' ').replace('Z', ' UTC')}. Reload to look again.</p>`,
  );
}
