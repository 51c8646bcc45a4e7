// The published contract: sound in itself, complete, and the same as the file that is checked in.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { ERROR_CODES } from '../../../api/errors.js';
import { errorsOf } from '../../../api/openapi/errors.js';
import { openApiDocument, ROUTES } from '../../../api/routes/index.js';
import { PROJECT_ROOT } from '../../../platform/paths.js';

type Media = { schema: object; example?: unknown; examples?: Record<string, { $ref: string }> };
type Content = { content?: Record<string, Media> };
type Operation = {
  operationId: string;
  summary: string;
  description: string;
  requestBody?: Content;
  responses: Record<string, Content & { description: string }>;
};
type Document = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, object>;
    examples: Record<string, { value: unknown }>;
    securitySchemes: object;
  };
  webhooks: Record<string, unknown>;
};

const document = openApiDocument() as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
);

describe('OpenAPI document', () => {
  const ajv = addFormats.default(new Ajv2020({ strict: false }));
  ajv.addSchema({ $id: 'https://quantleap.test/openapi.json', components: document.components });
  const problems = (schema: object, value: unknown) => {
    const absolute = JSON.parse(
      JSON.stringify(schema).replaceAll('"#/components', '"https://quantleap.test/openapi.json#/components'),
    ) as object;
    const validate = ajv.compile(absolute);
    return validate(value) ? [] : validate.errors;
  };

  it('is the one that is checked in', () => {
    const file = JSON.parse(readFileSync(join(PROJECT_ROOT, 'docs', 'openapi.json'), 'utf8')) as unknown;
    expect(file, 'run `npm run openapi`').to.deep.equal(JSON.parse(JSON.stringify(document)));
  });

  it('is 3.1 and has every route that is not hidden, with an operation id of its own', () => {
    expect(document.openapi).to.equal('3.1.0');
    expect(operations.map(({ name }) => name).sort()).to.deep.equal(
      ROUTES.filter((route) => !route.hidden)
        .map((route) => `${route.method.toUpperCase()} ${route.path}`)
        .sort(),
    );
    expect(new Set(operations.map(({ operation }) => operation.operationId))).to.have.property(
      'size',
      operations.length,
    );
  });

  it('has no reference that leads nowhere', () => {
    for (const [, pointer] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = (pointer ?? '')
        .split('/')
        .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
      expect(found, pointer).not.to.equal(undefined);
    }
  });

  for (const { name, operation } of operations)
    it(`${name} has examples that fit its schemas`, () => {
      expect(operation.summary).not.to.equal('');
      expect(operation.description).not.to.equal('');
      const parts: [string, Content][] = [...Object.entries(operation.responses)];
      if (operation.requestBody) parts.push(['body', operation.requestBody]);
      for (const [part, { content }] of parts)
        for (const [type, media] of Object.entries(content ?? {})) {
          if (type !== 'application/json') continue;
          const values = media.examples
            ? Object.keys(media.examples).map((code) => document.components.examples[code]?.value)
            : [media.example];
          expect(values, `${name} ${part}`).not.to.include(undefined);
          for (const value of values) expect(problems(media.schema, value), `${name} ${part}`).to.deep.equal([]);
        }
    });

  it('shows every error of the catalogue at some route or as the answer of none', () => {
    const shown = new Set(ROUTES.flatMap(errorsOf));
    const general = ['route_not_found', 'method_not_allowed'];
    expect(ERROR_CODES.filter((code) => !shown.has(code) && !general.includes(code))).to.deep.equal([]);
  });

  it('states of every endpoint what a failure of ours looks like, public ones too', () => {
    for (const { name, operation } of operations)
      for (const [status, code] of [
        ['500', 'internal_error'],
        ['503', 'service_unavailable'],
      ] as const) {
        const { schema } = operation.responses[status]?.content?.['application/json'] ?? {};
        const example = document.components.examples[code]?.value;
        expect(schema && problems(schema, example), `${name} ${status}`).to.deep.equal([]);
      }
    const ready = operations.find(({ name }) => name === 'GET /readyz')?.operation.responses['503'];
    expect(ready?.description).to.include('Not ready').and.to.include('service_unavailable');
    const login = operations.find(({ name }) => name === 'GET /sandbox/login')?.operation.responses['404'];
    expect(Object.keys(login?.content ?? {})).to.deep.equal(['text/html']);
  });

  it("has the guide's nine endpoints", () => {
    expect(operations.map(({ name }) => name)).to.include.members([
      'POST /partner/broker-accounts',
      'POST /partner/broker-accounts/{client_id}/oauth/initiate',
      'POST /partner/broker-accounts/{client_id}/oauth/callback',
      'GET /partner/marketplace/templates',
      'POST /partner/marketplace/subscribe',
      'GET /partner/subscriptions',
      'DELETE /partner/subscriptions/{subscription_id}',
      'PUT /partner/subscriptions/{subscription_id}/pause',
      'PUT /partner/subscriptions/{subscription_id}/resume',
    ]);
  });

  it('has every event as a webhook', () => {
    expect(Object.keys(document.webhooks)).to.include.members([
      'execution_failed',
      'execution_completed',
      'oauth_login_required',
    ]);
  });
});
