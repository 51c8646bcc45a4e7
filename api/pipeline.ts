// From request to answer, the same for every route: who → how often → what → once → do → present.
import type { Context } from 'koa';
import { assertNever } from '../domain/assert-never.js';
import type { Caller } from './caller.js';
import { addressGroup, clientAddress, type TrustedProxies } from './client-address.js';
import type { Deprecation } from './deprecations.js';
import { errorBody } from './error-body.js';
import { refuseFields, statusOf, type Refusal } from './errors.js';
import type { Authenticator } from './middleware/authenticate.js';
import { deprecationHeaders } from './middleware/deprecation.js';
import { handleOnce, idempotencyKeyProblem, isPassingRefusal, type WireAnswer } from './middleware/idempotency.js';
import type { RateLimits } from './middleware/rate-limit.js';
import { readBody } from './middleware/read-body.js';
import { answerRefusal, notesOf, type RequestNotes } from './middleware/request-context.js';
import { SANDBOX_ERROR, sandboxError } from './middleware/sandbox-error.js';
import { errorsOf, ErrorSchema } from './openapi/errors.js';
import { unkeyed, type Once } from './once.js';
import type { Answer, RawReply } from './answer.js';
import type { CallContext, Route } from './route.js';
import type { ApiServices } from './services.js';

export type Pipeline = {
  services: ApiServices;
  authenticator: Authenticator;
  limits: RateLimits;
  trusted: TrustedProxies;
  deprecations: readonly Deprecation[];
};

/** Answers one request of a route. */
export async function serve(
  pipeline: Pipeline,
  route: Route,
  ctx: Context,
  params: Record<string, string>,
): Promise<void> {
  const note = notesOf(ctx);
  note.route = route.path;
  const { deprecations, services } = pipeline;
  const { publicBaseUrl } = services.config;
  ctx.set(deprecationHeaders(deprecations, route, publicBaseUrl));
  const caller = await admit(pipeline, route, ctx);
  if (caller.kind === 'refusal') return answerRefusal(ctx, caller);
  if (caller.kind === 'partner') Object.assign(note, { partnerId: caller.partnerId, mode: caller.mode });
  if (caller.kind === 'operator') note.operator = caller.name;

  const wanted = sandboxError(ctx.get(SANDBOX_ERROR), route, caller, services.config.production);
  if (wanted) return answerRefusal(ctx, wanted);
  const read = route.takesBody ? await readBody(ctx) : { ok: true as const, body: undefined };
  if (!read.ok) return answerRefusal(ctx, read.refusal);
  ctx.set(deprecationHeaders(deprecations, route, publicBaseUrl, { query: { ...ctx.query }, body: read.body }));
  const prepared = route.prepare({ params, query: { ...ctx.query }, body: read.body });
  if (!prepared.ok) return answerRefusal(ctx, refuseFields(prepared.problems));

  const context: Omit<CallContext, 'once'> = {
    services,
    requestId: note.requestId,
    prefersHtml: ctx.accepts('json', 'html') === 'html',
  };
  const run = (once: Once) => prepared.run(caller, { ...context, once });
  const key = ctx.get('idempotency-key');
  if (caller.kind === 'public' || route.method !== 'post' || key === '')
    return write(ctx, services, route, await run(unkeyed));

  const problem = idempotencyKeyProblem(key);
  if (problem) return answerRefusal(ctx, problem);
  const request = { method: route.method, path: route.path, input: prepared.input };
  const answer = await handleOnce(services, caller, key, request, async (once) =>
    toWire(await run(once), services, route, note),
  );
  if ('kind' in answer) return answerRefusal(ctx, answer);
  ctx.status = answer.status;
  ctx.set(answer.headers ?? {});
  ctx.body = answer.body;
}

/** Authenticates and counts the request. */
async function admit(
  { authenticator, limits, services, trusted }: Pipeline,
  route: Route,
  ctx: Context,
): Promise<Caller | Refusal> {
  const caller = await authenticator.authenticate(route.auth, {
    authorization: ctx.get('authorization'),
    partnerSecret: ctx.get('x-partner-secret'),
  });
  if (caller.kind === 'refusal') {
    const address = clientAddress(ctx.req.socket.remoteAddress ?? '', ctx.get('x-forwarded-for'), trusted);
    return (await limits.countBadKey(addressGroup(address), services.config.rateLimitPerMinute)) ?? caller;
  }
  if (caller.kind !== 'partner') return caller;
  const { headers, refusal } = await limits.count(caller.publicKey, caller.rateLimitPerMinute);
  ctx.set(headers);
  return refusal ?? caller;
}

function write(ctx: Context, services: ApiServices, route: Route, answer: Answer): void {
  switch (answer.kind) {
    case 'json':
      assertStated(services, route, answer.status, answer.body);
      ctx.status = answer.status;
      ctx.body = answer.body;
      return;
    case 'raw':
      return writeRaw(ctx, answer);
    case 'refusal':
      assertCatalogued(services, route, answer);
      return answerRefusal(ctx, answer);
    default:
      return assertNever(answer, 'answer');
  }
}

function writeRaw(ctx: Context, answer: RawReply): void {
  ctx.status = answer.status;
  ctx.set(answer.headers ?? {});
  ctx.body = answer.body;
  if (answer.type) ctx.type = answer.type;
}

function toWire(answer: Answer, services: ApiServices, route: Route, note: RequestNotes): WireAnswer {
  switch (answer.kind) {
    case 'json':
      assertStated(services, route, answer.status, answer.body);
      return { status: answer.status, body: answer.body };
    case 'refusal':
      assertCatalogued(services, route, answer);
      return {
        status: statusOf(answer.code),
        body: errorBody(answer, note),
        ...(answer.headers && { headers: answer.headers }),
        passing: isPassingRefusal(answer),
      };
    case 'raw':
      throw new Error('a page cannot be kept for an Idempotency-Key');
    default:
      return assertNever(answer, 'answer');
  }
}

/** An answer that breaks the published contract is a bug: found outside production, never by a partner. */
function assertStated(services: ApiServices, route: Route, status: number, body: unknown): void {
  if (services.config.production) return;
  const schema = route.responses[status];
  if (!schema) throw new Error(`${route.method} ${route.path} states no response ${status}`);
  const checked = schema.safeParse(body);
  if (!checked.success)
    throw new Error(`${route.method} ${route.path} ${status} breaks its contract: ${checked.error.message}`);
}

/** As `assertStated`, for an error: the reference must name it at this route, and its body must fit. */
function assertCatalogued(services: ApiServices, route: Route, refusal: Refusal): void {
  if (services.config.production) return;
  const name = `${route.method} ${route.path}`;
  if (!errorsOf(route).includes(refusal.code)) throw new Error(`${name} does not state the error ${refusal.code}`);
  const body = errorBody(refusal, { requestId: '', publicBaseUrl: services.config.publicBaseUrl });
  const checked = ErrorSchema.safeParse(body);
  if (!checked.success) throw new Error(`${name} ${refusal.code} breaks its contract: ${checked.error.message}`);
}
