// Partners as the sandbox's login page needs them: the one address a login may return to.
import type { Database } from '../sql.js';

export class PartnerRepository {
  constructor(private readonly db: Database) {}

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
}
