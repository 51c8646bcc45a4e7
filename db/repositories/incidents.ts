// Incident notes. Updates are added, never changed; who added one is kept with it and never shown in public.
import type {
  Incident,
  IncidentComponent,
  IncidentImpact,
  IncidentState,
  IncidentUpdate,
} from '../../domain/incident.js';
import type { Database, Sql } from '../sql.js';
import { toPage, type Page, type PageRequest } from './page.js';

export type NewIncident = {
  id: string;
  updateId: string;
  state: IncidentState;
  title: string;
  impact: IncidentImpact;
  components: readonly IncidentComponent[];
  startedAt: Date;
  body: string;
  /** `operator …` or `cli …` */
  by: string;
};
/** What is absent stays as the update before had it. */
export type NewIncidentUpdate = Pick<NewIncident, 'updateId' | 'state' | 'body' | 'by'> &
  Partial<Pick<NewIncident, 'title' | 'impact' | 'components' | 'startedAt'>>;

type UpdateRow = IncidentUpdate & { incidentId: string };

const COLUMNS = `u.incident_id AS "incidentId", u.id, u.state, u.title, u.impact, u.components, u.started_at AS "startedAt", u.body,
  u.created_by AS "createdBy", u.created_at AS "createdAt"`;
const LATEST = `(SELECT l.state FROM incident_update l WHERE l.incident_id = i.id ORDER BY l.seq DESC LIMIT 1)`;

export class IncidentRepository {
  constructor(private readonly db: Database) {}

  /** @param sql - the transaction that also keeps the answer */
  async open(incident: NewIncident, sql: Sql): Promise<Incident> {
    const { id, updateId, state, title, impact, components, startedAt, body, by } = incident;
    await sql.query('INSERT INTO incident (id) VALUES ($1)', [id]);
    await sql.query(
      `INSERT INTO incident_update (id, incident_id, state, title, impact, components, started_at, body, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [updateId, id, state, title, impact, components, startedAt, body, by],
    );
    return this.known(id, sql);
  }

  /** Adds an update, after whatever was added before it. @returns undefined when there is no such incident */
  async append(incidentId: string, update: NewIncidentUpdate, sql: Sql): Promise<Incident | undefined> {
    // Two updates at once would each build on the same one before.
    const locked = await sql.query('SELECT 1 FROM incident WHERE id = $1 FOR UPDATE', [incidentId]);
    if (locked.length === 0) return undefined;
    const { updateId, state, body, by, title, impact, components, startedAt } = update;
    await sql.query(
      `INSERT INTO incident_update (id, incident_id, state, title, impact, components, started_at, body, created_by)
       SELECT $1, incident_id, $3, coalesce($4, title), coalesce($5, impact), coalesce($6::text[], components),
         coalesce($7::timestamptz, started_at), $8, $9
       FROM incident_update WHERE incident_id = $2 ORDER BY seq DESC LIMIT 1`,
      [updateId, incidentId, state, title ?? null, impact ?? null, components ?? null, startedAt ?? null, body, by],
    );
    return this.known(incidentId, sql);
  }

  async find(incidentId: string, sql: Sql = this.db): Promise<Incident | undefined> {
    return (await this.withUpdates([incidentId], sql))[0];
  }

  /** Latest first. @param filter.open - only those that are not resolved */
  async list(filter: PageRequest & { open?: boolean }): Promise<Page<Incident>> {
    const { cursor, limit, open = false } = filter;
    const rows = await this.db.query<{ id: string }>(
      `SELECT i.id FROM incident i WHERE (NOT $1 OR ${LATEST} <> 'resolved')
         AND ($2::text IS NULL OR (i.created_at, i.id) < (SELECT c.created_at, c.id FROM incident c WHERE c.id = $2))
       ORDER BY i.created_at DESC, i.id DESC LIMIT $3`,
      [open, cursor ?? null, limit + 1],
    );
    const page = toPage(rows, limit);
    return { ...page, rows: await this.withUpdates(page.rows.map(({ id }) => id)) };
  }

  /** Those that are open, and those with an update since an instant; latest first. @param most - incidents */
  async currentSince(since: Date, most: number): Promise<Incident[]> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT i.id FROM incident i WHERE ${LATEST} <> 'resolved'
         OR EXISTS (SELECT 1 FROM incident_update n WHERE n.incident_id = i.id AND n.created_at >= $1)
       ORDER BY ${LATEST} = 'resolved', i.created_at DESC, i.id DESC LIMIT $2`,
      [since, most],
    );
    return this.withUpdates(rows.map(({ id }) => id));
  }

  private async known(id: string, sql: Sql): Promise<Incident> {
    const incident = await this.find(id, sql);
    if (!incident) throw new Error('an incident that was just written is not there');
    return incident;
  }

  private async withUpdates(ids: readonly string[], sql: Sql = this.db): Promise<Incident[]> {
    const rows = await sql.query<UpdateRow>(
      `SELECT ${COLUMNS} FROM incident_update u WHERE u.incident_id = ANY($1) ORDER BY u.seq`,
      [ids],
    );
    return ids.flatMap((id) => {
      const updates = rows.filter((row) => row.incidentId === id).map(({ incidentId: _, ...update }) => update);
      return updates.length > 0 ? [{ id, updates }] : [];
    });
  }
}
