// Incidents for operators, with who wrote what, and for everybody, without.
import type { z } from '../zod.js';
import { latestOf, resolvedAt, type Incident as Facts } from '../../domain/incident.js';
import type { Incident, PublicIncident } from '../schemas/incidents.js';
import { utc, utcOrNull } from './times.js';

export function presentIncident(incident: Facts): z.input<typeof Incident> {
  return {
    ...current(incident),
    updates: incident.updates.map((update) => ({
      update_id: update.id,
      state: update.state,
      title: update.title,
      impact: update.impact,
      components: update.components,
      started_at: utc(update.startedAt),
      body: update.body,
      created_by: update.createdBy,
      created_at: utc(update.createdAt),
    })),
  };
}

export function presentPublicIncident(incident: Facts): z.input<typeof PublicIncident> {
  const updates = incident.updates.map(({ state, body, createdAt }) => ({ state, body, at: utc(createdAt) }));
  return { ...current(incident), updates: updates.toReversed() };
}

function current(incident: Facts) {
  const { title, state, impact, components, startedAt } = latestOf(incident);
  return {
    incident_id: incident.id,
    title,
    state,
    impact,
    components,
    started_at: utc(startedAt),
    resolved_at: utcOrNull(resolvedAt(incident) ?? null),
  };
}
