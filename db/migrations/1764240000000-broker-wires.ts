// A broker may be reached over several wires: partners choose one, accounts keep the one they were linked over, contracts carry its keys.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const UP = [
  `ALTER TABLE partner ADD COLUMN broker_wire text`,
  `ALTER TABLE broker_account ADD COLUMN broker_wire text`,
  // Until now every wire's key of a contract was its tradingsymbol.
  `UPDATE run_contract SET contracts =
     (SELECT jsonb_agg(c || jsonb_build_object('instrumentKey', c->'tradingsymbol') ORDER BY i)
      FROM jsonb_array_elements(contracts) WITH ORDINALITY AS e(c, i))
   WHERE jsonb_array_length(contracts) > 0`,
];

const DOWN = ['ALTER TABLE broker_account DROP COLUMN broker_wire', 'ALTER TABLE partner DROP COLUMN broker_wire'];

export class BrokerWires1764240000000 implements MigrationInterface {
  name = 'BrokerWires1764240000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}
