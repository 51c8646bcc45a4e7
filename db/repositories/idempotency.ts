// Idempotency keys: who may handle a request, and what was answered. Answers are stored sealed by the caller.
import type { Mode } from '../../domain/mode.js';
import type { Database } from '../sql.js';

/** Whose key it is: keys of other partners and of the other mode are other keys. */
export type IdempotencyScope = { partnerId: string; mode: Mode; key: string };

/** An answer as stored: the status in clear, the body sealed. All base64. */
export type SealedAnswer = { salt: string; nonce: string; box: string };

export type BeginResult =
  /** This request is handled now; `claim` fences its end. */
  | { state: 'begun'; claim: string }
  | { state: 'answered'; status: number; answer: SealedAnswer }
  | { state: 'in_flight' }
  /** The key was used for a different request. */
  | { state: 'other_request' };

/** A request whose handler died is taken over after this long; no handler lives half as long. */
const STALE_AFTER_S = 60;
/** After this a key may be used again. */
const KEPT_HOURS = 24;

export class IdempotencyRepository {
  constructor(private readonly db: Database) {}

  /** Claims the key for a request. Of two that race exactly one begins. @param requestHash - keyed hash of what is asked */
  async begin(scope: IdempotencyScope, requestHash: string): Promise<BeginResult> {
    for (;;) {
      const begun = await this.db.query<{ claim: string }>(
        `INSERT INTO idempotency_record AS r (partner_id, mode, key, request_hash) VALUES ($1, $2, $3, $4)
         ON CONFLICT (partner_id, mode, key) DO UPDATE
           SET request_hash = excluded.request_hash, created_at = clock_timestamp(), status = NULL, response = NULL
           WHERE r.created_at < now() - interval '${KEPT_HOURS} hours'
             OR (r.status IS NULL AND r.request_hash = excluded.request_hash AND r.created_at < now() - interval '${STALE_AFTER_S} seconds')
         RETURNING r.created_at::text AS claim`,
        [scope.partnerId, scope.mode, scope.key, requestHash],
      );
      if (begun[0]) return { state: 'begun', claim: begun[0].claim };
      const rows = await this.db.query<{ requestHash: string; status: number | null; response: SealedAnswer }>(
        `SELECT request_hash AS "requestHash", status, response FROM idempotency_record WHERE partner_id = $1 AND mode = $2 AND key = $3`,
        [scope.partnerId, scope.mode, scope.key],
      );
      const record = rows[0];
      // Released between the two statements: try to begin again.
      if (!record) continue;
      if (record.requestHash !== requestHash) return { state: 'other_request' };
      if (record.status === null) return { state: 'in_flight' };
      return { state: 'answered', status: record.status, answer: record.response };
    }
  }

  /** Keeps the final answer, unless the claim was taken over meanwhile. */
  async finish(scope: IdempotencyScope, claim: string, status: number, answer: SealedAnswer): Promise<void> {
    await this.db.query(
      `UPDATE idempotency_record SET status = $5, response = $6
       WHERE partner_id = $1 AND mode = $2 AND key = $3 AND created_at = $4::timestamptz AND status IS NULL`,
      [scope.partnerId, scope.mode, scope.key, claim, status, JSON.stringify(answer)],
    );
  }

  /** Forgets a request that got no final answer, so that a retry is handled afresh. */
  async release(scope: IdempotencyScope, claim: string): Promise<void> {
    await this.db.query(
      `DELETE FROM idempotency_record WHERE partner_id = $1 AND mode = $2 AND key = $3 AND created_at = $4::timestamptz AND status IS NULL`,
      [scope.partnerId, scope.mode, scope.key, claim],
    );
  }
}
