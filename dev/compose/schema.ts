// The Compose Specification's own JSON schema, which says what a compose file may hold.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { repositoryRoot } from '../repository-root.js';

/** @returns one line per violation */
export function schemaProblems(document: unknown): string[] {
  const schema = JSON.parse(
    readFileSync(join(repositoryRoot, 'dev', 'compose', 'compose-spec.json'), 'utf8'),
  ) as object;
  // Its formats (`duration`, `ports` …) are Compose's own and not published as patterns.
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  if (validate(document)) return [];
  return (validate.errors ?? []).map((e) => `${e.instancePath || '/'} ${e.message ?? 'is invalid'}`);
}
