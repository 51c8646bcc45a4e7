// The fields that requests and answers share, each with its rule, its meaning and an example.
import { lotMultiplierProblem, MAX_LOT_MULTIPLIER } from '../../domain/sizing.js';
import { z } from '../zod.js';

/** A schema's own message, except for a field that is absent: that one is called required. */
export function saying(message: string) {
  return (issue: { input?: unknown }) => (issue.input === undefined ? 'is required' : message);
}

/** Text that is safe to store and to show: no control characters, no lone surrogates. @param max - characters */
export function text(max: number) {
  return (
    z
      .string()
      .min(1, 'must not be empty')
      .max(max, `must have at most ${max} characters`)
      // eslint-disable-next-line no-control-regex -- published as it stands, in words every language's patterns have
      .regex(/^[^\u0000-\u001f\u007f-\u009f]*$/, 'must not contain control characters')
      .refine((value) => !/\p{Cs}/u.test(value), 'must be well-formed Unicode')
  );
}

const id = (example: string, description: string) => text(128).openapi({ description, example });

export const userEmail = z
  .email({ error: saying('must be an e-mail address') })
  .max(254, 'must have at most 254 characters')
  .toLowerCase()
  .openapi({
    description: "The user's e-mail at the partner. Upper and lower case are the same.",
    example: 'user@example.com',
  });

export const clientId = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,40}$/, 'must be 1 to 40 letters, digits, dots, dashes or underscores')
  .openapi({
    description:
      "The user's client id at the broker. Sandbox: one that begins with `NOFUNDS`, `REJECT`, `PARTIAL`, `NOFILL`, `REVOKED`, `LOSTLOGIN`, `DOWN` or `SLOW` has that happen to its orders (/docs/sandbox).",
    example: 'ZEBU123',
  });

export const subscriptionId = id('sub_abc123', 'Subscription id');
export const templateId = id('basket_admin_iron_condor', 'Strategy template id');
export const runId = id('run_abc123', 'Run id');
export const findingId = id('fnd_abc123', 'Finding id');

/** A day in India that exists. */
export const tradingDay = z.iso
  .date({ error: saying('must be a day as YYYY-MM-DD') })
  .refine((day) => day >= '2000-01-01' && day < '2100-01-01', 'must be a day of this century')
  .openapi({ description: 'Day in India, `YYYY-MM-DD`', example: '2025-10-10' });

/** Both ends of a range of days, each of which may be left open. */
export const dayRange = {
  from: tradingDay.optional().openapi({ description: 'First day in India, `YYYY-MM-DD`', example: '2025-10-01' }),
  to: tradingDay.optional().openapi({ description: 'Last day in India, `YYYY-MM-DD`', example: '2025-10-31' }),
};

/** A month of this century. */
export const month = z
  .string({ error: saying('must be a month as YYYY-MM') })
  .regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'must be a month as YYYY-MM')
  .openapi({ description: 'Month in India, `YYYY-MM`', example: '2026-11' });

export const partnerId = id('zebu', 'Partner id');
export const executionId = id('exe_abc123', 'Execution id');
export const eventId = id('evt_abc123', 'Event id');
export const webhookEndpointId = id('whe_abc123', 'Webhook endpoint id');

export const lotMultiplier = z
  .number({ error: saying('must be a number') })
  .superRefine((value, context) => {
    const problem = lotMultiplierProblem(value);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  })
  .openapi({
    type: 'integer',
    minimum: 1,
    maximum: MAX_LOT_MULTIPLIER,
    description: `Whole lots per leg: a whole number from 1 to ${MAX_LOT_MULTIPLIER}`,
    example: 2,
  });

export const mode = z.enum(['live', 'test']).openapi({ description: '`live`: real orders; `test`: the sandbox' });

/** Query numbers arrive as text. */
export const limit = z
  .string()
  .regex(/^\d{1,4}$/, 'must be a whole number')
  .transform(Number)
  .refine((n) => n >= 1 && n <= 200, 'must be from 1 to 200')
  .default(50)
  .openapi({
    type: 'integer',
    minimum: 1,
    maximum: 200,
    default: 50,
    description: 'Most items in one answer',
  });

/** The id of the last row shown; the row itself may be gone. */
export const cursor = z
  .string()
  .regex(/^[a-z]{3,5}_\w{1,100}$/, 'must be a next_cursor of a former answer')
  .optional()
  .openapi({ description: "A former answer's `next_cursor`" });
/** As `cursor`, for strategies: their ids are words of ours. */
export const templateCursor = templateId.optional().openapi({ description: "A former answer's `next_cursor`" });
export const nextCursor = z
  .string()
  .nullable()
  .openapi({ description: 'Pass as `cursor` for what follows; null on the last page', example: null });

export const instant = z
  .string()
  .openapi({ format: 'date-time', description: 'RFC 3339, UTC', example: '2025-10-10T10:00:00Z' });

/** The time, with milliseconds where they matter (orders). */
export const preciseInstant = z
  .string()
  .openapi({ format: 'date-time', description: 'RFC 3339, UTC, milliseconds', example: '2025-10-10T03:50:00.004Z' });

/** A flag in a query: `true` or `false`. */
export const queryFlag = (description: string) =>
  z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .transform((value) => value === 'true')
    .openapi({ type: 'boolean', default: false, description });

const MOST_LIMIT_RUPEES = 1_000_000_000;

/** Rupees with at most two decimals; null: none. */
export const dayLossLimit = z
  .number({ error: saying('must be an amount in rupees, or null') })
  .min(0, 'must be 0 or more')
  .max(MOST_LIMIT_RUPEES, `must be at most ${MOST_LIMIT_RUPEES}`)
  .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, 'must have at most two decimals')
  .nullable()
  .openapi({
    description:
      'Loss of a day in rupees, realised and open, over all executions of the subscription. When it is reached, what is open is closed and nothing is entered until the next day. null: none.',
    example: 5000,
  });

export const rupees = (description: string, example: number) =>
  z.number().openapi({ description: `${description}, in rupees`, example });

export const haltScope = z.enum(['all', 'partner', 'template', 'run', 'account', 'subscription']);
