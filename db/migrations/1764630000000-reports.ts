// What the reports need and nothing else remembers: the days on which users logged in, and a portal's visitors as its partner counts them.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE login_day (
    day date NOT NULL,
    account_id text NOT NULL REFERENCES broker_account(id),
    PRIMARY KEY (day, account_id)
  )`,
  `CREATE INDEX login_day_account ON login_day(account_id, day)`,
  // However a login is recorded, its day is.
  `CREATE FUNCTION note_login_day() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO login_day (day, account_id) VALUES ((NEW.last_oauth_login AT TIME ZONE 'Asia/Kolkata')::date, NEW.id) ON CONFLICT DO NOTHING;
      RETURN NULL;
    END $$`,
  `CREATE TRIGGER note_login_day AFTER UPDATE OF last_oauth_login ON broker_account
    FOR EACH ROW WHEN (NEW.last_oauth_login IS DISTINCT FROM OLD.last_oauth_login AND NEW.last_oauth_login IS NOT NULL)
    EXECUTE FUNCTION note_login_day()`,
  `INSERT INTO login_day (day, account_id)
   SELECT (last_oauth_login AT TIME ZONE 'Asia/Kolkata')::date, id FROM broker_account WHERE last_oauth_login IS NOT NULL`,
  `CREATE TABLE portal_visitors (
    partner_id text NOT NULL REFERENCES partner(id),
    mode text NOT NULL CHECK (mode IN ('live','test')),
    day date NOT NULL,
    visitors integer NOT NULL CHECK (visitors >= 0),
    PRIMARY KEY (partner_id, mode, day)
  )`,
];

const DOWN = [
  'DROP TABLE portal_visitors',
  'DROP TRIGGER note_login_day ON broker_account',
  'DROP FUNCTION note_login_day()',
  'DROP TABLE login_day',
];

export class Reports1764630000000 implements MigrationInterface {
  name = 'Reports1764630000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
