// Settlements: a month closed with one partner, its lines (each ledger transaction in one statement only) and what was left for later.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE settlement (
    month text NOT NULL CHECK (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    partner_id text NOT NULL REFERENCES partner(id),
    status text NOT NULL DEFAULT 'DRAFT' CHECK (status IN ('DRAFT','RECONCILED','APPROVED','PAID')),
    currency text NOT NULL DEFAULT 'INR',
    lines integer,
    opening_paise bigint,
    charges_paise bigint,
    credits_paise bigint,
    commission_paise bigint,
    platform_fee_paise bigint,
    adjustments_paise bigint,
    payments_paise bigint,
    net_payable_paise bigint,
    closing_paise bigint,
    reconciled_at timestamptz,
    approved_at timestamptz,
    approved_by text,
    paid_at timestamptz,
    paid_by text,
    payout_reference text,
    PRIMARY KEY (month, partner_id),
    CHECK ((status = 'DRAFT') = (reconciled_at IS NULL)),
    CHECK ((status = 'DRAFT') = (closing_paise IS NULL)),
    CHECK ((status IN ('APPROVED','PAID')) = (approved_by IS NOT NULL)),
    CHECK ((status = 'PAID') = (payout_reference IS NOT NULL)),
    CHECK (charges_paise + credits_paise = commission_paise + platform_fee_paise),
    CHECK (net_payable_paise = platform_fee_paise + adjustments_paise),
    CHECK (closing_paise = opening_paise + net_payable_paise - payments_paise)
  )`,
  `CREATE INDEX settlement_partner ON settlement(partner_id, month)`,
  `CREATE TABLE settlement_line (
    month text NOT NULL,
    partner_id text NOT NULL,
    line integer NOT NULL,
    transaction_id bigint NOT NULL,
    PRIMARY KEY (month, partner_id, line),
    CONSTRAINT settlement_line_once UNIQUE (transaction_id, partner_id),
    FOREIGN KEY (month, partner_id) REFERENCES settlement(month, partner_id),
    FOREIGN KEY (transaction_id, partner_id) REFERENCES ledger_transaction(id, partner_id)
  )`,
  `CREATE TABLE settlement_carried (
    month text NOT NULL,
    partner_id text NOT NULL,
    transaction_id bigint NOT NULL,
    why text NOT NULL CHECK (why IN ('disputed','unreconciled')),
    PRIMARY KEY (month, partner_id, transaction_id),
    FOREIGN KEY (month, partner_id) REFERENCES settlement(month, partner_id),
    FOREIGN KEY (transaction_id, partner_id) REFERENCES ledger_transaction(id, partner_id)
  )`,
  `CREATE INDEX settlement_carried_transaction ON settlement_carried(transaction_id, partner_id)`,
  // A closed statement stays as it is; only its state goes on, one step at a time.
  `CREATE FUNCTION settlement_goes_forward() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE steps text[] := ARRAY['DRAFT','RECONCILED','APPROVED','PAID'];
    BEGIN
      IF array_position(steps, NEW.status) <> array_position(steps, OLD.status) + 1 THEN
        RAISE EXCEPTION 'settlement %/% cannot go from % to %', OLD.month, OLD.partner_id, OLD.status, NEW.status;
      END IF;
      IF OLD.status <> 'DRAFT' AND (OLD.lines, OLD.opening_paise, OLD.charges_paise, OLD.credits_paise, OLD.commission_paise,
          OLD.platform_fee_paise, OLD.adjustments_paise, OLD.payments_paise, OLD.closing_paise, OLD.reconciled_at)
        IS DISTINCT FROM (NEW.lines, NEW.opening_paise, NEW.charges_paise, NEW.credits_paise, NEW.commission_paise,
          NEW.platform_fee_paise, NEW.adjustments_paise, NEW.payments_paise, NEW.closing_paise, NEW.reconciled_at) THEN
        RAISE EXCEPTION 'settlement %/% is closed', OLD.month, OLD.partner_id;
      END IF;
      RETURN NEW;
    END $$`,
  `CREATE TRIGGER settlement_goes_forward BEFORE UPDATE ON settlement FOR EACH ROW EXECUTE FUNCTION settlement_goes_forward()`,
  `CREATE TRIGGER settlement_kept BEFORE DELETE ON settlement FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  ...['settlement_line', 'settlement_carried'].map(
    (table) =>
      `CREATE TRIGGER ${table}_immutable BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  ),
];

const DOWN = [
  'DROP TABLE settlement_carried',
  'DROP TABLE settlement_line',
  'DROP TABLE settlement',
  'DROP FUNCTION settlement_goes_forward()',
];

export class Settlement1764620000000 implements MigrationInterface {
  name = 'Settlement1764620000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
