// The reference: the OpenAPI document, and Swagger UI from our own node_modules (no CDN).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../platform/paths.js';
import { docsInitialiser, docsPage } from '../pages/docs-page.js';
import { DOCS_STYLE } from '../pages/docs-style.js';
import { paperPage } from '../pages/paper-page.js';
import { PAPERS } from '../pages/papers.js';
import { json } from '../answer.js';
import { defineRoute, noInput, type Route } from '../route.js';
import { z } from '../zod.js';

/** Assets served, and their types. Nothing else of the package is reachable. */
const ASSETS = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;
const assetName = z.enum(['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']);
const assetFolder = join(PROJECT_ROOT, 'node_modules', 'swagger-ui-dist');

async function assetOf(name: keyof typeof ASSETS): Promise<Buffer> {
  const file = await readFile(join(assetFolder, name));
  return name === 'swagger-ui.css' ? Buffer.concat([file, Buffer.from(DOCS_STYLE)]) : file;
}

const open = { ...noInput, method: 'get', auth: 'public', tag: 'Reference', errors: [] } as const;

/** @param document - the OpenAPI document, built once from all routes */
export function docsRoutes(document: () => object): Route[] {
  return [
    defineRoute({
      ...open,
      path: '/openapi.json',
      summary: 'OpenAPI document',
      description: 'This reference as OpenAPI 3.1.',
      responses: { 200: z.looseObject({ openapi: z.string() }).openapi('OpenApiDocument') },
      examples: { responses: { 200: { openapi: '3.1.0' } } },
      handler: () => json(200, { openapi: '3.1.0', ...document() }),
    }),
    defineRoute({
      ...open,
      path: '/docs',
      summary: 'Interactive reference',
      description: 'Swagger UI. Outside production the sandbox keys are filled in, so that "Try it out" works at once.',
      responses: {},
      rawResponses: { 200: 'text/html' },
      examples: { responses: {} },
      handler: () => docsPage(),
    }),
    defineRoute({
      ...open,
      path: '/docs/init.js',
      summary: 'Script of the reference page',
      description: 'Starts Swagger UI.',
      responses: {},
      rawResponses: { 200: 'text/javascript' },
      examples: { responses: {} },
      hidden: true,
      handler: ({ services }) => ({
        kind: 'raw' as const,
        status: 200,
        type: 'text/javascript; charset=utf-8',
        body: docsInitialiser(!services.config.production),
      }),
    }),
    defineRoute({
      ...open,
      path: '/docs/{paper}',
      params: z.strictObject({ paper: z.enum(PAPERS) }),
      summary: 'Paper to read',
      description: 'What there is to read besides this reference; every error code is an anchor of `/docs/errors`.',
      responses: {},
      rawResponses: { 200: 'text/html' },
      examples: { params: { paper: 'errors' }, responses: {} },
      handler: ({ params }) => paperPage(params.paper),
    }),
    defineRoute({
      ...open,
      path: '/docs/assets/{file}',
      params: z.strictObject({ file: assetName }),
      summary: 'Asset of the reference page',
      description: 'A file of swagger-ui-dist.',
      responses: {},
      rawResponses: { 200: 'application/octet-stream' },
      examples: { params: { file: 'swagger-ui.css' }, responses: {} },
      hidden: true,
      handler: async ({ params }) => ({
        kind: 'raw' as const,
        status: 200,
        type: ASSETS[params.file],
        body: await assetOf(params.file),
        headers: { 'Cache-Control': 'public, max-age=3600' },
      }),
    }),
  ];
}
