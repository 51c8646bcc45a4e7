// Partners as the login pages need them: the one address a sandbox login may return to, and whose login is open.
import type { Mode } from '../../domain/mode.js';
import type { Database } from '../sql.js';

export class PartnerRepository {
  constructor(private readonly db: Database) {}

  async exists(partnerId: string): Promise<boolean> {
    return (await this.db.query('SELECT 1 FROM partner WHERE id = $1', [partnerId])).length > 0;
  }

  /**
   * The callback address registered by the partner whose sandbox login is open under a state. The state itself is the
   * proof of tenancy (256 random bits given to one partner), so no partner is named.
   * @param stateHash - SHA-256 of the state
   * @returns undefined when no test-mode login is open under it
   */
  async callbackOfOpenSandboxLogin(
    stateHash: Buffer,
  ): Promise<{ callbackUrl: string; clientId: string; brokerName: string } | undefined> {
    const rows = await this.db.query<{ callbackUrl: string; clientId: string; brokerName: string }>(
      `SELECT p.callback_url AS "callbackUrl", a.client_id AS "clientId", a.broker_name AS "brokerName"
       FROM oauth_state s JOIN broker_account a ON a.id = s.account_id JOIN partner p ON p.id = s.partner_id
       WHERE s.state_hash = $1 AND s.mode = 'test' AND s.consumed_at IS NULL AND s.expires_at > now()`,
      [stateHash],
    );
    return rows[0];
  }

  /**
   * The account whose login is open under a state, in either mode. The state is the proof of tenancy here too; only the
   * callback page of the development stack asks.
   * @param stateHash - SHA-256 of the state
   */
  async accountOfOpenLogin(
    stateHash: Buffer,
  ): Promise<{ partnerId: string; mode: Mode; clientId: string; userEmail: string } | undefined> {
    const rows = await this.db.query<{ partnerId: string; mode: Mode; clientId: string; userEmail: string }>(
      `SELECT s.partner_id AS "partnerId", s.mode, a.client_id AS "clientId", u.email AS "userEmail"
       FROM oauth_state s JOIN broker_account a ON a.id = s.account_id JOIN platform_user u ON u.id = a.user_pk
       WHERE s.state_hash = $1 AND s.consumed_at IS NULL AND s.expires_at > now()`,
      [stateHash],
    );
    return rows[0];
  }
}
