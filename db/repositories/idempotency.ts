// Idempotency keys: who may handle a request, and what was answered. Answers are stored sealed by the caller.
import type { Mode } from '../../domain/mode.js';
import type { Database, Sql } from '../sql.js';

/** Whose key it is: a partner's in a mode, or an operator's. Keys of others are other keys. */
export type IdempotencyScope = { ownerId: string; realm: Mode | 'operator'; key: string };

/** An answer as stored: the status in clear, the body sealed. All base64. */
export type SealedAnswer = { salt: string; nonce: string; box: string };

export type BeginResult =
  /** This request is handled now; `claim` fences its end. `seed` is the same in every try of it. */
  | { state: 'begun'; claim: string; seed: string }
  | { state: 'answered'; status: number; answer: SealedAnswer }
  | { state: 'in_flight' }
  /** The key was used for a different request. */
  | { state: 'other_request' };

type Row = { requestHash: string; status: number | null; response: SealedAnswer; released: boolean };

/** A request whose handler died is taken over after this long; no handler lives half as long. */
const STALE_AFTER_S = 60;
/** After this a key may be used again. */
const KEPT_HOURS = 24;

export class IdempotencyRepository {
  constructor(private readonly db: Database) {}

  /** Claims the key for a request. Of two that race exactly one begins. @param requestHash - keyed hash of what is asked */
  async begin(scope: IdempotencyScope, requestHash: string): Promise<BeginResult> {
    for (;;) {
      const begun = await this.db.query<{ claim: string; seed: string }>(
        `INSERT INTO idempotency_record AS r (owner_id, realm, key, request_hash) VALUES ($1, $2, $3, $4)
         ON CONFLICT (owner_id, realm, key) DO UPDATE
           SET request_hash = excluded.request_hash, created_at = clock_timestamp(), status = NULL, response = NULL, released_at = NULL,
             seed = CASE WHEN r.created_at < now() - interval '${KEPT_HOURS} hours' THEN gen_random_uuid() ELSE r.seed END
           WHERE r.created_at < now() - interval '${KEPT_HOURS} hours'
             OR (r.status IS NULL AND r.request_hash = excluded.request_hash
               AND (r.released_at IS NOT NULL OR r.created_at < now() - interval '${STALE_AFTER_S} seconds'))
         RETURNING r.created_at::text AS claim, r.seed`,
        [scope.ownerId, scope.realm, scope.key, requestHash],
      );
      if (begun[0]) return { state: 'begun', ...begun[0] };
      const rows = await this.db.query<Row>(
        `SELECT request_hash AS "requestHash", status, response, released_at IS NOT NULL AS released FROM idempotency_record WHERE owner_id = $1 AND realm = $2 AND key = $3`,
        [scope.ownerId, scope.realm, scope.key],
      );
      const record = rows[0];
      // Deleted, or released, between the two statements: try to begin again.
      if (!record) continue;
      if (record.requestHash !== requestHash) return { state: 'other_request' };
      if (record.status === null && record.released) continue;
      if (record.status === null) return { state: 'in_flight' };
      return { state: 'answered', status: record.status, answer: record.response };
    }
  }

  /**
   * Keeps an answer, in place of one that was kept before under this claim.
   * @param sql - the transaction that makes it true
   * @returns false when the claim was taken over meanwhile
   */
  async finish(
    scope: IdempotencyScope,
    claim: string,
    status: number,
    answer: SealedAnswer,
    sql: Sql = this.db,
  ): Promise<boolean> {
    const rows = await sql.query(
      `UPDATE idempotency_record SET status = $5, response = $6
       WHERE owner_id = $1 AND realm = $2 AND key = $3 AND created_at = $4::timestamptz RETURNING key`,
      [scope.ownerId, scope.realm, scope.key, claim, status, JSON.stringify(answer)],
    );
    return rows.length > 0;
  }

  /** Lets a request that got no final answer be tried again at once. Its seed stays: it may have done a part. */
  async release(scope: IdempotencyScope, claim: string): Promise<void> {
    await this.db.query(
      `UPDATE idempotency_record SET released_at = now()
       WHERE owner_id = $1 AND realm = $2 AND key = $3 AND created_at = $4::timestamptz AND status IS NULL`,
      [scope.ownerId, scope.realm, scope.key, claim],
    );
  }
}
