// The wires' instrument lists by day. A list is stored whole or not at all.
import type { InstrumentCounts } from '../../domain/instrument-check.js';
import type { OptionInstrument, Underlying } from '../../domain/option-contract.js';
import type { TradingDay } from '../../domain/trading-time.js';
import type { Database, Sql } from '../sql.js';

export type InstrumentMaster = {
  wire: string;
  day: TradingDay;
  /** `waiting`: not read yet; `refused`: read and not believed. */
  status: 'waiting' | 'loaded' | 'refused';
  reason: string | null;
  counts: InstrumentCounts;
  warnings: string[];
  requestedBy: string;
  requestedAt: Date;
  triedAt: Date | null;
  loadedAt: Date | null;
};

const SELECT = `SELECT wire, day, status, reason, counts, warnings, requested_by AS "requestedBy", requested_at AS "requestedAt",
  tried_at AS "triedAt", loaded_at AS "loadedAt" FROM instrument_master`;

const WIRE = 'coalesce(broker_wire, broker_name)';

export class InstrumentRepository {
  constructor(private readonly db: Database) {}

  /** The stored list of a wire; empty when none of that day was loaded. */
  async listed(wire: string, day: TradingDay, underlying: Underlying): Promise<OptionInstrument[]> {
    return this.db.query<OptionInstrument>(
      `SELECT tradingsymbol, instrument_key AS "instrumentKey", exchange, underlying, expiry, strike_paise AS "strikePaise",
         option_type AS "optionType", lot_units AS "lotUnits", tick_paise AS "tickPaise"
       FROM instrument WHERE wire = $1 AND day = $2 AND underlying = $3 ORDER BY expiry, strike_paise, option_type`,
      [wire, day, underlying],
    );
  }

  async mastersOf(day: TradingDay): Promise<InstrumentMaster[]> {
    return this.db.query<InstrumentMaster>(`${SELECT} WHERE day = $1 ORDER BY wire`, [day]);
  }

  async find(wire: string, day: TradingDay): Promise<InstrumentMaster | undefined> {
    return (await this.db.query<InstrumentMaster>(`${SELECT} WHERE wire = $1 AND day = $2`, [wire, day]))[0];
  }

  /** The newest list before a day that was believed. */
  async lastLoadedBefore(wire: string, day: TradingDay): Promise<InstrumentMaster | undefined> {
    const rows = await this.db.query<InstrumentMaster>(
      `${SELECT} WHERE wire = $1 AND day < $2 AND status = 'loaded' ORDER BY day DESC LIMIT 1`,
      [wire, day],
    );
    return rows[0];
  }

  /** Notes that a day's list is wanted; one that is there stays as it is. */
  async request(wire: string, day: TradingDay, by: string): Promise<void> {
    await this.db.query(
      `INSERT INTO instrument_master (wire, day, status, requested_by) VALUES ($1, $2, 'waiting', $3) ON CONFLICT DO NOTHING`,
      [wire, day, by],
    );
  }

  /** Says why a list is not there; one that is loaded already stays. */
  async noteFailure(wire: string, day: TradingDay, status: 'waiting' | 'refused', reason: string): Promise<void> {
    await this.db.query(
      `UPDATE instrument_master SET status = $3, reason = $4, tried_at = now() WHERE wire = $1 AND day = $2 AND status <> 'loaded'`,
      [wire, day, status, reason],
    );
  }

  /** Stores a list in the place of the day's former one. */
  async store(
    wire: string,
    day: TradingDay,
    instruments: readonly OptionInstrument[],
    { counts, warnings }: Pick<InstrumentMaster, 'counts' | 'warnings'>,
  ): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.query(
        `UPDATE instrument_master SET status = 'loaded', reason = NULL, counts = $3::jsonb, warnings = $4::jsonb,
           tried_at = now(), loaded_at = now() WHERE wire = $1 AND day = $2`,
        [wire, day, JSON.stringify(counts), JSON.stringify(warnings)],
      );
      await tx.query('DELETE FROM instrument WHERE wire = $1 AND day = $2', [wire, day]);
      await insert(tx, wire, day, instruments);
    });
  }

  /** @returns how many days' lists were deleted */
  async deleteBefore(day: TradingDay): Promise<number> {
    return (await this.db.query('DELETE FROM instrument_master WHERE day < $1 RETURNING 1', [day])).length;
  }

  /** Wires over which an enabled live account is linked: only their lists are needed. A broker's default wire bears its name. */
  async wiresInUse(): Promise<string[]> {
    const rows = await this.db.query<{ wire: string }>(
      `SELECT DISTINCT ${WIRE} AS wire FROM broker_account WHERE mode = 'live' AND account_status = 'enabled' ORDER BY wire`,
    );
    return rows.map(({ wire }) => wire);
  }

  /**
   * Accounts whose session could read a wire's list now, the freshest login first.
   * @param nowMs - epoch ms
   */
  async sessionsOf(wire: string, nowMs: number, limit: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT id FROM broker_account
       WHERE mode = 'live' AND account_status = 'enabled' AND ${WIRE} = $1
         AND session_status = 'ready' AND token_secret_id IS NOT NULL AND token_expires_at > to_timestamp($2::double precision / 1000)
       ORDER BY last_oauth_login DESC NULLS LAST, id LIMIT $3`,
      [wire, nowMs, limit],
    );
    return rows.map(({ id }) => id);
  }
}

async function insert(tx: Sql, wire: string, day: TradingDay, instruments: readonly OptionInstrument[]): Promise<void> {
  await tx.query(
    `INSERT INTO instrument (wire, day, underlying, instrument_key, tradingsymbol, exchange, expiry, strike_paise, option_type, lot_units, tick_paise)
     SELECT $1, $2, i.* FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::date[], $8::bigint[], $9::text[], $10::int[], $11::int[]) i`,
    [
      wire,
      day,
      instruments.map((i) => i.underlying),
      instruments.map((i) => i.instrumentKey),
      instruments.map((i) => i.tradingsymbol),
      instruments.map((i) => i.exchange),
      instruments.map((i) => i.expiry),
      instruments.map((i) => i.strikePaise),
      instruments.map((i) => i.optionType),
      instruments.map((i) => i.lotUnits),
      instruments.map((i) => i.tickPaise),
    ],
  );
}
