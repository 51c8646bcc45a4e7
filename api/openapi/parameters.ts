// The headers a call may carry besides its keys.
import { SANDBOX_ERROR } from '../middleware/sandbox-error.js';
import type { Route } from '../route.js';
import { z } from '../zod.js';
import { errorsOf } from './errors.js';

export function headerParameters(route: Route) {
  return [
    ...(route.auth !== 'public' && route.method === 'post' ? [IDEMPOTENCY_KEY] : []),
    ...(route.auth === 'partner' ? [sandboxError(route)] : []),
  ];
}

const IDEMPOTENCY_KEY = z
  .string()
  .optional()
  .openapi({
    param: { name: 'Idempotency-Key', in: 'header', required: false },
    // No example: a viewer would send it with every POST, and the second would be refused.
    description:
      'Any unique text, such as a random UUID. A repeat with the same key is not done again but gets the first final answer, marked `Idempotency-Replayed: true`, for 24 hours.',
  });

const sandboxError = (route: Route) =>
  z
    .enum(errorsOf(route))
    .optional()
    .openapi({
      param: { name: SANDBOX_ERROR, in: 'header', required: false },
      description: 'Test keys only: answer this error, and do nothing.',
    });
