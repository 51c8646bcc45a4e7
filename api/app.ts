// The Koa application: routes, and what answers when there is none.
import Router from '@koa/router';
import type { Client } from '@temporalio/client';
import Koa from 'koa';
import { trustedProxies } from './client-address.js';
import { DEPRECATIONS } from './deprecations.js';
import { refuse } from './errors.js';
import { ApiMetrics } from './metrics.js';
import { Authenticator } from './middleware/authenticate.js';
import { RateLimits } from './middleware/rate-limit.js';
import { answerRefusal, requestContext } from './middleware/request-context.js';
import { serve, type Pipeline } from './pipeline.js';
import { Readiness } from './readiness.js';
import { ROUTES } from './routes/index.js';
import { createRepositories, type ApiDeps, type ApiServices } from './services.js';
import { StatusNotes } from './status-notes.js';
import { createTemporalGateway } from './temporal-gateway.js';

/** @param deps.temporal - the client that starts and updates workflows */
export function createApp(deps: Omit<ApiDeps, 'gateway' | 'clock'> & { temporal: Client; clock?: () => number }): Koa {
  const { temporal, ...rest } = deps;
  return createApi({ clock: Date.now, ...rest, gateway: createTemporalGateway(temporal) });
}

/** As `createApp`, over any gateway. @param deprecations - the table of what will go, made up in tests */
export function createApi(deps: ApiDeps, deprecations = DEPRECATIONS): Koa {
  const repositories = createRepositories(deps.db);
  const metrics = new ApiMetrics();
  const services: ApiServices = {
    ...deps,
    ...repositories,
    metrics,
    readiness: new Readiness(deps),
    statusNotes: new StatusNotes({ ...deps, ...repositories }),
  };
  const pipeline: Pipeline = {
    services,
    authenticator: new Authenticator(services),
    limits: new RateLimits(deps.db, deps.config.rateLimitPerMinute),
    trusted: trustedProxies(deps.config.trustedProxies),
    deprecations,
  };
  const app = new Koa();
  app.on('error', (error: Error) => deps.logger.error({ err: error }, 'response failed'));
  const { production, publicBaseUrl } = deps.config;
  app.use(requestContext({ logger: deps.logger, metrics, production, publicBaseUrl }));
  app.use(createRouter(pipeline).routes());
  app.use((ctx) => {
    const allowed = methodsAt(ctx.path);
    if (allowed.length === 0) return answerRefusal(ctx, refuse('route_not_found'));
    answerRefusal(ctx, refuse('method_not_allowed', { headers: { Allow: allowed.join(', ') } }));
  });
  return app;
}

function createRouter(pipeline: Pipeline): Router {
  const router = new Router({ sensitive: true });
  for (const route of ROUTES)
    router[route.method](koaPath(route.path), (ctx) => serve(pipeline, route, ctx, ctx.params));
  return router;
}

const koaPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const PATTERNS = ROUTES.map((route) => ({
  method: route.method.toUpperCase(),
  pattern: new RegExp(`^${route.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`),
}));

/** The methods that some route answers at a path; empty when there is no such path. */
function methodsAt(path: string): string[] {
  const methods = PATTERNS.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
}
