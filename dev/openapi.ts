// Writes docs/openapi.json from the routes; with --check only says whether it still agrees with them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openApiDocument } from '../api/routes/index.js';
import { PROJECT_ROOT } from '../platform/paths.js';

const FILE = join(PROJECT_ROOT, 'docs', 'openapi.json');

/** The document as the file holds it. */
export function openApiText(): string {
  return `${JSON.stringify(openApiDocument(), undefined, 2)}\n`;
}

function run(checkOnly: boolean): void {
  if (!checkOnly) {
    mkdirSync(dirname(FILE), { recursive: true });
    writeFileSync(FILE, openApiText());
    console.log('docs/openapi.json is written');
    return;
  }
  if (currentText() === openApiText()) return console.log('docs/openapi.json agrees with the routes');
  console.error('docs/openapi.json does not agree with the routes: run `npm run openapi`');
  process.exitCode = 1;
}

/** What the file holds; empty when there is none. */
function currentText(): string {
  try {
    return readFileSync(FILE, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

run(process.argv.includes('--check'));
