// Incident notes: an incident is its updates, which are only ever added.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `CREATE TABLE incident (
    id text PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
  )`,
  `CREATE TABLE incident_update (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    incident_id text NOT NULL REFERENCES incident(id),
    state text NOT NULL CHECK (state IN ('investigating','identified','monitoring','resolved')),
    title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    impact text NOT NULL CHECK (impact IN ('none','minor','major','critical')),
    components text[] NOT NULL CHECK (cardinality(components) > 0),
    started_at timestamptz NOT NULL,
    body text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 2000),
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
  )`,
  `CREATE INDEX incident_update_incident ON incident_update(incident_id, seq)`,
  ...['incident', 'incident_update'].flatMap((table) => [
    `CREATE TRIGGER ${table}_immutable BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
    `CREATE TRIGGER ${table}_kept BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  ]),
];

const DOWN = ['DROP TABLE incident_update', 'DROP TABLE incident'];

export class Incidents1765000000000 implements MigrationInterface {
  name = 'Incidents1765000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
