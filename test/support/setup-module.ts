// Imports a module of the set-up (dev/setup/*.mjs), which is plain JavaScript and not part of the compiled output.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../../dev/repository-root.js';

/**
 * @param name - without the extension
 * @returns the module's exports, as the caller declares them
 */
export async function setupModule<T>(name: string): Promise<T> {
  return (await import(pathToFileURL(join(repositoryRoot, 'dev', 'setup', `${name}.mjs`)).href)) as T;
}
