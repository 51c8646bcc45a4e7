// The OpenAPI 3.1 document, from the routes alone.
import {
  OpenAPIRegistry,
  OpenApiGeneratorV31,
  type ResponseConfig,
  type RouteConfig,
} from '@asteasolutions/zod-to-openapi';
import { DEPRECATIONS, type Deprecation } from '../deprecations.js';
import type { Auth, Route } from '../route.js';
import { markDeprecated } from './deprecated.js';
import { codesByStatus, errorExamples, errorsOf, ErrorSchema } from './errors.js';
import { headerParameters } from './parameters.js';
import { INTRODUCTION } from './introduction.js';
import { tagNamed } from './tags.js';
import { registerEvents } from './webhooks.js';
import { z } from '../zod.js';

const SECURITY: Record<Auth, RouteConfig['security']> = {
  partner: [{ PartnerKey: [], PartnerSecret: [] }],
  operator: [{ OperatorToken: [] }],
  public: [],
};

/** Of the contract, not of the release: docs/versioning.md. */
export const API_VERSION = '1.0.0';

export function buildOpenApiDocument(
  routes: readonly Route[],
  deprecations: readonly Deprecation[] = DEPRECATIONS,
): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'PartnerKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'API key: pk_<broker>_live_… or pk_<broker>_test_…',
  });
  registry.registerComponent('securitySchemes', 'PartnerSecret', {
    type: 'apiKey',
    in: 'header',
    name: 'X-Partner-Secret',
    description: 'The secret of the API key: sk_…',
  });
  registry.registerComponent('securitySchemes', 'OperatorToken', {
    type: 'http',
    scheme: 'bearer',
    description: 'Operator token: op_…',
  });
  registry.register('Error', ErrorSchema);
  const shown = routes.filter((route) => !route.hidden);
  for (const [code, example] of errorExamples(shown)) registry.registerComponent('examples', code, example);
  for (const [name, description] of Object.entries(HEADERS))
    registry.registerComponent('headers', name, { schema: { type: 'string' }, description });
  for (const route of shown) registry.registerPath(operationOf(route));
  registerEvents(registry);
  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'QuantLeap Partner API',
      version: API_VERSION,
      description: INTRODUCTION,
      contact: { name: 'QuantLeap partners', email: 'partners@quantleap.in' },
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'This server' }],
    tags: [...new Set(shown.map((route) => route.tag))].map(tagNamed),
  });
  return markDeprecated(document, deprecations);
}

function operationOf(route: Route): RouteConfig {
  const parameters = headerParameters(route);
  return {
    method: route.method,
    path: route.path,
    operationId: operationIdOf(route),
    summary: route.summary,
    description: route.description,
    tags: [route.tag],
    security: SECURITY[route.auth] ?? [],
    request: {
      params: route.params,
      query: route.query,
      ...(parameters.length > 0 && { headers: parameters }),
      ...(route.takesBody && {
        body: {
          required: route.body.safeParse({}).success === false,
          content: { 'application/json': { schema: route.body, example: route.examples.body } },
        },
      }),
    },
    responses: together(successes(route), failures(route)),
  };
}

type Responses = Record<string, ResponseConfig>;

function successes(route: Route): Responses {
  const stated = Object.entries(route.responses).map(([status, schema]): [string, ResponseConfig] => [
    status,
    {
      description: DESCRIPTIONS[status] ?? 'Answer',
      headers:
        route.auth === 'partner'
          ? headersOf('X-Request-Id', 'RateLimit', 'RateLimit-Policy')
          : headersOf('X-Request-Id'),
      content: { 'application/json': { schema, example: route.examples.responses[Number(status)] } },
    },
  ]);
  const raw = Object.entries(route.rawResponses ?? {}).map(([status, type]): [string, ResponseConfig] => [
    status,
    {
      description: DESCRIPTIONS[status] ?? 'Answer',
      headers: headersOf('X-Request-Id'),
      content: { [type]: { schema: { type: 'string' } } },
    },
  ]);
  return Object.fromEntries([...stated, ...raw]);
}

/** A status may have an answer of the route's own and an error: `/readyz` says with 503 what is not ready. */
function together(own: Responses, errors: Responses): Responses {
  const both = Object.entries(own).flatMap(
    ([status, { description, headers, content }]): [string, ResponseConfig][] => {
      const error = errors[status];
      if (!error) return [];
      const json = content?.['application/json'];
      const either = json && 'schema' in json && { ...json, schema: z.union([json.schema as z.ZodType, ErrorSchema]) };
      const merged = { ...error.content, ...content, ...(either && { 'application/json': either }) };
      return [
        [
          status,
          { description: `${description}, or ${error.description}`, content: merged, ...(headers && { headers }) },
        ],
      ];
    },
  );
  return { ...own, ...errors, ...Object.fromEntries(both) };
}

function failures(route: Route): Responses {
  const byStatus = codesByStatus(errorsOf(route)).map(([status, codes]): [string, ResponseConfig] => {
    const examples = Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
    const headers = headersOf(
      'X-Request-Id',
      ...(status === 429 ? (['RateLimit', 'RateLimit-Policy', 'Retry-After'] as const) : []),
    );
    return [
      String(status),
      {
        description: codes.map((code) => `\`${code}\``).join(', '),
        headers,
        content: { 'application/json': { schema: ErrorSchema, examples } },
      },
    ];
  });
  return Object.fromEntries(byStatus);
}

function headersOf(...names: (keyof typeof HEADERS)[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** `GET /partner/subscriptions/{id}/pause` → `getPartnerSubscriptionsIdPause`: stable, and unique as the path is. */
function operationIdOf(route: Route): string {
  const words = route.path.split(/[^A-Za-z0-9]+/).filter(Boolean);
  return route.method + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  200: 'Done',
  201: 'Created',
  202: 'Accepted',
  302: 'Redirect',
  404: 'Not found',
  503: 'Not ready',
};

const HEADERS = {
  'X-Request-Id': 'Your own, if you sent a plain one; otherwise made here',
  RateLimit: 'r = requests left, t = seconds until the window ends (draft-ietf-httpapi-ratelimit-headers)',
  'RateLimit-Policy': 'q = requests per window, w = seconds of the window',
  'Retry-After': 'Seconds to wait',
};
