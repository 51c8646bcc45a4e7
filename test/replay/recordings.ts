// The committed histories: what they are called, how they are read, and what is taken out before they are kept.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../dev/repository-root.js';

export const HISTORIES = join(repositoryRoot, 'test', 'replay', 'histories');

/** A history as the server's JSON. */
export type HistoryJson = { events: HistoryEvent[] };
export type HistoryEvent = { eventId: string; eventType: string } & Record<string, unknown>;
export type Recording = {
  /** `workflowType.case` */
  name: string;
  workflowType: string;
  history: HistoryJson;
};

/** @throws when a file is not a history */
export function readRecordings(): Recording[] {
  return readdirSync(HISTORIES)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const history = JSON.parse(readFileSync(join(HISTORIES, file), 'utf8')) as HistoryJson;
      const name = file.replace(/\.json$/, '');
      return { name, workflowType: name.split('.')[0] ?? '', history };
    });
}

/** Host names and pids say nothing about the workflow. */
export function anonymised(history: HistoryJson): HistoryJson {
  return JSON.parse(
    JSON.stringify(history, (key, value: unknown) => (key === 'identity' ? 'recorded' : value)),
  ) as HistoryJson;
}

/** Everything a history says, with its payloads decoded. */
export function textOf(history: HistoryJson): string {
  const texts: string[] = [];
  JSON.stringify(history, (key, value: unknown) => {
    if (typeof value === 'string') texts.push(key === 'data' ? Buffer.from(value, 'base64').toString() : value);
    return value;
  });
  return texts.join('\n');
}
