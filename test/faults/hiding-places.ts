// Everything a stack writes down, place by place: every workflow's history, every column of every table, every file.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { historyText } from '../workflow/rig/history-text.js';
import type { TradingFloor } from '../support/trading-floor.js';

export type Place = { where: string; content: Buffer | string };

/** Every workflow with its payloads decoded, its memo, search attributes and details. */
export async function histories(temporalAddress: string): Promise<Place[]> {
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    const client = new Client({ connection });
    const places: Place[] = [];
    for await (const { workflowId, type, raw } of client.workflow.list()) {
      const content = `${await historyText(client.workflow, workflowId)}\n${decoded(raw)}`;
      places.push({ where: `workflow ${type} ${workflowId}`, content });
    }
    return places;
  } finally {
    await connection.close();
  }
}

function decoded(value: object): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner instanceof Uint8Array ? Buffer.from(inner).toString('utf8') : inner,
  );
}

/** Every column of every table, all its values together; bytes as hex. */
export async function columns(floor: TradingFloor): Promise<Place[]> {
  const tables = await floor.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const places: Place[] = [];
  for (const { name } of tables) {
    const rows = await floor.query<{ row: Record<string, unknown> }>(`SELECT to_jsonb(t) AS row FROM ${name} t`);
    for (const column of Object.keys(rows[0]?.row ?? {})) {
      const values = rows.map(({ row }) => row[column]);
      places.push({
        where: `${name}.${column}`,
        content: values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n'),
      });
    }
  }
  return places;
}

/** Every file of the data folder but the keys, which are the one thing there that is meant to be secret. */
export function files(dataDir: string): Place[] {
  return filesUnder(dataDir)
    .filter((file) => !relative(dataDir, file).startsWith('keys'))
    .map((file) => ({ where: relative(dataDir, file), content: readFileSync(file) }));
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const entry = statSync(path, { throwIfNoEntry: false });
    if (entry?.isDirectory()) return filesUnder(path);
    return entry?.isFile() ? [path] : [];
  });
}
