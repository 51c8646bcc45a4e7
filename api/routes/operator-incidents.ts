// For operators: incident notes of the public status page. Nothing is changed; updates are added, and who added them is kept.
import { refuse, refuseFields, type Refusal } from '../errors.js';
import { presentIncident } from '../presenters/incidents.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import {
  Incident,
  incidentId,
  IncidentList,
  IncidentNoted,
  IncidentsQuery,
  OpenIncident,
  UpdateIncident,
} from '../schemas/incidents.js';
import { z } from '../zod.js';
import { INCIDENT_EXAMPLE } from './incident-examples.js';

const incidents = { ...noInput, auth: 'operator', tag: 'Operator: incidents' } as const;
const one = { params: z.strictObject({ incident_id: incidentId }), errors: ['incident_not_found'] } as const;
const params = { incident_id: 'inc_abc123' };

export const openIncident = defineRoute({
  ...incidents,
  method: 'post',
  path: '/operator/incidents',
  summary: 'Open an incident',
  description:
    'Puts an incident on the public status page at once (within 5 s on every API process). Title and body are shown as written.',
  body: OpenIncident,
  responses: { 201: IncidentNoted },
  errors: [],
  examples: {
    body: {
      title: 'Logins with one broker fail',
      body: 'We are looking into it with the broker.',
      components: ['broker_connections'],
      impact: 'major',
    },
    responses: { 201: { message: 'Incident opened', incident: INCIDENT_EXAMPLE } },
  },
  handler: async ({ body, caller, services, once }) => {
    const nowMs = services.clock();
    const startedAt = body.started_at === undefined ? new Date(nowMs) : new Date(body.started_at);
    const problem = futureProblem(startedAt, nowMs);
    if (problem) return problem;
    const { title, body: words, components, impact, state } = body;
    const answer = await services.db.transaction(async (tx) => {
      const incident = await services.incidents.open(
        {
          ...{ id: once.id('inc'), updateId: once.id('inu'), by: `operator ${caller.name}` },
          ...{ state, title, impact, components, startedAt, body: words },
        },
        tx,
      );
      return once.keep(tx, json(201, { message: 'Incident opened', incident: presentIncident(incident) }));
    });
    services.statusNotes.forget();
    return answer;
  },
});

export const updateIncident = defineRoute({
  ...incidents,
  ...one,
  method: 'post',
  path: '/operator/incidents/{incident_id}/updates',
  summary: 'Add an update to an incident',
  description:
    'Adds what has come to be known, and what of title, impact, components and beginning is to be told otherwise from now on. `resolved` ends the incident; it can be taken up again by a later update. What was written before stays.',
  body: UpdateIncident,
  responses: { 201: IncidentNoted },
  examples: {
    params,
    body: { state: 'identified', body: 'The broker has confirmed a fault on its side.' },
    responses: { 201: { message: 'Update added', incident: INCIDENT_EXAMPLE } },
  },
  handler: async ({ params: { incident_id: id }, body, caller, services, once }) => {
    const { state, body: words, title, impact, components, started_at: started } = body;
    const startedAt = started === undefined ? undefined : new Date(started);
    const problem = startedAt && futureProblem(startedAt, services.clock());
    if (problem) return problem;
    const update = {
      ...{ updateId: once.id('inu'), by: `operator ${caller.name}`, state, body: words },
      ...(title !== undefined && { title }),
      ...(impact && { impact }),
      ...(components && { components }),
      ...(startedAt && { startedAt }),
    };
    const answer = await services.db.transaction(async (tx) => {
      const incident = await services.incidents.append(id, update, tx);
      if (!incident) return refuse('incident_not_found');
      return once.keep(tx, json(201, { message: 'Update added', incident: presentIncident(incident) }));
    });
    services.statusNotes.forget();
    return answer;
  },
});

export const listIncidents = defineRoute({
  ...incidents,
  method: 'get',
  path: '/operator/incidents',
  summary: 'List incidents',
  description: 'Latest first, each with its whole history and who wrote it.',
  query: IncidentsQuery,
  responses: { 200: IncidentList },
  errors: [],
  examples: { responses: { 200: { incidents: [INCIDENT_EXAMPLE], next_cursor: null } } },
  handler: async ({ query, services }) => {
    const { rows, nextCursor } = await services.incidents.list(query);
    return json(200, { incidents: rows.map(presentIncident), next_cursor: nextCursor ?? null });
  },
});

export const getIncident = defineRoute({
  ...incidents,
  ...one,
  method: 'get',
  path: '/operator/incidents/{incident_id}',
  summary: 'Get an incident',
  description: 'With its whole history and who wrote it.',
  responses: { 200: Incident },
  examples: { params, responses: { 200: INCIDENT_EXAMPLE } },
  handler: async ({ params: { incident_id: id }, services }) => {
    const incident = await services.incidents.find(id);
    return incident ? json(200, presentIncident(incident)) : refuse('incident_not_found');
  },
});

function futureProblem(startedAt: Date, nowMs: number): Refusal | undefined {
  if (startedAt.getTime() <= nowMs) return undefined;
  return refuseFields([{ field: 'started_at', message: 'must not be in the future' }]);
}
