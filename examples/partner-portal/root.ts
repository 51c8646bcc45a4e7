// Where the example's own files are, wherever the code runs from (source or dist).
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const repositoryRoot = above(import.meta.dirname);

function above(folder: string): string {
  if (existsSync(join(folder, 'package.json')) || folder === dirname(folder)) return folder;
  return above(dirname(folder));
}
