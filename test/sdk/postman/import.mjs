// Imports docs/openapi.json as Postman does: every operation becomes a request in its group, with its keys, body and examples.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import Converter from 'openapi-to-postmanv2';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const data = readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8');
const document = JSON.parse(data);
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  METHODS.filter((method) => item[method]).map((method) => ({ path, method, operation: item[method] })),
);

const converted = await promisify(Converter.convertV2.bind(Converter))(
  { type: 'string', data },
  { folderStrategy: 'Tags', requestNameSource: 'Fallback', parametersResolution: 'Example' },
);
assert.equal(converted.result, true, converted.reason);
const [{ data: collection }] = converted.output;
const requests = new Map(requestsOf(collection).map((item) => [nameOf(item), item]));
assert.deepEqual([...requests.keys()].sort(), operations.map(nameOfOperation).sort());

for (const { path, method, operation } of operations) {
  const item = requests.get(nameOfOperation({ path, method }));
  const headers = new Set((item.request.header ?? []).map(({ key }) => key.toLowerCase()));
  if (method === 'post' && path.startsWith('/partner/')) assert.ok(headers.has('idempotency-key'), `${method} ${path}`);
  const example = operation.requestBody?.content['application/json']?.example;
  if (example) assert.deepEqual(JSON.parse(item.request.body.raw), example, `${method} ${path}`);
  assert.ok(item.response.length > 0, `${method} ${path} has no example answer`);
}
process.stdout.write(`Postman imports all ${operations.length} operations\n`);

function requestsOf(folder) {
  return folder.item.flatMap((item) => (item.item ? requestsOf(item) : [item]));
}

function nameOf({ request }) {
  return `${request.method} /${request.url.path.join('/').replaceAll(/:(\w+)/g, '{$1}')}`;
}

function nameOfOperation({ path, method }) {
  return `${method.toUpperCase()} ${path}`;
}
