// How fast runs have armed lately, and how many subscribers the next one of a template will have.
import { armingLeadS } from '../../domain/arming-lead.js';
import type { Mode } from '../../domain/mode.js';
import type { Database } from '../sql.js';

/** Runs looked at, and the fewest subscribers that make a rate. */
const RECENT_RUNS = 5;
const FEWEST_ARMED = 50;

export class ArmingRepository {
  /** @param leastLeadS - a run's lead is never shorter, seconds (`ARM_LEAD_S`) */
  constructor(
    private readonly db: Database,
    private readonly leastLeadS: number,
  ) {}

  /** Seconds before its entry at which a template's next run should begin to arm. */
  async leadS(templateId: string, mode: Mode): Promise<number> {
    const [rate, subscribers] = await Promise.all([this.measuredRate(), this.subscribers(templateId, mode)]);
    return armingLeadS(subscribers, rate, this.leastLeadS);
  }

  /**
   * Subscribers armed per second by the slowest of the last runs that were large enough to tell; undefined when there is none.
   * The last tenth does not count: one that another process had to take over says nothing of the pace.
   */
  async measuredRate(): Promise<number | undefined> {
    const rows = await this.db.query<{ rate: number | null }>(
      `SELECT min(0.9 * armed / seconds)::float8 AS rate FROM (
         SELECT e.armed, greatest(extract(epoch FROM e.nearly_all_at - e.first_at), 0.1) AS seconds
         FROM strategy_run r, LATERAL (
           SELECT count(armed_at) AS armed, min(armed_at) AS first_at,
             percentile_disc(0.9) WITHIN GROUP (ORDER BY armed_at) AS nearly_all_at
           FROM execution WHERE run_id = r.id) e
         WHERE r.status = 'completed' AND r.subscribers >= $1 AND e.armed >= $1
         ORDER BY r.entry_at DESC LIMIT $2) recent`,
      [FEWEST_ARMED, RECENT_RUNS],
    );
    return rows[0]?.rate ?? undefined;
  }

  private async subscribers(templateId: string, mode: Mode): Promise<number> {
    const rows = await this.db.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM subscription WHERE template_id = $1 AND mode = $2 AND status = 'ACTIVE'`,
      [templateId, mode],
    );
    return rows[0]?.count ?? 0;
  }
}
