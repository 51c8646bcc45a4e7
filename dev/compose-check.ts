// `npm run check:compose`: whether docker-compose.yml is what Compose takes and our processes need, without an engine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { composeFile } from './compose/compose-file.js';
import { interpolate } from './compose/interpolate.js';
import { productProblems } from './compose/product.js';
import { schemaProblems } from './compose/schema.js';
import { semanticProblems } from './compose/semantics.js';
import { repositoryRoot } from './repository-root.js';

/** Long enough for a pepper, plain enough for a URL. */
const DUMMY = 'dummy0123456789'.repeat(4);

/**
 * @param text - of a compose file
 * @returns one line per problem; empty when there is none
 */
export function composeProblems(text: string): string[] {
  const { value, required } = interpolate(parse(text, { merge: true }), () => DUMMY);
  const violations = schemaProblems(value);
  if (violations.length > 0) return violations;
  const file = composeFile.parse(value);
  const unexplained = [...required].filter(([, message]) => message === '').map(([name]) => name);
  return [
    ...unexplained.map((name) => `\${${name}} has neither a default nor a message that says what to set`),
    ...semanticProblems(file),
    ...productProblems(file),
  ];
}

function main(): void {
  const problems = composeProblems(readFileSync(join(repositoryRoot, 'docker-compose.yml'), 'utf8'));
  if (problems.length === 0) return console.log('docker-compose.yml is sound');
  console.error(['docker-compose.yml:', ...problems].join('\n  '));
  process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) main();
