// Operators' bearer tokens, stored only as keyed hashes and found by them.
import type { Database } from '../sql.js';

export type Operator = { id: string; name: string };

export class OperatorRepository {
  constructor(private readonly db: Database) {}

  /** @param tokenHash - keyed hash of the token, 32 bytes; @returns undefined when unknown or revoked */
  async findByTokenHash(tokenHash: Buffer): Promise<Operator | undefined> {
    const rows = await this.db.query<Operator>(
      'SELECT id, name FROM operator_token WHERE token_hash = $1 AND revoked_at IS NULL',
      [tokenHash],
    );
    return rows[0];
  }
}
