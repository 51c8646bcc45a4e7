// The one row per run and wire that fixes contracts and limit prices: whoever writes first decides for everybody.
import type { RunContract } from '../../domain/option-contract.js';
import type { Database } from '../sql.js';

export class RunContractRepository {
  constructor(private readonly db: Database) {}

  /** @param wire - the adapter's name of its wire; kept in the column `broker` */
  async find(runId: string, wire: string): Promise<RunContract[] | undefined> {
    const rows = await this.db.query<{ contracts: RunContract[] }>(
      'SELECT contracts FROM run_contract WHERE run_id = $1 AND broker = $2',
      [runId, wire],
    );
    return rows[0]?.contracts;
  }

  /** Fixes the contracts unless another process has; @returns the ones that hold */
  async fix(runId: string, wire: string, contracts: readonly RunContract[]): Promise<RunContract[]> {
    await this.db.query(
      'INSERT INTO run_contract (run_id, broker, contracts) VALUES ($1, $2, $3::jsonb) ON CONFLICT DO NOTHING',
      [runId, wire, JSON.stringify(contracts)],
    );
    const fixed = await this.find(runId, wire);
    if (!fixed) throw new Error(`contracts of ${runId} vanished`);
    return fixed;
  }
}
