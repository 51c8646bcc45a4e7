// Deletes rows whose time is over. Nothing here is a record that anyone is owed: those have their own retention.
import type { Database } from '../sql.js';

export class HousekeepingRepository {
  constructor(private readonly db: Database) {}

  /** Sealed secrets past their own expiry (request tokens, access tokens). @returns how many went */
  async deleteExpiredSecrets(limit = 1000): Promise<number> {
    const rows = await this.db.query(
      `DELETE FROM sealed_secret WHERE id IN
         (SELECT id FROM sealed_secret WHERE expires_at < now() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING id`,
      [limit],
    );
    return rows.length;
  }

  /** @param days - how long the delivery log is kept; @returns how many attempts went */
  async deleteOldWebhookAttempts(days: number, limit = 5000): Promise<number> {
    const rows = await this.db.query(
      `DELETE FROM webhook_attempt WHERE id IN
         (SELECT id FROM webhook_attempt WHERE at < now() - make_interval(days => $1) ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [days, limit],
    );
    return rows.length;
  }

  /** @param hours - the promised life of an Idempotency-Key; @returns how many went */
  async deleteOldIdempotencyRecords(hours: number): Promise<number> {
    const rows = await this.db.query(
      'DELETE FROM idempotency_record WHERE created_at < now() - make_interval(hours => $1) RETURNING key',
      [hours],
    );
    return rows.length;
  }
}
