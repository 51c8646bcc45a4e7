// The exchange's facts by date: session hours, expiry weekdays, sizes that end, and an audit of every change, whoever makes it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TIME = `'^([01][0-9]|2[0-3]):[0-5][0-9]$'`;
const AUDITED = [
  'calendar_year',
  'market_holiday',
  'special_session',
  'session_hours',
  'lot_size',
  'freeze_quantity',
  'expiry_weekday',
];

const UP = [
  `CREATE TABLE session_hours (
    effective_from date PRIMARY KEY,
    opens text NOT NULL CHECK (opens ~ ${TIME}),
    closes text NOT NULL CHECK (closes ~ ${TIME}),
    source text NOT NULL,
    CHECK (opens < closes)
  )`,
  `CREATE TABLE expiry_weekday (
    underlying text NOT NULL,
    cadence text NOT NULL CHECK (cadence IN ('weekly','monthly')),
    effective_from date NOT NULL,
    weekday smallint CHECK (weekday BETWEEN 0 AND 6),
    source text NOT NULL,
    PRIMARY KEY (underlying, cadence, effective_from)
  )`,
  `ALTER TABLE lot_size ADD COLUMN effective_to date, ADD CONSTRAINT lot_size_period CHECK (effective_to >= effective_from)`,
  `ALTER TABLE freeze_quantity ADD COLUMN effective_to date,
     ADD CONSTRAINT freeze_quantity_period CHECK (effective_to >= effective_from)`,
  // The circular of March 2026 changed them, and its quantities were not read: what was seeded is known until then only.
  `UPDATE freeze_quantity f SET effective_to = '2026-02-28'
   WHERE source LIKE 'NSE monthly quantity-freeze circular%' AND effective_from <= '2026-02-28'
     AND NOT EXISTS (SELECT 1 FROM freeze_quantity later WHERE later.underlying = f.underlying AND later.effective_from > f.effective_from)`,
  `CREATE TABLE market_change (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_by text NOT NULL,
    reason text,
    fact text NOT NULL,
    before jsonb,
    after jsonb,
    CHECK (before IS NOT NULL OR after IS NOT NULL)
  )`,
  `CREATE TRIGGER market_change_immutable BEFORE UPDATE OR DELETE ON market_change
    FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  `CREATE TRIGGER market_change_kept BEFORE TRUNCATE ON market_change
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  `CREATE FUNCTION record_market_change() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      was jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
      is_now jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    BEGIN
      IF was IS DISTINCT FROM is_now THEN
        INSERT INTO market_change (changed_by, reason, fact, before, after)
        VALUES (coalesce(nullif(current_setting('quantleap.changed_by', true), ''), 'database user ' || session_user),
          nullif(current_setting('quantleap.reason', true), ''), TG_TABLE_NAME, was, is_now);
      END IF;
      RETURN NULL;
    END $$`,
  ...AUDITED.flatMap((table) => [
    `CREATE TRIGGER ${table}_audited AFTER INSERT OR UPDATE OR DELETE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION record_market_change()`,
    // Emptying a table would leave no trace of its rows.
    `CREATE TRIGGER ${table}_kept BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  ]),
];

const DOWN = [
  ...AUDITED.flatMap((table) => [
    `DROP TRIGGER ${table}_kept ON ${table}`,
    `DROP TRIGGER ${table}_audited ON ${table}`,
  ]),
  'DROP FUNCTION record_market_change()',
  'DROP TABLE market_change',
  'ALTER TABLE freeze_quantity DROP COLUMN effective_to',
  'ALTER TABLE lot_size DROP COLUMN effective_to',
  'DROP TABLE expiry_weekday',
  'DROP TABLE session_hours',
];

export class MarketData1764500000000 implements MigrationInterface {
  name = 'MarketData1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
