// Around every request: its id, the security headers, one log line without secrets or e-mails, the metrics, and the last catch.
import type { Context, Middleware } from 'koa';
import { newId } from '../../platform/ids.js';
import type { Logger } from '../../platform/logger.js';
import { errorBody } from '../error-body.js';
import { refuse, ServiceUnavailableError, statusOf, type Refusal } from '../errors.js';
import type { ApiMetrics } from '../metrics.js';

/** What the pipeline notes for the log line. */
export type RequestNotes = {
  requestId: string;
  /** Where errors are explained; not logged. */
  publicBaseUrl: string;
  route: string;
  partnerId?: string;
  mode?: string;
  operator?: string;
  code?: string;
};

const notes = new WeakMap<Context, RequestNotes>();

/** @throws Error outside `requestContext`: a wiring mistake */
export function notesOf(ctx: Context): RequestNotes {
  const found = notes.get(ctx);
  if (!found) throw new Error('a request without its context');
  return found;
}

export function requestContext(deps: {
  logger: Logger;
  metrics: ApiMetrics;
  production: boolean;
  publicBaseUrl: string;
}): Middleware {
  const { publicBaseUrl } = deps;
  return async (ctx, next) => {
    const startedMs = performance.now();
    const note: RequestNotes = { requestId: requestIdOf(ctx.get('x-request-id')), publicBaseUrl, route: 'unmatched' };
    notes.set(ctx, note);
    ctx.set('X-Request-Id', note.requestId);
    setSecurityHeaders(ctx, deps.production);
    try {
      await next();
    } catch (error) {
      answerFailure(ctx, deps.logger, note, error);
    }
    const durationMs = performance.now() - startedMs;
    deps.metrics.observe(ctx.method, note.route, ctx.status, durationMs);
    const { requestId, publicBaseUrl: _, ...noted } = note;
    // The route's pattern, not the path or the query: those carry client ids and e-mails.
    deps.logger.info(
      { requestId, method: ctx.method, ...noted, status: ctx.status, durationMs: Math.round(durationMs * 10) / 10 },
      'request',
    );
  };
}

/** Writes a refusal as the answer. */
export function answerRefusal(ctx: Context, refusal: Refusal): void {
  const note = notesOf(ctx);
  note.code = refusal.code;
  ctx.status = statusOf(refusal.code);
  ctx.set(refusal.headers ?? {});
  ctx.body = errorBody(refusal, note);
}

function answerFailure(ctx: Context, logger: Logger, note: RequestNotes, error: unknown): void {
  const unavailable = error instanceof ServiceUnavailableError || isDatabaseAway(error);
  logger.error(
    { err: error, requestId: note.requestId, route: note.route },
    unavailable ? 'a dependency is unavailable' : 'request failed',
  );
  answerRefusal(
    ctx,
    unavailable ? refuse('service_unavailable', { headers: { 'Retry-After': '5' } }) : refuse('internal_error'),
  );
}

/** A caller's own id is kept when it is harmless to echo and to log. */
function requestIdOf(given: string): string {
  return /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : newId('req');
}

function setSecurityHeaders(ctx: Context, production: boolean): void {
  ctx.set({
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
    ...(production && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
  });
}

const DATABASE_AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  '53300',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08001',
]);

/** Whether an error says that Postgres does not answer, by the driver's or the server's code. */
function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.message.startsWith('Connection terminated')) return true;
  return 'code' in error && typeof error.code === 'string' && DATABASE_AWAY.has(error.code);
}
