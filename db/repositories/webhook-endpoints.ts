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
  /** Since when every attempt has failed; null when the last one succeeded, or none was made. */
  failingSince: Date | null;
  /** Until when deliveries are signed with former secrets too; null when there is none. */
  oldSecretsUntil: Date | null;
  createdAt: Date;
};

export type NewWebhookEndpoint = { endpoint: WebhookEndpointRow; secret: string };

/** What is absent stays as it is. */
export type WebhookEndpointChange = {
  url?: string;
  /** Null means every type. */
  eventTypes?: readonly PartnerEventType[] | null;
  enabled?: boolean;
};

/** Seals an endpoint's signing secret in the transaction. @returns the sealed secret's id */
export type SealEndpointSecret = (
  secret: { partnerId: string; ownerId: string; plaintext: string },
  sql: Sql,
) => Promise<string>;

/** Per partner and mode: each can get every event. */
const MOST_ENDPOINTS = 20;
const BY_PARTNER = 'switched off by the partner';

const COLUMNS = `id, url, event_types AS "eventTypes", status, status_reason AS "statusReason", failing_since AS "failingSince",
  (SELECT max(o.expires_at) FROM webhook_old_secret o WHERE o.endpoint_id = webhook_endpoint.id AND o.expires_at > now())
    AS "oldSecretsUntil", created_at AS "createdAt"`;

export class WebhookEndpointRepository {
  constructor(private readonly db: Database) {}

  /**
   * Creates an endpoint with a signing secret of its own.
   * @param keep - what belongs into the same transaction
   * @returns the secret in clear, to be shown once; undefined when there are as many endpoints as there can be
   */
  async create(
    input: PartnerEventOwner & { url: string; eventTypes: readonly PartnerEventType[] | null },
    seal: SealEndpointSecret,
    keep?: (tx: Sql, made: NewWebhookEndpoint) => Promise<unknown>,
  ): Promise<NewWebhookEndpoint | undefined> {
    const { partnerId, mode, url, eventTypes } = input;
    const id = newId('whe');
    const secret = newWebhookSecret();
    return this.db.transaction(async (tx) => {
      // Two creations at once would each count without the other.
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('webhook_endpoint'), hashtext($1))`, [partnerId + mode]);
      if ((await this.list(partnerId, mode, tx)).length >= MOST_ENDPOINTS) return undefined;
      const secretId = await seal({ partnerId, ownerId: id, plaintext: secret }, tx);
      const rows = await tx.query<WebhookEndpointRow>(
        `INSERT INTO webhook_endpoint (id, partner_id, mode, url, event_types, secret_id)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
        [id, partnerId, mode, url, eventTypes, secretId],
      );
      const endpoint = rows[0];
      if (!endpoint) throw new Error('an inserted endpoint was not returned');
      await keep?.(tx, { endpoint, secret });
      return { endpoint, secret };
    });
  }

  /** Oldest first, without deleted ones. */
  async list(partnerId: string, mode: Mode, sql: Sql = this.db): Promise<WebhookEndpointRow[]> {
    return sql.query<WebhookEndpointRow>(
      `SELECT ${COLUMNS} FROM webhook_endpoint
       WHERE partner_id = $1 AND mode = $2 AND deleted_at IS NULL ORDER BY created_at, id`,
      [partnerId, mode],
    );
  }

  /** One endpoint of a partner, or undefined. */
  async find(partnerId: string, mode: Mode, id: string): Promise<WebhookEndpointRow | undefined> {
    const rows = await this.db.query<WebhookEndpointRow>(
      `SELECT ${COLUMNS} FROM webhook_endpoint WHERE partner_id = $1 AND mode = $2 AND id = $3 AND deleted_at IS NULL`,
      [partnerId, mode, id],
    );
    return rows[0];
  }

  /** Changes an endpoint. One that is enabled again, or goes elsewhere, starts with a clean record. @returns undefined when there is none */
  async change(
    partnerId: string,
    mode: Mode,
    id: string,
    { url, eventTypes, enabled }: WebhookEndpointChange,
  ): Promise<WebhookEndpointRow | undefined> {
    const rows = await this.db.query<WebhookEndpointRow>(
      `UPDATE webhook_endpoint SET
         url = coalesce($4::text, url),
         event_types = CASE WHEN $5::boolean THEN $6::text[] ELSE event_types END,
         status = CASE $7::boolean WHEN true THEN 'enabled' WHEN false THEN 'disabled' ELSE status END,
         status_reason = CASE WHEN $7::boolean THEN NULL WHEN NOT $7::boolean AND status = 'enabled' THEN $8 ELSE status_reason END,
         failing_since = CASE WHEN fresh THEN NULL ELSE failing_since END,
         recoveries = recoveries + CASE WHEN fresh THEN 1 ELSE 0 END
       FROM (SELECT id AS same, ($7::boolean IS TRUE AND status = 'disabled') OR ($4::text IS NOT NULL AND url <> $4::text) AS fresh
             FROM webhook_endpoint
             WHERE partner_id = $1 AND mode = $2 AND id = $3 AND deleted_at IS NULL FOR NO KEY UPDATE) was
       WHERE id = was.same RETURNING ${COLUMNS}`,
      [partnerId, mode, id, url ?? null, eventTypes !== undefined, eventTypes ?? null, enabled ?? null, BY_PARTNER],
    );
    return rows[0];
  }

  /** Ends an endpoint; its deliveries stop. Erase its secrets (`Sealer.eraseOwner(id)`) too. @returns false when there is none */
  async softDelete(partnerId: string, mode: Mode, id: string, sql: Sql = this.db): Promise<boolean> {
    const rows = await sql.query(
      `UPDATE webhook_endpoint SET deleted_at = now(), status = 'disabled', status_reason = 'deleted'
       WHERE partner_id = $1 AND mode = $2 AND id = $3 AND deleted_at IS NULL RETURNING id`,
      [partnerId, mode, id],
    );
    return rows.length > 0;
  }

  /** The ids of the endpoints that an event goes to: those that want its type, or the one it was made for. */
  async enabledFor(
    event: PartnerEventOwner & { type: PartnerEventType; onlyEndpointId: string | null },
    sql: Sql = this.db,
  ): Promise<string[]> {
    const rows = await sql.query<{ id: string }>(
      `SELECT id FROM webhook_endpoint
       WHERE partner_id = $1 AND mode = $2 AND status = 'enabled' AND deleted_at IS NULL
         AND CASE WHEN $4::text IS NULL THEN event_types IS NULL OR $3 = ANY(event_types) ELSE id = $4 END ORDER BY id`,
      [event.partnerId, event.mode, event.type, event.onlyEndpointId],
    );
    return rows.map((row) => row.id);
  }
}
