// What a delivery takes, and what its attempts say about an endpoint: that it fails, that it recovered, that it is to be switched off.
import type { Mode } from '../../domain/mode.js';
import type { PartnerEventType } from '../../domain/partner-event.js';
import { DISABLE_REASONS, type DisableCause } from '../../domain/webhook-event.js';
import type { Database, Sql } from '../sql.js';

/** `body` is the event as stored, the very text that is signed and sent. */
export type WebhookDelivery = {
  partnerId: string;
  type: PartnerEventType;
  body: string;
  url: string;
  /** The current secret, then former ones that still sign. Never empty. */
  secretIds: string[];
};

/** An endpoint that was switched off just now. */
export type DisabledEndpoint = {
  partnerId: string;
  mode: Mode;
  url: string;
  failingSince: Date | null;
  recoveries: number;
};

export class WebhookDeliveryRepository {
  constructor(private readonly db: Database) {}

  /** An event and the endpoint it goes to, both of one partner and mode; undefined once the endpoint takes no deliveries. */
  async find(eventId: string, endpointId: string): Promise<WebhookDelivery | undefined> {
    const rows = await this.db.query<WebhookDelivery>(
      `SELECT e.partner_id AS "partnerId", e.type, e.body::text AS body, w.url,
         array_prepend(w.secret_id, ARRAY(
           SELECT o.secret_id FROM webhook_old_secret o
           WHERE o.endpoint_id = w.id AND o.expires_at > now() ORDER BY o.expires_at DESC))::text[] AS "secretIds"
       FROM outbox_event e JOIN webhook_endpoint w ON w.partner_id = e.partner_id AND w.mode = e.mode
       WHERE e.id = $1 AND w.id = $2 AND w.status = 'enabled' AND w.deleted_at IS NULL AND w.secret_id IS NOT NULL`,
      [eventId, endpointId],
    );
    return rows[0];
  }

  /** Why an endpoint takes no deliveries, in words without anything of the partner's. */
  async whyNot(endpointId: string): Promise<string> {
    const rows = await this.db.query<{ reason: string | null }>(
      'SELECT status_reason AS reason FROM webhook_endpoint WHERE id = $1',
      [endpointId],
    );
    return rows[0]?.reason ?? 'there is no such endpoint for this event';
  }

  /** An attempt succeeded: a failing endpoint has recovered. */
  async noteSuccess(sql: Sql, endpointId: string): Promise<void> {
    await sql.query(
      `UPDATE webhook_endpoint SET failing_since = NULL, recoveries = recoveries + 1
       WHERE id = $1 AND failing_since IS NOT NULL`,
      [endpointId],
    );
  }

  /**
   * An attempt failed. @returns how often the endpoint had recovered: as long as this number stays, nothing has been
   * delivered to it since, whatever the clocks say
   */
  async noteFailure(sql: Sql, endpointId: string): Promise<number> {
    await sql.query(
      `UPDATE webhook_endpoint SET failing_since = clock_timestamp() WHERE id = $1 AND failing_since IS NULL`,
      [endpointId],
    );
    const rows = await sql.query<{ recoveries: number }>('SELECT recoveries FROM webhook_endpoint WHERE id = $1', [
      endpointId,
    ]);
    return rows[0]?.recoveries ?? 0;
  }

  /**
   * Switches an endpoint off.
   * @param ifRecoveries - only when it has recovered exactly so often, and fails
   * @returns undefined when it is off already, or has recovered
   */
  async disable(
    sql: Sql,
    endpointId: string,
    cause: DisableCause,
    ifRecoveries?: number,
  ): Promise<DisabledEndpoint | undefined> {
    const rows = await sql.query<DisabledEndpoint>(
      `UPDATE webhook_endpoint SET status = 'disabled', status_reason = $2
       WHERE id = $1 AND status = 'enabled'
         AND ($3::int IS NULL OR (recoveries = $3 AND failing_since IS NOT NULL))
       RETURNING partner_id AS "partnerId", mode, url, failing_since AS "failingSince", recoveries`,
      [endpointId, DISABLE_REASONS[cause], ifRecoveries ?? null],
    );
    return rows[0];
  }
}
