// Incident notes: as operators write them, as they read them, and as everybody does.
import {
  INCIDENT_COMPONENTS,
  INCIDENT_IMPACTS,
  INCIDENT_STATES,
  incidentTextProblem,
  MOST_BODY,
  MOST_TITLE,
} from '../../domain/incident.js';
import { z } from '../zod.js';
import { instant, limit, nextCursor, cursor, queryFlag, saying, text } from './fields.js';

const state = z.enum(INCIDENT_STATES).openapi({ description: 'Where the work on it stands' });
const impact = z.enum(INCIDENT_IMPACTS).openapi({ description: 'How bad it is for partners' });
const components = z
  .array(z.enum(INCIDENT_COMPONENTS))
  .min(1, 'must name at least one component')
  .max(INCIDENT_COMPONENTS.length)
  .refine((names) => new Set(names).size === names.length, 'must name each component once')
  .openapi({ description: 'What is affected', example: ['broker_connections'] });
const shown = (most: number) =>
  text(most).refine((value) => incidentTextProblem(value, most) === undefined, 'must not be empty');
const title = shown(MOST_TITLE).openapi({ description: 'Public', example: 'Logins with one broker fail' });
const body = shown(MOST_BODY).openapi({
  description: 'Public: name no user and no partner',
  example: 'We are looking into it with the broker. Entries of users who are logged in are not affected.',
});
const startedAt = z.iso
  .datetime({ offset: true, error: saying('must be RFC 3339, such as 2026-11-24T09:20:00+05:30') })
  .openapi({ description: 'When it began: RFC 3339, not in the future', example: '2026-11-24T09:05:00+05:30' });

export const incidentId = text(128).openapi({ description: 'Incident id', example: 'inc_abc123' });

export const OpenIncident = z
  .strictObject({
    title,
    body,
    components,
    impact,
    state: state.default('investigating'),
    started_at: startedAt
      .optional()
      .openapi({ description: 'When it began: RFC 3339, not in the future; absent: now' }),
  })
  .openapi('OpenIncident');
export const UpdateIncident = z
  .strictObject({
    state,
    body,
    title: title.optional(),
    impact: impact.optional(),
    components: components.optional(),
    started_at: startedAt.optional(),
  })
  .openapi('UpdateIncident', { description: 'What is left out stays as the update before had it' });

export const IncidentsQuery = z.strictObject({
  open: queryFlag('Only those that are not resolved'),
  cursor,
  limit,
});

const current = {
  incident_id: z.string(),
  title: z.string(),
  state,
  impact,
  components: z.array(z.enum(INCIDENT_COMPONENTS)),
  started_at: instant,
  resolved_at: instant.nullable().openapi({ description: 'null while it is open' }),
};
const PublicUpdate = z.object({ state, body: z.string(), at: instant }).openapi('PublicIncidentUpdate');

/** For everybody: nothing but what was written to be read. */
export const PublicIncident = z
  .object({ ...current, updates: z.array(PublicUpdate).openapi({ description: 'Latest first' }) })
  .openapi('PublicIncident');

const Update = z
  .object({
    ...{ update_id: z.string(), state, title: z.string(), impact, components: current.components },
    ...{ started_at: instant, body: z.string(), created_by: z.string(), created_at: instant },
  })
  .openapi('IncidentUpdate');
export const Incident = z
  .object({ ...current, updates: z.array(Update).openapi({ description: 'Oldest first: the whole history' }) })
  .openapi('Incident');
export const IncidentNoted = z.object({ message: z.string(), incident: Incident }).openapi('IncidentNoted');
export const IncidentList = z.object({ incidents: z.array(Incident), next_cursor: nextCursor }).openapi('IncidentList');
