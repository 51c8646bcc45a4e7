// The double-entry ledger: append-only, balanced per currency at commit, each transaction told apart by its cause.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  `CREATE TABLE ledger_account (
    id text PRIMARY KEY,
    partner_id text NOT NULL REFERENCES partner(id),
    kind text NOT NULL CHECK (kind IN ('collections','commission','platform_fees','adjustments','payments')),
    currency text NOT NULL DEFAULT 'INR' CHECK (currency ~ '^[A-Z]{3}$'),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (partner_id, kind, currency),
    UNIQUE (id, partner_id, currency)
  )`,
  `CREATE TABLE ledger_transaction (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cause text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('charge','credit','adjustment','payment','reversal')),
    partner_id text NOT NULL REFERENCES partner(id),
    subscription_id text REFERENCES subscription(id),
    effective_day date NOT NULL,
    reason text,
    reverses bigint REFERENCES ledger_transaction(id),
    posted_by text NOT NULL,
    posted_at timestamptz NOT NULL DEFAULT now(),
    txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT ledger_transaction_cause UNIQUE (cause),
    CONSTRAINT ledger_transaction_reversed_once UNIQUE (reverses),
    UNIQUE (id, partner_id),
    CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
    CHECK (kind NOT IN ('adjustment','reversal') OR reason IS NOT NULL)
  )`,
  `CREATE INDEX ledger_transaction_partner ON ledger_transaction(partner_id, effective_day)`,
  `CREATE INDEX ledger_transaction_subscription ON ledger_transaction(subscription_id)`,
  `CREATE TABLE ledger_entry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transaction_id bigint NOT NULL,
    partner_id text NOT NULL,
    account_id text NOT NULL,
    currency text NOT NULL DEFAULT 'INR',
    side text NOT NULL CHECK (side IN ('debit','credit')),
    amount_paise bigint NOT NULL CHECK (amount_paise > 0),
    FOREIGN KEY (transaction_id, partner_id) REFERENCES ledger_transaction(id, partner_id),
    FOREIGN KEY (account_id, partner_id, currency) REFERENCES ledger_account(id, partner_id, currency)
  )`,
  `CREATE INDEX ledger_entry_transaction ON ledger_entry(transaction_id, partner_id)`,
  `CREATE INDEX ledger_entry_account ON ledger_entry(account_id, partner_id, currency)`,
];

const TRIGGERS = [
  // What is committed is closed: nobody adds entries to it later, not even balanced ones.
  `CREATE FUNCTION ledger_entry_joins_its_own() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (SELECT txid FROM ledger_transaction WHERE id = NEW.transaction_id) IS DISTINCT FROM pg_current_xact_id() THEN
        RAISE EXCEPTION 'ledger transaction % is closed', NEW.transaction_id;
      END IF;
      RETURN NEW;
    END $$`,
  `CREATE TRIGGER ledger_entry_joins_its_own BEFORE INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_entry_joins_its_own()`,
  `CREATE FUNCTION ledger_transaction_balances() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF (SELECT count(*) FROM ledger_entry WHERE transaction_id = NEW.id) < 2 THEN
        RAISE EXCEPTION 'ledger transaction % has fewer than two entries', NEW.cause;
      END IF;
      IF EXISTS (SELECT 1 FROM ledger_entry WHERE transaction_id = NEW.id GROUP BY currency
                 HAVING sum(CASE side WHEN 'debit' THEN amount_paise ELSE -amount_paise END) <> 0) THEN
        RAISE EXCEPTION 'ledger transaction % does not balance', NEW.cause;
      END IF;
      RETURN NULL;
    END $$`,
  // Once per transaction is enough: its entries can only be of the same database transaction.
  `CREATE CONSTRAINT TRIGGER ledger_transaction_balances AFTER INSERT ON ledger_transaction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_transaction_balances()`,
  ...['ledger_account', 'ledger_transaction', 'ledger_entry'].flatMap((table) => [
    `CREATE TRIGGER ${table}_immutable BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
    `CREATE TRIGGER ${table}_kept BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  ]),
];

/** Where the product runs as a role of its own that doesn't own the tables, that role may only add. */
const GRANTS = `DO $$ BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'quantleap_app') THEN
    REVOKE ALL ON ledger_account, ledger_transaction, ledger_entry FROM quantleap_app;
    GRANT SELECT, INSERT ON ledger_account, ledger_transaction, ledger_entry TO quantleap_app;
  END IF; END $$`;

/**
 * One row per transaction. gross, commission and platform fee: what users owe and its shares. adjustment: raises what the partner owes.
 * payment: what came in from the partner (negative: went out). balance: the change of what the partner owes us.
 */
const VIEW = `CREATE VIEW ledger_movement AS
  SELECT t.id AS transaction_id, t.partner_id, t.cause, t.kind, t.subscription_id, t.effective_day, t.reason,
    CASE WHEN t.kind = 'payment' THEN 0 ELSE m.commission + m.platform_fees END AS gross_paise,
    CASE WHEN t.kind = 'payment' THEN 0 ELSE m.commission END AS commission_paise,
    m.platform_fees AS platform_fee_paise, m.adjustments AS adjustment_paise, m.payments AS payment_paise, m.balance AS balance_paise
  FROM ledger_transaction t CROSS JOIN LATERAL (
    SELECT coalesce(sum(-s.signed) FILTER (WHERE s.kind = 'commission'), 0)::bigint AS commission,
      coalesce(sum(-s.signed) FILTER (WHERE s.kind = 'platform_fees'), 0)::bigint AS platform_fees,
      coalesce(sum(-s.signed) FILTER (WHERE s.kind = 'adjustments'), 0)::bigint AS adjustments,
      coalesce(sum(s.signed) FILTER (WHERE s.kind = 'payments'), 0)::bigint AS payments,
      coalesce(sum(s.signed) FILTER (WHERE s.kind IN ('collections','commission')), 0)::bigint AS balance
    FROM (SELECT a.kind, CASE e.side WHEN 'debit' THEN e.amount_paise ELSE -e.amount_paise END AS signed
          FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id WHERE e.transaction_id = t.id) s) m`;

const DOWN = [
  'DROP VIEW ledger_movement',
  'DROP TABLE ledger_entry',
  'DROP TABLE ledger_transaction',
  'DROP TABLE ledger_account',
  'DROP FUNCTION ledger_transaction_balances()',
  'DROP FUNCTION ledger_entry_joins_its_own()',
];

export class Ledger1764600000000 implements MigrationInterface {
  name = 'Ledger1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...TRIGGERS, GRANTS, VIEW]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
