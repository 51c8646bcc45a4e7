// The error answers of a route: which can come, and each as an example with its full body.
import { errorBody } from '../error-body.js';
import { exampleOf } from '../error-examples.js';
import { ERROR_CODES, ERRORS, type ErrorCode } from '../errors.js';
import type { Route } from '../route.js';
import { instant } from '../schemas/fields.js';
import { positionStatus } from '../schemas/subscriptions.js';
import { z } from '../zod.js';

const FieldProblem = z.object({ field: z.string(), message: z.string() });

export const ErrorSchema = z
  .object({
    statusCode: z.number().int(),
    error: z.string().openapi({ description: 'What it is, for people' }),
    message: z.string().openapi({ description: 'What it means and what to do' }),
    code: z.string().openapi({ description: 'Stable: decide by this', example: 'duplicate_subscription' }),
    request_id: z
      .string()
      .openapi({ description: 'The same as the X-Request-Id header: quote it to support', example: 'req_abc123' }),
    docs_url: z.string().openapi({
      description: 'Where the code is explained',
      example: 'http://127.0.0.1:8080/docs/errors#duplicate_subscription',
    }),
    details: z
      .union([z.array(FieldProblem), z.object({ broker_response: z.string() })])
      .optional()
      .openapi({ description: "Each bad field, or the broker's own words" }),
    token_expired_at: z.string().nullable().optional(),
    existing_subscription_id: z.string().optional(),
    current_status: z.string().optional(),
    run_id: z.string().optional().openapi({ description: 'The test run that is under way' }),
    subscriptions: z
      .array(z.object({ subscription_id: z.string(), template_id: z.string(), status: z.string() }))
      .optional()
      .openapi({ description: 'Those that still trade in the account' }),
    open_positions: z
      .array(
        z.object({
          execution_id: z.string(),
          subscription_id: z.string(),
          template_id: z.string(),
          status: positionStatus,
          exit_at: instant.nullable(),
        }),
      )
      .optional()
      .openapi({ description: 'What the user still holds' }),
  })
  .openapi('Error');

/** Every error a route can answer with: its own and those of its kind. */
export function errorsOf(route: Route): ErrorCode[] {
  // An unknown query parameter is refused everywhere.
  const codes = new Set<ErrorCode>([...route.errors, 'validation_failed']);
  const { auth } = route;
  if (route.takesBody)
    for (const code of ['malformed_json', 'body_too_large', 'unsupported_media_type'] as const) codes.add(code);
  if (auth === 'partner') for (const code of ['invalid_partner_keys', 'rate_limited'] as const) codes.add(code);
  if (auth === 'operator') for (const code of ['invalid_operator_token', 'rate_limited'] as const) codes.add(code);
  if (auth !== 'public' && route.method === 'post')
    for (const code of ['idempotency_in_flight', 'idempotency_key_reused'] as const) codes.add(code);
  for (const code of ['internal_error', 'service_unavailable'] as const) codes.add(code);
  return [...codes];
}

/** The codes by status, lowest first. */
export function codesByStatus(codes: readonly ErrorCode[]): [status: number, codes: ErrorCode[]][] {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) byStatus.set(ERRORS[code].status, [...(byStatus.get(ERRORS[code].status) ?? []), code]);
  return [...byStatus].sort(([a], [b]) => a - b);
}

const EXAMPLE_FACTS = { requestId: 'req_abc123', publicBaseUrl: 'http://127.0.0.1:8080' };

/** One whole body per code that some route can answer. */
export function errorExamples(routes: readonly Route[]): [code: string, example: { summary: string; value: object }][] {
  const possible = new Set(routes.flatMap(errorsOf));
  return ERROR_CODES.filter((code) => possible.has(code)).map((code) => [
    code,
    { summary: ERRORS[code].error, value: errorBody(exampleOf(code), EXAMPLE_FACTS) },
  ]);
}
