// Webhook endpoints: where a partner wants the events of one mode.
import type { Mode } from '../../domain/mode.js';
import type { PartnerEventOwner, PartnerEventType } from '../../domain/partner-event.js';
import { newId } from '../../platform/ids.js';
import { newWebhookSecret } from '../../platform/webhook-secret.js';
import type { Database, Sql } from '../sql.js';

export type WebhookEndpointRow = {
  id: string;
  url: string;
  /** Null means every type. */
  eventTypes: PartnerEventType[] | null;
  status: 'enabled' | 'disabled';
  statusReason: string | null;
  createdAt: Date;
};

export type NewWebhookEndpoint = { endpoint: WebhookEndpointRow; secret: string };

/** What a delivery takes. `body` is the event as stored, the very text that is signed and sent. */
export type WebhookDelivery = {
  partnerId: string;
  type: PartnerEventType;
  body: string;
  url: string;
  secretId: string;
};

/** Seals an endpoint's signing secret in the transaction. @returns the sealed secret's id */
export type SealEndpointSecret = (
  secret: { partnerId: string; ownerId: string; plaintext: string },
  sql: Sql,
) => Promise<string>;

const COLUMNS = `id, url, event_types AS "eventTypes", status, status_reason AS "statusReason", created_at AS "createdAt"`;

export class WebhookEndpointRepository {
  constructor(private readonly db: Database) {}

  /**
   * Creates an endpoint with a signing secret of its own.
   * @param keep - what belongs into the same transaction
   * @returns the secret in clear, to be shown once
   */
  async create(
    input: PartnerEventOwner & { url: string; eventTypes: readonly PartnerEventType[] | null },
    seal: SealEndpointSecret,
    keep?: (tx: Sql, made: NewWebhookEndpoint) => Promise<unknown>,
  ): Promise<NewWebhookEndpoint> {
    const { partnerId, mode, url, eventTypes } = input;
    const id = newId('whe');
    const secret = newWebhookSecret();
    return this.db.transaction(async (tx) => {
      const secretId = await seal({ partnerId, ownerId: id, plaintext: secret }, tx);
      const rows = await tx.query<WebhookEndpointRow>(
        `INSERT INTO webhook_endpoint (id, partner_id, mode, url, event_types, secret_id)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
        [id, partnerId, mode, url, eventTypes, secretId],
      );
      const [endpoint] = rows;
      if (!endpoint) throw new Error('an inserted endpoint was not returned');
      await keep?.(tx, { endpoint, secret });
      return { endpoint, secret };
    });
  }

  /** Oldest first, without deleted ones. */
  async list(partnerId: string, mode: Mode): Promise<WebhookEndpointRow[]> {
    return this.db.query<WebhookEndpointRow>(
      `SELECT ${COLUMNS} FROM webhook_endpoint
       WHERE partner_id = $1 AND mode = $2 AND deleted_at IS NULL ORDER BY created_at, id`,
      [partnerId, mode],
    );
  }

  /** Ends an endpoint; its deliveries stop. Erase its secret (`Sealer.eraseOwner(id)`) too. @returns false when there is none */
  async softDelete(partnerId: string, mode: Mode, id: string, sql: Sql = this.db): Promise<boolean> {
    const rows = await sql.query(
      `UPDATE webhook_endpoint SET deleted_at = now(), status = 'disabled', status_reason = 'deleted'
       WHERE partner_id = $1 AND mode = $2 AND id = $3 AND deleted_at IS NULL RETURNING id`,
      [partnerId, mode, id],
    );
    return rows.length > 0;
  }

  /** Stops deliveries to an endpoint. @param reason - for the partner to read */
  async disable(id: string, reason: string): Promise<void> {
    await this.db.query(
      `UPDATE webhook_endpoint SET status = 'disabled', status_reason = $2 WHERE id = $1 AND status = 'enabled'`,
      [id, reason],
    );
  }

  /** The ids of the endpoints that want an event. */
  async enabledFor(event: PartnerEventOwner & { type: PartnerEventType }, sql: Sql = this.db): Promise<string[]> {
    const rows = await sql.query<{ id: string }>(
      `SELECT id FROM webhook_endpoint
       WHERE partner_id = $1 AND mode = $2 AND status = 'enabled' AND deleted_at IS NULL
         AND (event_types IS NULL OR $3 = ANY(event_types)) ORDER BY id`,
      [event.partnerId, event.mode, event.type],
    );
    return rows.map((row) => row.id);
  }

  /** An event and the endpoint it goes to, both of one partner and mode; undefined once the endpoint takes no deliveries. */
  async delivery(eventId: string, endpointId: string): Promise<WebhookDelivery | undefined> {
    const rows = await this.db.query<WebhookDelivery>(
      `SELECT e.partner_id AS "partnerId", e.type, e.body::text AS body, w.url, w.secret_id AS "secretId"
       FROM outbox_event e JOIN webhook_endpoint w ON w.partner_id = e.partner_id AND w.mode = e.mode
       WHERE e.id = $1 AND w.id = $2 AND w.status = 'enabled' AND w.deleted_at IS NULL AND w.secret_id IS NOT NULL`,
      [eventId, endpointId],
    );
    return rows[0];
  }
}
