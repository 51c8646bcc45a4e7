// Incident notes for the status page: what an operator may say, and what its updates add up to.

/** From the first look to the end; an incident that comes back may go back too. */
export const INCIDENT_STATES = ['investigating', 'identified', 'monitoring', 'resolved'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** How bad it is for partners, least first. */
export const INCIDENT_IMPACTS = ['none', 'minor', 'major', 'critical'] as const;
export type IncidentImpact = (typeof INCIDENT_IMPACTS)[number];

/** What partners know of the platform; what each is made of is our business. */
export const INCIDENT_COMPONENTS = [
  'api',
  'daily_login',
  'trading',
  'broker_connections',
  'events',
  'billing',
  'sandbox',
] as const;
export type IncidentComponent = (typeof INCIDENT_COMPONENTS)[number];

/** Most characters of a title and of an update's text. */
export const MOST_TITLE = 120;
export const MOST_BODY = 2_000;

/** One update. Each says everything that holds from it on; `body` is its text. */
export type IncidentUpdate = {
  id: string;
  state: IncidentState;
  title: string;
  impact: IncidentImpact;
  components: IncidentComponent[];
  startedAt: Date;
  body: string;
  createdBy: string;
  createdAt: Date;
};
/** @param updates - oldest first, never empty */
export type Incident = { id: string; updates: IncidentUpdate[] };

/** What holds now: the last update. @throws Error for an incident without one, which the database does not let be */
export function latestOf(incident: Incident): IncidentUpdate {
  const latest = incident.updates.at(-1);
  if (!latest) throw new Error(`the incident ${incident.id} has no update`);
  return latest;
}

/** Since when it has been resolved without a break; undefined while it is open. */
export function resolvedAt({ updates }: Incident): Date | undefined {
  const lastOpen = updates.findLastIndex(({ state }) => state !== 'resolved');
  return updates[lastOpen + 1]?.createdAt;
}

/** Why a text cannot be shown on the page, or undefined when it can. @param most - characters */
export function incidentTextProblem(text: string, most: number): string | undefined {
  if (text.trim() === '') return 'must not be empty';
  if ([...text].length > most) return `must have at most ${most} characters`;
  if (/[\p{Cc}\p{Cs}]/u.test(text)) return 'must not contain control characters';
  return undefined;
}
