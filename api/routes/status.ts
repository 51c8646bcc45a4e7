// The public status: components, the last run, and what operators say of incidents. It answers also when the database does not.
import { latestOf, type Incident } from '../../domain/incident.js';
import { statusPage } from '../pages/status-page.js';
import { presentPublicIncident } from '../presenters/incidents.js';
import { utc } from '../presenters/times.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { Status } from '../schemas/health.js';
import { PUBLIC_INCIDENT_EXAMPLE } from './incident-examples.js';

const isOpen = (incident: Incident): boolean => latestOf(incident).state !== 'resolved';

export const status = defineRoute({
  ...noInput,
  method: 'get',
  path: '/status',
  auth: 'public',
  tag: 'Health',
  summary: 'Status',
  description:
    'Components, the last live entry, open incidents and those of the last 14 days with their updates, latest first: JSON, or a page for browsers.',
  responses: { 200: Status },
  errors: [],
  examples: {
    responses: {
      200: {
        status: 'degraded',
        time: '2025-10-10T03:50:00Z',
        components: { database: 'ok', temporal: 'ok', worker_trading: 'ok', worker_platform: 'ok' },
        last_run: {
          ...{ strategy: 'Iron Condor Weekly', entry_at: '2025-10-10T03:50:00Z' },
          ...{ status: 'completed', completed_percent: 98.5 },
        },
        open_incidents: [PUBLIC_INCIDENT_EXAMPLE],
        recent_incidents: [],
        notes_as_of: '2025-10-10T03:49:58Z',
      },
    },
  },
  handler: async ({ services, prefersHtml }) => {
    const [{ ready, checks }, notes] = await Promise.all([services.readiness.report(), services.statusNotes.read()]);
    const incidents = notes?.incidents ?? [];
    const open = incidents.filter(isOpen);
    const hurts = open.some((incident) => latestOf(incident).impact !== 'none');
    const run = notes?.lastRun;
    const body = {
      status: ready && !hurts ? ('operational' as const) : ('degraded' as const),
      time: utc(services.clock()),
      components: checks,
      last_run: run
        ? {
            strategy: run.strategy,
            entry_at: utc(run.entryAt),
            status: run.status,
            completed_percent: run.completedPercent,
          }
        : null,
      open_incidents: open.map(presentPublicIncident),
      recent_incidents: incidents.filter((incident) => !isOpen(incident)).map(presentPublicIncident),
      notes_as_of: notes ? utc(notes.readMs) : null,
    };
    return prefersHtml ? statusPage(body) : json(200, body);
  },
});
