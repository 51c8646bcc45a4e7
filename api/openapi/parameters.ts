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
    description:
      'Any unique text. A repeat with the same key is not done again but gets the first final answer, marked `Idempotency-Replayed: true`, for 24 hours.',
    example: '5f0c2d0a-7f0b-4a55-9a3e-0d1c6f6f6b11',
  });

const sandboxError = (route: Route) =>
  z
    .enum(errorsOf(route))
    .optional()
    .openapi({
      param: { name: SANDBOX_ERROR, in: 'header', required: false },
      description: 'Test keys only: answer this error, and do nothing.',
    });
