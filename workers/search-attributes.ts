// Registers the project's search attributes with the Temporal namespace, so that no start can fail for want of one.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { searchAttributes } from '../workflows/messages/search-attributes.js';

/** temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD */
const KEYWORD = 2;
const TRIES = 100;
const PAUSE_MS = 100;

/**
 * Adds what is missing and waits until the server knows it. Safe to run in every process at once.
 * @throws when the server still lacks one after ten seconds, naming it
 */
export async function ensureSearchAttributes(client: Client, namespace: string): Promise<void> {
  let missing = await missingAttributes(client, namespace);
  for (let turn = 0; missing.length > 0; turn += 1) {
    if (turn === TRIES)
      throw new Error(
        `Temporal namespace ${namespace} lacks the search attributes ${missing.join(', ')} (Keyword): add them`,
      );
    if (turn === 0) await addAttributes(client, namespace, missing);
    await sleep(PAUSE_MS);
    missing = await missingAttributes(client, namespace);
  }
}

async function missingAttributes(client: Client, namespace: string): Promise<string[]> {
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  return Object.values(searchAttributes)
    .map((key) => key.name)
    .filter((name) => !(name in customAttributes));
}

async function addAttributes(client: Client, namespace: string, names: readonly string[]): Promise<void> {
  try {
    const types = Object.fromEntries(names.map((name) => [name, KEYWORD]));
    await client.connection.operatorService.addSearchAttributes({ namespace, searchAttributes: types });
  } catch (error) {
    // Another process was faster; what really is missing shows in the next look.
    if (!(error instanceof Error) || !/already exist/i.test(error.message)) throw error;
  }
}
