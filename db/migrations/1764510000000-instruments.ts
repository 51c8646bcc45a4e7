// Each wire's instrument list of each day: what contracts are picked from, kept so that a past day's choice can be explained.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE instrument_master (
    wire text NOT NULL,
    day date NOT NULL,
    status text NOT NULL CHECK (status IN ('waiting','loaded','refused')),
    reason text,
    counts jsonb NOT NULL DEFAULT '{}',
    warnings jsonb NOT NULL DEFAULT '[]',
    requested_by text NOT NULL,
    requested_at timestamptz NOT NULL DEFAULT now(),
    tried_at timestamptz,
    loaded_at timestamptz,
    PRIMARY KEY (wire, day),
    CHECK ((status = 'loaded') = (loaded_at IS NOT NULL)),
    CHECK (status <> 'refused' OR reason IS NOT NULL)
  )`,
  `CREATE TABLE instrument (
    wire text NOT NULL,
    day date NOT NULL,
    underlying text NOT NULL,
    instrument_key text NOT NULL,
    tradingsymbol text NOT NULL,
    exchange text NOT NULL CHECK (exchange IN ('NFO','BFO')),
    expiry date NOT NULL,
    strike_paise bigint NOT NULL CHECK (strike_paise > 0),
    option_type text NOT NULL CHECK (option_type IN ('CE','PE')),
    lot_units integer NOT NULL CHECK (lot_units > 0),
    tick_paise integer NOT NULL CHECK (tick_paise > 0),
    PRIMARY KEY (wire, day, underlying, instrument_key),
    FOREIGN KEY (wire, day) REFERENCES instrument_master(wire, day) ON DELETE CASCADE
  )`,
];

const DOWN = ['DROP TABLE instrument', 'DROP TABLE instrument_master'];

export class Instruments1764510000000 implements MigrationInterface {
  name = 'Instruments1764510000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
