// Is it alive, is it ready, how is it: for load balancers, Prometheus and people.
import { statusPage } from '../pages/status-page.js';
import { utc } from '../presenters/times.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import type { CheckName } from '../readiness.js';
import { instant } from '../schemas/fields.js';
import { z } from '../zod.js';

const open = { ...noInput, auth: 'public', tag: 'Health', errors: [] } as const;
const check = z.enum(['ok', 'failing']);
const Checks = z.object({
  database: check,
  temporal: check,
  worker_trading: check,
  worker_platform: check,
} satisfies Record<CheckName, typeof check>);

const Readiness = z.object({ status: z.enum(['ready', 'not_ready']), checks: Checks }).openapi('Readiness');
const Status = z
  .object({ status: z.enum(['operational', 'degraded']), time: instant, components: Checks })
  .openapi('Status');
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

export const status = defineRoute({
  ...open,
  method: 'get',
  path: '/status',
  summary: 'Status',
  description: 'The state of each component: JSON, or a page for browsers.',
  responses: { 200: Status },
  examples: { responses: { 200: { status: 'operational', time: '2025-10-10T03:50:00Z', components: ALL_OK } } },
  handler: async ({ services, prefersHtml }) => {
    const { ready, checks } = await services.readiness.report();
    const body = {
      status: ready ? ('operational' as const) : ('degraded' as const),
      time: utc(services.clock()),
      components: checks,
    };
    return prefersHtml ? statusPage(body) : json(200, body);
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
