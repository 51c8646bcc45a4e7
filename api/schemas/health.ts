// How the platform is: the checks behind /readyz, and the public status.
import type { CheckName } from '../readiness.js';
import { z } from '../zod.js';
import { instant } from './fields.js';
import { PublicIncident } from './incidents.js';

const check = z.enum(['ok', 'failing']);
export const Checks = z.object({
  database: check,
  temporal: check,
  worker_trading: check,
  worker_platform: check,
} satisfies Record<CheckName, typeof check>);

const LastRun = z.object({
  strategy: z.string(),
  entry_at: instant,
  status: z.enum(['completed', 'missed']).openapi({ description: '`missed`: nothing was entered' }),
  completed_percent: z.number().nullable().openapi({
    description:
      'Of the entries that were attempted, how many ended with every leg filled; what brokers refused for want of funds counts against it. null: none was attempted',
    example: 98.5,
  }),
});

export const Status = z
  .object({
    status: z.enum(['operational', 'degraded']).openapi({
      description: '`degraded`: a component fails, or an incident with an impact is open',
    }),
    time: instant,
    components: Checks,
    last_run: LastRun.nullable().openapi({
      description:
        'The last live entry, of all partners together: runs in the sandbox do not count. null: there was none yet, or none is known (see `notes_as_of`)',
    }),
    open_incidents: z.array(PublicIncident),
    recent_incidents: z.array(PublicIncident).openapi({ description: 'Resolved, with an update in the last 14 days' }),
    notes_as_of: instant.nullable().openapi({
      description:
        'When `last_run` and the incidents were last read from the database: seconds before `time` normally, longer while the database is away; null: not read yet, so nothing is known of them',
    }),
  })
  .openapi('Status');
