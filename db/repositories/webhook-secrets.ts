// Rotation of a webhook endpoint's signing secret: the former one goes on signing beside the fresh one for a while.
import type { Mode } from '../../domain/mode.js';
import { newWebhookSecret } from '../../platform/webhook-secret.js';
import type { Database, Sql } from '../sql.js';
import type { SealEndpointSecret } from './webhook-endpoints.js';

/** Former secrets that sign at once, beside the current one. */
export const MOST_OLD_SECRETS = 4;

/** What rotation wants of the vault, in its transaction. */
export type SecretKeeper = {
  seal: SealEndpointSecret;
  erase: (secretId: string, sql: Sql) => Promise<void>;
  endAt: (secretId: string, at: Date, sql: Sql) => Promise<void>;
};

export type Rotated = {
  outcome: 'rotated';
  /** in clear, to be shown once */ secret: string;
  /** null: at once */ oldUntil: Date | null;
};
export type Rotation = Rotated | { outcome: 'not_found' } | { outcome: 'too_many' };

type Old = { secretId: string; expiresAt: Date };

export class WebhookSecretRepository {
  constructor(private readonly db: Database) {}

  /**
   * Gives an endpoint another secret. A former secret signs until the overlap is over, or until an earlier rotation's is: of two
   * rotations at once, the secrets of both answers sign, and the one before them too.
   * @param overlapHours - 0 ends all former secrets at once
   * @param keep - what belongs into the same transaction
   */
  async rotate(
    { partnerId, mode, id }: { partnerId: string; mode: Mode; id: string },
    overlapHours: number,
    keeper: SecretKeeper,
    keep?: (tx: Sql, rotated: Rotated) => Promise<unknown>,
  ): Promise<Rotation> {
    return this.db.transaction(async (tx) => {
      const rotation = await this.rotateIn(tx, { partnerId, mode, id }, overlapHours, keeper);
      if (rotation.outcome === 'rotated') await keep?.(tx, rotation);
      return rotation;
    });
  }

  private async rotateIn(
    tx: Sql,
    { partnerId, mode, id }: { partnerId: string; mode: Mode; id: string },
    overlapHours: number,
    keeper: SecretKeeper,
  ): Promise<Rotation> {
    const [endpoint] = await tx.query<{ secretId: string }>(
      `SELECT secret_id AS "secretId" FROM webhook_endpoint
         WHERE partner_id = $1 AND mode = $2 AND id = $3 AND deleted_at IS NULL FOR NO KEY UPDATE`,
      [partnerId, mode, id],
    );
    if (!endpoint) return { outcome: 'not_found' };
    const older = await tx.query<Old>(
      `SELECT secret_id AS "secretId", expires_at AS "expiresAt" FROM webhook_old_secret
         WHERE endpoint_id = $1 AND expires_at > now()`,
      [id],
    );
    if (overlapHours > 0 && older.length >= MOST_OLD_SECRETS) return { outcome: 'too_many' };
    const secret = newWebhookSecret();
    const secretId = await keeper.seal({ partnerId, ownerId: id, plaintext: secret }, tx);
    await tx.query('UPDATE webhook_endpoint SET secret_id = $2 WHERE id = $1', [id, secretId]);
    if (overlapHours === 0) {
      for (const old of [endpoint, ...older]) await keeper.erase(old.secretId, tx);
      return { outcome: 'rotated', secret, oldUntil: null };
    }
    const ended = await tx.query<Old>(
      `INSERT INTO webhook_old_secret AS o (secret_id, endpoint_id, expires_at)
         SELECT unnest($1::uuid[]), $2, now() + make_interval(hours => $3)
         ON CONFLICT (secret_id) DO UPDATE SET expires_at = least(o.expires_at, excluded.expires_at)
         RETURNING secret_id AS "secretId", expires_at AS "expiresAt"`,
      [[endpoint, ...older].map((old) => old.secretId), id, overlapHours],
    );
    for (const old of ended) await keeper.endAt(old.secretId, old.expiresAt, tx);
    const oldUntil = ended.find((old) => old.secretId === endpoint.secretId)?.expiresAt ?? null;
    return { outcome: 'rotated', secret, oldUntil };
  }
}
