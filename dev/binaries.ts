// Where the Temporal binaries are, as dev/setup.mjs recorded it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { repositoryRoot } from './repository-root.js';

const recordSchema = z.record(z.string(), z.object({ path: z.string() }));

const variables = {
  temporal: 'TEMPORAL_CLI_PATH',
  'temporal-test-server': 'TEMPORAL_TEST_SERVER_PATH',
} as const;

/**
 * @param name - which binary
 * @returns the executable's path: the environment variable's, or the one that the set-up found
 * @throws Error that says what to run when the set-up has not provided it
 */
export function binaryPath(name: keyof typeof variables): string {
  const given = process.env[variables[name]];
  if (given) return given;
  const path = readRecord()[name]?.path;
  if (!path) throw new Error(`${name} is not set up: run \`node dev/setup.mjs\`, or set ${variables[name]}.`);
  return path;
}

function readRecord(): z.infer<typeof recordSchema> {
  try {
    const text = readFileSync(join(repositoryRoot, 'node_modules', '.quantleap-binaries.json'), 'utf8');
    return recordSchema.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
