// Changes the exchange's dated facts, all of a load or nothing, and reads the audit that the database keeps of every change.
import { isDeepStrictEqual } from 'node:util';
import { nameOf, type MarketKey, type MarketRow } from '../../domain/market-row.js';
import type { Database, Sql } from '../sql.js';
import { columnsOf, findRow, holidaysOf, overlappingFrom, removeRow, writeRow } from './market-rows.js';

/** An arbitrary number: changes take turns, so that two cannot overlap unseen. */
const MARKET_LOCK = 7_268_415_002;

export type MarketChange = {
  /** Rows to add; one that is loaded with the same content is left alone. */
  put: readonly MarketRow[];
  remove: readonly MarketKey[];
  /** Whether a row may take the place of a loaded one that says otherwise. */
  replace: boolean;
  /** Who, for the audit. */
  by: string;
  reason?: string | undefined;
  /** Says what would happen and changes nothing. */
  dryRun?: boolean;
};
/** What became of each row, in the order given; with a problem nothing is changed. `index` counts in its list, from 0. */
export type MarketChangeResult =
  | { outcome: 'changed'; added: number; replaced: number; unchanged: number; removed: number }
  | { outcome: 'refused'; problems: { list: 'put' | 'remove'; index: number; message: string }[] };
export type MarketChangeRow = {
  seq: number;
  changedAt: Date;
  changedBy: string;
  reason: string | null;
  /** Table of the fact. */
  fact: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

/** Undoes a transaction without an error. */
class Undone extends Error {
  constructor(readonly result: MarketChangeResult) {
    super('undone');
  }
}

export class MarketChangeRepository {
  constructor(private readonly db: Database) {}

  /** @returns what was changed, or every problem, and then nothing was */
  async apply(change: MarketChange): Promise<MarketChangeResult> {
    try {
      return await this.db.transaction(async (tx) => {
        const result = await applied(tx, change);
        if (result.outcome === 'refused' || change.dryRun === true) throw new Undone(result);
        return result;
      });
    } catch (error) {
      if (error instanceof Undone) return error.result;
      throw error;
    }
  }

  /** The audit, newest first. @param before - only changes with a lower number */
  async list({ before, limit }: { before?: number | undefined; limit: number }): Promise<MarketChangeRow[]> {
    return this.db.query<MarketChangeRow>(
      `SELECT seq, changed_at AS "changedAt", changed_by AS "changedBy", reason, fact, before, after FROM market_change
       WHERE $1::bigint IS NULL OR seq < $1 ORDER BY seq DESC LIMIT $2`,
      [before ?? null, limit],
    );
  }
}

/** Names the maker of the changes of this transaction for the audit. */
export async function announceChanger(tx: Sql, by: string, reason = ''): Promise<void> {
  await tx.query(`SELECT set_config('quantleap.changed_by', $1, true), set_config('quantleap.reason', $2, true)`, [
    by,
    reason,
  ]);
}

async function applied(tx: Sql, { put, remove, replace, by, reason }: MarketChange): Promise<MarketChangeResult> {
  await tx.query('SELECT pg_advisory_xact_lock($1)', [MARKET_LOCK]);
  await announceChanger(tx, by, reason);
  const problems: { list: 'put' | 'remove'; index: number; message: string }[] = [];
  const counts = { added: 0, replaced: 0, unchanged: 0, removed: 0 };
  for (const [index, key] of remove.entries()) {
    if (await removeRow(tx, key)) counts.removed += 1;
    else problems.push({ list: 'remove', index, message: `${nameOf(key)}: is not loaded` });
  }
  for (const [index, row] of put.entries()) {
    const loaded = await findRow(tx, row);
    if (loaded && isDeepStrictEqual({ ...loaded }, columnsOf(row))) counts.unchanged += 1;
    else if (loaded && !replace)
      problems.push({ list: 'put', index, message: `${nameOf(row)}: is loaded and says otherwise: ${said(loaded)}` });
    else {
      await writeRow(tx, row);
      counts[loaded ? 'replaced' : 'added'] += 1;
    }
  }
  for (const [index, row] of put.entries()) {
    const message = await consistencyProblem(tx, row);
    if (message !== undefined) problems.push({ list: 'put', index, message: `${nameOf(row)}: ${message}` });
  }
  return problems.length > 0 ? { outcome: 'refused', problems } : { outcome: 'changed', ...counts };
}

/** What a row does not go with, once all of them are written. */
async function consistencyProblem(tx: Sql, row: MarketRow): Promise<string | undefined> {
  const other = await overlappingFrom(tx, row);
  if (other !== undefined) return `overlaps the one from ${other}`;
  if (row.kind === 'year' && (await holidaysOf(tx, row.year)) === 0)
    return 'has no holiday: load them before the year is declared complete, or with it';
  return undefined;
}

const said = (columns: Record<string, string | number | null>): string =>
  Object.entries(columns)
    .map(([name, value]) => `${name} ${value ?? 'none'}`)
    .join(', ');
