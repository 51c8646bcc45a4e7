// The status as a page for people: no script, light and dark, Indian time with the exact instant behind it.
import type { z } from '../zod.js';
import { CHECKS, type CheckName, type CheckResult } from '../readiness.js';
import { istClockText, tradingDayOf } from '../../domain/trading-time.js';
import type { IncidentComponent, IncidentImpact, IncidentState } from '../../domain/incident.js';
import type { RawReply } from '../answer.js';
import type { Status } from '../schemas/health.js';
import type { PublicIncident } from '../schemas/incidents.js';
import { markup } from './html.js';
import { readingPage } from './reading-page.js';

type Facts = z.input<typeof Status>;
type IncidentFacts = z.input<typeof PublicIncident>;

const NAMES: Record<CheckName, string> = {
  database: 'Database',
  temporal: 'Temporal',
  worker_trading: 'Trading workers',
  worker_platform: 'Platform workers',
};
const RESULTS: Record<CheckResult, string> = { ok: '● ok', failing: '▲ failing' };
const COMPONENTS: Record<IncidentComponent, string> = {
  api: 'API',
  daily_login: 'daily login',
  trading: 'trading',
  broker_connections: 'connections to brokers',
  events: 'events and webhooks',
  billing: 'billing',
  sandbox: 'sandbox',
};
const IMPACTS: Record<IncidentImpact, string> = {
  none: 'no impact',
  minor: 'minor impact',
  major: 'major impact',
  critical: 'critical impact',
};
const STATES: Record<IncidentState, string> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
};

export function statusPage(status: Facts): RawReply {
  const rows = CHECKS.map((name) => {
    const result = status.components[name];
    return markup`<tr><th scope="row">${NAMES[name]}</th><td class="${result}">${RESULTS[result]}</td></tr>`;
  });
  return readingPage(
    'Status',
    markup`<h1>QuantLeap is ${status.status}</h1>
<p>As of ${[when(status.time)]}. Reload to look again.</p>
${notRead(status)}
<h2>Open incidents</h2>
${incidents(status.open_incidents, status.notes_as_of === null ? 'Not known.' : 'None.')}
<h2>Components</h2>
<table><thead><tr><th scope="col">Component</th><th scope="col">State</th></tr></thead><tbody>${rows}</tbody></table>
<h2>Last live entry</h2>
<p>${lastRun(status)}</p>
<h2>The last 14 days</h2>
${incidents(status.recent_incidents, status.notes_as_of === null ? 'Not known.' : 'No other incident.')}`,
    'status',
  );
}

/** A notice when incidents and last run are not from now. */
function notRead({ time, notes_as_of: asOf }: Facts): string[] {
  if (asOf === null)
    return ['<p class="failing" role="status">Incidents and the last entry could not be read just now.</p>'];
  if (Date.parse(time) - Date.parse(asOf) < 60_000) return [];
  return [
    markup`<p class="failing" role="status">Incidents and the last entry are as of ${[when(asOf)]}: newer ones could not be read.</p>`,
  ];
}

function lastRun({ last_run: run, notes_as_of: asOf }: Facts): string[] {
  if (!run) return [asOf === null ? 'Not known.' : 'There has been none yet.'];
  const result =
    run.status === 'missed'
      ? 'nothing was entered'
      : run.completed_percent === null
        ? 'no entry was attempted'
        : `${run.completed_percent} % of the attempted entries were completed`;
  return [markup`${run.strategy}, ${[when(run.entry_at)]}: ${result}.`];
}

function incidents(all: readonly IncidentFacts[], none: string): string[] {
  return all.length === 0 ? [markup`<p>${none}</p>`] : all.map(incident);
}

function incident({ title, impact, components, started_at: started, resolved_at: resolved, updates }: IncidentFacts) {
  const notes = updates.map(({ state, body, at }) => markup`<dt>${STATES[state]}, ${[when(at)]}</dt><dd>${body}</dd>`);
  const end = resolved === null ? '' : markup`, resolved ${[when(resolved)]}`;
  return markup`<section class="incident"><h3>${title}</h3>
<p>${IMPACTS[impact]}: ${components.map((name) => COMPONENTS[name]).join(', ')}. Began ${[when(started)]}${[end]}.</p>
<dl>${notes}</dl></section>`;
}

/** `2025-10-10, 9:20 AM IST`, with the instant for machines. @param iso - RFC 3339 */
function when(iso: string): string {
  const ms = Date.parse(iso);
  return markup`<time datetime="${iso}">${tradingDayOf(ms)}, ${istClockText(ms)}</time>`;
}
