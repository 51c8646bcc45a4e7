// Requests and answers about test runs.
import { z } from '../zod.js';
import { outcomeCounts, runReason, runStatus } from './executions.js';
import { instant, saying, templateId } from './fields.js';

const count = z.number().int();

export const StartTestRun = z
  .strictObject({
    template_id: templateId,
    exit_after_s: z
      .number({ error: saying('must be a number') })
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(3_600, 'must be at most 3600')
      .default(60)
      .openapi({ description: 'Seconds after the entry at which what it has opened is closed again' }),
  })
  .openapi('StartTestRun');

export const TestRun = z
  .object({
    run_id: z.string(),
    template_id: z.string(),
    status: runStatus,
    reason: runReason,
    entry_at: instant,
    exit_at: instant.nullable(),
    subscribers: count.openapi({ description: 'Your test users that take part; 0 until it begins to arm' }),
    outcomes: outcomeCounts,
    entries_under_way: count,
    open_positions: count,
    executions: z
      .string()
      .openapi({ description: 'What to GET for its executions', example: '/partner/executions?run_id=run_abc123' }),
  })
  .openapi('TestRun');
