// Writes the SDK's types from the partner's part of the API description; with --check only says whether they still agree.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { openApiDocument } from '../api/routes/index.js';
import { PROJECT_ROOT } from '../platform/paths.js';

const FILE = join(PROJECT_ROOT, 'packages', 'sdk', 'src', 'schema.ts');
const HEAD = '// The partner API, generated from its OpenAPI description: `npm run openapi`.\n';

type Json = Record<string, unknown>;

/** Partner paths and what they refer to: operators' endpoints are nobody's business there. */
function partnerPart(): OpenAPI3 {
  const whole = JSON.parse(JSON.stringify(openApiDocument())) as Json & {
    paths: Json;
    components: Record<string, Json>;
  };
  const paths = Object.fromEntries(Object.entries(whole.paths).filter(([path]) => path.startsWith('/partner/')));
  const { components: all, ...rest } = whole;
  const used = new Set<string>(['#/components/schemas/PartnerEvent', '#/components/schemas/Error']);
  const collect = (part: unknown): void => {
    for (const [, ref] of JSON.stringify(part).matchAll(/"\$ref":"(#\/components\/[^"]+)"/g)) {
      if (!ref || used.has(ref)) continue;
      used.add(ref);
      collect(at(all, ref));
    }
  };
  collect(paths);
  for (const ref of [...used]) collect(at(all, ref));
  const components = Object.fromEntries(
    Object.entries(all).map(([kind, parts]) => [
      kind,
      Object.fromEntries(Object.entries(parts).filter(([name]) => used.has(`#/components/${kind}/${name}`))),
    ]),
  );
  return { ...rest, paths, components, webhooks: {} } as unknown as OpenAPI3;
}

function at(components: Record<string, Json>, ref: string): unknown {
  const [, , kind = '', name = ''] = ref.split('/');
  return components[kind]?.[name];
}

async function text(): Promise<string> {
  // A field with a default may be left out of a request.
  return HEAD + astToString(await openapiTS(partnerPart(), { defaultNonNullable: false, alphabetize: true }));
}

if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') === (await text())) console.log("The SDK's types agree with the routes");
  else {
    console.error("The SDK's types do not agree with the routes: run `npm run openapi`");
    process.exitCode = 1;
  }
} else {
  writeFileSync(FILE, await text());
  console.log('packages/sdk/src/schema.ts is written');
}
