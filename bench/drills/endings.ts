// Waits until every execution of a drill has ended and the broker has heard the last of it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { StartedRun, TradingFloor } from '../../test/support/trading-floor.js';

const LOOK_EVERY_MS = 1_000;
/** How long nothing further may reach the broker once everything has ended. */
const QUIET_MS = 8_000;

/** @returns how many executions have not ended, and how many positions with an exit are not closed, when the time is over */
export async function allEnd(floor: TradingFloor, runs: readonly StartedRun[], timeoutMs: number): Promise<number> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const open = await unfinished(floor, runs);
    if (open === 0 || Date.now() > deadline) return open;
    await sleep(LOOK_EVERY_MS);
  }
}

/** As `allEnd`, for the watches on what these runs' entries gave up, and for what it has them close. @returns how many go on */
export async function allResolved(
  floor: TradingFloor,
  runs: readonly StartedRun[],
  timeoutMs: number,
): Promise<number> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const rows = await floor.query<{ open: number }>(
      `SELECT count(*)::int AS open FROM execution e JOIN late_watch w ON w.execution_id = e.id
       WHERE e.run_id = ANY($1) AND w.ended_at IS NULL`,
      [runs.map(({ runId }) => runId)],
    );
    const open = rows[0]?.open ?? 0;
    if (open === 0 || Date.now() > deadline) return open;
    await sleep(LOOK_EVERY_MS);
  }
}

/** Whether nothing more reaches the broker for a while: what ended has ended. */
export async function staysQuiet(floor: TradingFloor): Promise<boolean> {
  const before = (await floor.record()).length;
  await sleep(QUIET_MS);
  return (await floor.record()).length === before;
}

async function unfinished(floor: TradingFloor, runs: readonly StartedRun[]): Promise<number> {
  const runIds = runs.map(({ runId }) => runId);
  const positions = await floor.query<{ open: number }>(
    `SELECT count(*)::int AS open FROM position WHERE run_id = ANY($1) AND closed_at IS NULL
       AND (exit_at IS NOT NULL OR exit_reason IS NOT NULL)`,
    [runIds],
  );
  // A run whose subscribers have not been snapshot has not even begun.
  const rows = await floor.query<{ open: number }>(
    `SELECT count(*) FILTER (WHERE e.outcome IS NULL)::int + count(DISTINCT r.id) FILTER (WHERE r.status = 'arming')::int AS open
     FROM strategy_run r LEFT JOIN execution e ON e.run_id = r.id WHERE r.id = ANY($1)
       AND (e.outcome IS NULL) AND r.status IN ('arming','running')`,
    [runIds],
  );
  return (rows[0]?.open ?? 0) + (positions[0]?.open ?? 0);
}
