// An endpoint is one defineRoute({...}): from it follow the router's entry, the validation and the OpenAPI operation.
import type { z } from './zod.js';
import { z as zod } from './zod.js';
import type { Answer, JsonReply, RawReply } from './answer.js';
import type { Callers, Caller } from './caller.js';
import type { ErrorCode, FieldProblem, Refusal } from './errors.js';
import type { Once } from './once.js';
import type { ApiServices } from './services.js';
import { inPlainWords, problemsOf } from './validate.js';

export type Auth = keyof Callers;
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What a handler knows about a request besides its input. */
export type CallContext = {
  services: ApiServices;
  requestId: string;
  /** Makes the request safe to repeat. */
  once: Once;
  /** Whether the client would rather see a page than JSON. */
  prefersHtml: boolean;
};

type ResponseSchemas = Record<number, z.ZodType>;
type RepliesOf<R extends ResponseSchemas> = { [S in keyof R & number]: JsonReply<S, z.input<R[S]>> }[keyof R & number];

export type RouteSpec<
  A extends Auth,
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  R extends ResponseSchemas,
> = {
  method: Method;
  /** OpenAPI form: `/partner/subscriptions/{subscription_id}`. */
  path: string;
  auth: A;
  /** Group in the reference. */
  tag: string;
  summary: string;
  description: string;
  params: P;
  query: Q;
  body: B;
  /** JSON answers by status. */
  responses: R;
  /** Answers that are not JSON, by status: their media type. */
  rawResponses?: Record<number, string>;
  /** Refusals besides those every route of this kind can give. */
  errors: readonly ErrorCode[];
  examples: {
    params?: z.input<P>;
    query?: z.input<Q>;
    body?: z.input<B>;
    responses: Partial<{ [S in keyof R & number]: z.input<R[S]> }>;
  };
  /** Left out of the reference (assets of pages). */
  hidden?: boolean;
  handler: (
    call: CallContext & { params: z.output<P>; query: z.output<Q>; body: z.output<B>; caller: Callers[A] },
  ) => Promise<RepliesOf<R> | RawReply | Refusal> | RepliesOf<R> | RawReply | Refusal;
};

type RawInput = { params: unknown; query: unknown; body: unknown };
type PreparedCall =
  | { ok: false; problems: FieldProblem[] }
  /** `input` is what was asked, validated; `run` does it. */
  | { ok: true; input: unknown; run: (caller: Caller, context: CallContext) => Promise<Answer> };

/** A route with its types closed over. */
export type Route = Omit<
  RouteSpec<Auth, z.ZodObject, z.ZodObject, z.ZodType, ResponseSchemas>,
  'handler' | 'examples'
> & {
  examples: { params?: unknown; query?: unknown; body?: unknown; responses: Partial<Record<number, unknown>> };
  takesBody: boolean;
  prepare: (raw: RawInput) => PreparedCall;
};

const noBody = zod.undefined();

/** Spread first into a route that takes no parameters and no body; state what it does take after it. */
export const noInput = { params: zod.strictObject({}), query: zod.strictObject({}), body: noBody };

const narrow: { [K in Auth]: (caller: Caller) => Callers[K] } = {
  partner: (caller) => expectKind(caller, caller.kind === 'partner' ? caller : undefined),
  operator: (caller) => expectKind(caller, caller.kind === 'operator' ? caller : undefined),
  public: (caller) => expectKind(caller, caller.kind === 'public' ? caller : undefined),
};

export function defineRoute<
  A extends Auth,
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  R extends ResponseSchemas,
>(spec: RouteSpec<A, P, Q, B, R>): Route {
  const { handler, ...stated } = spec;
  return {
    ...stated,
    takesBody: Object.is(spec.body, noBody) === false,
    prepare: (raw) => {
      const params = spec.params.safeParse(raw.params, { error: inPlainWords });
      const query = spec.query.safeParse(raw.query, { error: inPlainWords });
      const body = spec.body.safeParse(raw.body, { error: inPlainWords });
      if (!params.success || !query.success || !body.success)
        return {
          ok: false,
          problems: [params, query, body].flatMap((part) => (part.error ? problemsOf(part.error) : [])),
        };
      const input = { params: params.data, query: query.data, body: body.data };
      return {
        ok: true,
        input,
        run: async (caller, context) => handler({ ...context, ...input, caller: narrow[spec.auth](caller) }),
      };
    },
  };
}

function expectKind<T>(caller: Caller, found: T | undefined): T {
  if (found === undefined) throw new Error(`a ${caller.kind} caller reached a route of another kind`);
  return found;
}
