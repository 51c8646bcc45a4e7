// The committed histories: how they are written so that people can read them, and read so that they can be replayed.
// The SDK's own JSON conversion wants one copy of protobufjs in node_modules, which npm does not promise; this needs none.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { repositoryRoot } from '../../dev/repository-root.js';

export const HISTORIES = join(repositoryRoot, 'test', 'replay', 'histories');

export type HistoryEvent = NonNullable<History['events']>[number];
export type Recording = {
  /** `workflowType.case` */
  name: string;
  workflowType: string;
  /** As it is in the file: text, payloads included. */
  text: string;
  history: History;
};

/** @throws when a file is not JSON */
export function readRecordings(): Recording[] {
  return readdirSync(HISTORIES)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const name = file.replace(/\.json$/, '');
      const text = readFileSync(join(HISTORIES, file), 'utf8');
      return { name, workflowType: name.split('.')[0] ?? '', text, history: JSON.parse(text, revived) as History };
    });
}

/** @param name - `workflowType.case` */
export function writeRecording(name: string, history: History): void {
  writeFileSync(join(HISTORIES, `${name}.json`), `${JSON.stringify(plain(history), null, 1)}\n`);
}

/** A protobuf message as JSON: bytes as text where they are text, 64-bit numbers as numbers, nothing that is not set. */
function plain(value: unknown, field = ''): unknown {
  // Who ran it (pid, host, build; sticky queues are named after them) says nothing about the workflow.
  if (field === 'identity' || field === 'buildId') return 'recorded';
  if (typeof value === 'string' && /^\d+@[\w.-]+$/.test(value)) return 'recorded';
  if (value instanceof Uint8Array) return bytesAsText(Buffer.from(value));
  if (Array.isArray(value)) return value.map((item) => plain(item));
  if (typeof value !== 'object' || value === null) return value;
  if (isLong(value)) return value.toNumber();
  const set = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(set.map(([name, inner]) => [name, plain(inner, name)]));
}

function bytesAsText(bytes: Buffer): { utf8: string } | { base64: string } {
  const utf8 = bytes.toString('utf8');
  return Buffer.from(utf8).equals(bytes) ? { utf8 } : { base64: bytes.toString('base64') };
}

function isLong(value: object): value is { toNumber: () => number } {
  return 'toNumber' in value && typeof value.toNumber === 'function';
}

function revived(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return value;
  if ('utf8' in value && typeof value.utf8 === 'string') return Buffer.from(value.utf8);
  if ('base64' in value && typeof value.base64 === 'string') return Buffer.from(value.base64, 'base64');
  return value;
}
