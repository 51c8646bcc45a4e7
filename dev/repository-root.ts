// The working copy's folder, seen from the compiled files in dist/dev/.
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository. */
export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));
