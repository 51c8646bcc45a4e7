// Every try to bring an event to an endpoint, for the partner's delivery log.
import type { Mode } from '../../domain/mode.js';
import type { PartnerEventType } from '../../domain/partner-event.js';
import type { Database, Sql } from '../sql.js';
import { toPage, type Page } from './page.js';

export type WebhookAttempt = {
  eventId: string;
  endpointId: string;
  /** From 1. */
  attempt: number;
  /** Null when there was no answer. */
  statusCode: number | null;
  /** Why there was no answer; null when there was one. */
  error: string | null;
  durationMs: number;
  /** Where it went, without a query; null when the attempt is older than this record. */
  url: string | null;
  /** Beginning of the answer's text, cleared of secrets; null when there was none. */
  responseExcerpt: string | null;
};

export type LoggedAttempt = WebhookAttempt & {
  /** `wha_…`, the place in the log. */
  id: string;
  type: PartnerEventType;
  /** The event as sent. */
  body: string;
  at: Date;
};
export type AttemptFilter = {
  eventId?: string | undefined;
  outcome?: 'delivered' | 'failed' | undefined;
  /** A former page's `nextCursor`. */
  cursor?: string | undefined;
  /** 1 or more */
  limit: number;
};

const COLUMNS = `a.event_id AS "eventId", a.endpoint_id AS "endpointId", a.attempt, a.status_code AS "statusCode",
  a.error, a.duration_ms AS "durationMs", a.url, a.response_excerpt AS "responseExcerpt", a.at`;

export class WebhookAttemptRepository {
  constructor(private readonly db: Database) {}

  async record(attempt: WebhookAttempt, sql: Sql = this.db): Promise<void> {
    const { eventId, endpointId, statusCode, error, durationMs, url, responseExcerpt } = attempt;
    await sql.query(
      `INSERT INTO webhook_attempt (event_id, endpoint_id, attempt, status_code, error, duration_ms, url, response_excerpt)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [eventId, endpointId, attempt.attempt, statusCode, error, durationMs, url, responseExcerpt],
    );
  }

  /** How many attempts were made for one of a partner's events, by endpoint; endpoints without any are absent. */
  async countByEndpoint(partnerId: string, mode: Mode, eventId: string): Promise<Map<string, number>> {
    const rows = await this.db.query<{ endpointId: string; attempts: number }>(
      `SELECT a.endpoint_id AS "endpointId", count(*)::int AS attempts
       FROM webhook_attempt a JOIN outbox_event e ON e.id = a.event_id
       WHERE e.partner_id = $1 AND e.mode = $2 AND e.id = $3 GROUP BY a.endpoint_id`,
      [partnerId, mode, eventId],
    );
    return new Map(rows.map((row) => [row.endpointId, row.attempts]));
  }

  /** The attempts for one of a partner's events, oldest first. */
  async listForEvent(partnerId: string, mode: Mode, eventId: string): Promise<(WebhookAttempt & { at: Date })[]> {
    return this.db.query<WebhookAttempt & { at: Date }>(
      `SELECT ${COLUMNS} FROM webhook_attempt a JOIN outbox_event e ON e.id = a.event_id
       WHERE e.partner_id = $1 AND e.mode = $2 AND e.id = $3 ORDER BY a.id`,
      [partnerId, mode, eventId],
    );
  }

  /** The attempts at one of a partner's endpoints, latest first. @returns undefined when the cursor is not one of ours */
  async listForEndpoint(
    { partnerId, mode, id }: { partnerId: string; mode: Mode; id: string },
    { eventId, outcome, cursor, limit }: AttemptFilter,
  ): Promise<Page<LoggedAttempt> | undefined> {
    const before = cursor === undefined ? null : placeOf(cursor);
    if (before === undefined) return undefined;
    const rows = await this.db.query<LoggedAttempt>(
      `SELECT 'wha_' || a.id AS id, e.type, e.body::text AS body, ${COLUMNS}
       FROM webhook_attempt a JOIN outbox_event e ON e.id = a.event_id
       WHERE e.partner_id = $1 AND e.mode = $2 AND a.endpoint_id = $3 AND ($4::bigint IS NULL OR a.id < $4)
         AND ($5::text IS NULL OR a.event_id = $5)
         AND ($6::text IS NULL OR (coalesce(a.status_code, 0) BETWEEN 200 AND 299) = ($6 = 'delivered'))
       ORDER BY a.id DESC LIMIT $7`,
      [partnerId, mode, id, before, eventId ?? null, outcome ?? null, limit + 1],
    );
    return toPage(rows, limit);
  }
}

function placeOf(cursor: string): string | undefined {
  return /^wha_(\d{1,18})$/.exec(cursor)?.[1];
}
