// Every try to bring an event to an endpoint, for the partner's delivery log.
import type { Mode } from '../../domain/mode.js';
import type { Database } from '../sql.js';

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
};

export class WebhookAttemptRepository {
  constructor(private readonly db: Database) {}

  async record(attempt: WebhookAttempt): Promise<void> {
    await this.db.query(
      `INSERT INTO webhook_attempt (event_id, endpoint_id, attempt, status_code, error, duration_ms)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [attempt.eventId, attempt.endpointId, attempt.attempt, attempt.statusCode, attempt.error, attempt.durationMs],
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
      `SELECT a.event_id AS "eventId", a.endpoint_id AS "endpointId", a.attempt, a.status_code AS "statusCode",
              a.error, a.duration_ms AS "durationMs", a.at
       FROM webhook_attempt a JOIN outbox_event e ON e.id = a.event_id
       WHERE e.partner_id = $1 AND e.mode = $2 AND e.id = $3 ORDER BY a.id`,
      [partnerId, mode, eventId],
    );
  }
}
