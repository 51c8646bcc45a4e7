// OAuth states: 256 random bits given to the partner, kept here only as a hash, good for one callback and 300 s.
import type { Mode } from '../../domain/mode.js';
import type { Database, Sql } from '../sql.js';
import type { BrokerAccount } from './broker-accounts.js';

export type ConsumeResult = { outcome: 'consumed' } | { outcome: 'unknown' | 'expired' | 'used' };

export class OauthStateRepository {
  constructor(private readonly db: Database) {}

  /** @param stateHash - SHA-256 of the state, 32 bytes */
  async create(
    account: Pick<BrokerAccount, 'id' | 'partnerId' | 'mode'>,
    stateHash: Buffer,
    expiresAt: Date,
    sql: Sql = this.db,
  ): Promise<void> {
    await sql.query(
      'INSERT INTO oauth_state (state_hash, account_id, partner_id, mode, expires_at) VALUES ($1, $2, $3, $4, $5)',
      [stateHash, account.id, account.partnerId, account.mode, expiresAt],
    );
  }

  /** Uses a state up. Of two callbacks with the same state exactly one gets `consumed`. */
  async consume(
    partnerId: string,
    mode: Mode,
    accountId: string,
    stateHash: Buffer,
    sql: Sql = this.db,
  ): Promise<ConsumeResult> {
    const scope = [partnerId, mode, accountId, stateHash];
    const consumed = await sql.query(
      `UPDATE oauth_state SET consumed_at = now()
       WHERE partner_id = $1 AND mode = $2 AND account_id = $3 AND state_hash = $4 AND consumed_at IS NULL AND expires_at > now()
       RETURNING state_hash`,
      scope,
    );
    if (consumed.length > 0) return { outcome: 'consumed' };
    // Only to say why: the decision above is final.
    const rows = await sql.query<{ used: boolean }>(
      `SELECT consumed_at IS NOT NULL AS used FROM oauth_state
       WHERE partner_id = $1 AND mode = $2 AND account_id = $3 AND state_hash = $4`,
      scope,
    );
    const state = rows[0];
    if (!state) return { outcome: 'unknown' };
    return { outcome: state.used ? 'used' : 'expired' };
  }

  /** @param keepMs - how long an expired state is kept, so that a late callback is told why; @returns how many went */
  async deleteExpired(keepMs: number): Promise<number> {
    const rows = await this.db.query(
      `DELETE FROM oauth_state WHERE expires_at < now() - $1 * interval '1 millisecond' RETURNING state_hash`,
      [keepMs],
    );
    return rows.length;
  }
}
