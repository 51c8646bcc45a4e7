// Is it alive, is it ready: for load balancers and Prometheus.
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { Checks } from '../schemas/health.js';
import { z } from '../zod.js';

const open = { ...noInput, auth: 'public', tag: 'Health', errors: [] } as const;
const Readiness = z.object({ status: z.enum(['ready', 'not_ready']), checks: Checks }).openapi('Readiness');
const ALL_OK = { database: 'ok', temporal: 'ok', worker_trading: 'ok', worker_platform: 'ok' } as const;

export const healthz = defineRoute({
  ...open,
  method: 'get',
  path: '/healthz',
  summary: 'Liveness',
  description: '200 while the process lives.',
  responses: { 200: z.object({ status: z.literal('alive') }).openapi('Liveness') },
  examples: { responses: { 200: { status: 'alive' } } },
  handler: () => json(200, { status: 'alive' as const }),
});

export const readyz = defineRoute({
  ...open,
  method: 'get',
  path: '/readyz',
  summary: 'Readiness',
  description:
    '200 when API, database, Temporal and workers are ready; 503 names what is not. Checked at most every 2 s.',
  responses: { 200: Readiness, 503: Readiness },
  examples: {
    responses: {
      200: { status: 'ready', checks: ALL_OK },
      503: { status: 'not_ready', checks: { ...ALL_OK, worker_trading: 'failing' } },
    },
  },
  handler: async ({ services }) => {
    const { ready, checks } = await services.readiness.report();
    return ready
      ? json(200, { status: 'ready' as const, checks })
      : json(503, { status: 'not_ready' as const, checks });
  },
});

export const metrics = defineRoute({
  ...open,
  method: 'get',
  path: '/metrics',
  summary: 'Metrics',
  description: 'In the Prometheus text format.',
  responses: {},
  rawResponses: { 200: 'text/plain' },
  examples: { responses: {} },
  handler: async ({ services }) => ({
    kind: 'raw' as const,
    status: 200,
    type: services.metrics.registry.contentType,
    body: await services.metrics.registry.metrics(),
  }),
});
