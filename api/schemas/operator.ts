// Requests and answers of the operator API: extra runs and the kill switch.
import { z } from '../zod.js';
import { haltScope, instant, mode, saying, text } from './fields.js';

const rfc3339 = z.iso.datetime({ offset: true, error: saying('must be RFC 3339, such as 2026-11-24T09:20:00+05:30') });

export const StartRun = z
  .strictObject({
    entry_at: z
      .union([rfc3339, z.string().regex(/^now\+\d{1,6}s$/)], { error: saying('must be RFC 3339 or "now+15s"') })
      .openapi({
        type: 'string',
        description: 'When the orders leave: RFC 3339, or "now+15s". At least 5 s ahead, at most 24 hours.',
        example: 'now+15s',
      }),
    mode: mode.default('test'),
    ignore_calendar: z.boolean().default(false).openapi({
      description: 'Runs on holidays and outside the session too; then there is no exit unless `exit_at` is given',
    }),
    exit_at: rfc3339
      .optional()
      .openapi({ description: 'When positions are closed', example: '2026-11-24T15:15:00+05:30' }),
    force: z
      .boolean()
      .default(false)
      .openapi({ description: "Also enters for subscriptions that hold this template's position already" }),
  })
  .openapi('StartRun');
export const RunStarted = z
  .object({ run_id: z.string(), workflow_id: z.string(), entry_at: instant })
  .openapi('RunStarted');

export const SwitchKill = z
  .strictObject({
    action: z.enum(['engage', 'release']).default('engage'),
    scope: haltScope,
    id: text(128)
      .optional()
      .openapi({ description: 'What is halted, by its id; absent for scope `all`', example: 'partner_zebu' }),
    // A stop is never refused for want of a reason.
    reason: text(500).default('No reason given').openapi({ example: 'The feed is wrong' }),
    flatten: z
      .boolean()
      .default(false)
      .openapi({ description: 'Also closes the open positions in the scope, now and while it is engaged' }),
  })
  .superRefine((body, context) => {
    if (body.scope === 'all' && body.id !== undefined)
      context.addIssue({ code: 'custom', path: ['id'], message: 'must be absent for scope all' });
    if (body.action === 'release' && body.flatten)
      context.addIssue({ code: 'custom', path: ['flatten'], message: 'goes with engage only' });
    if (body.scope !== 'all' && body.id === undefined)
      context.addIssue({ code: 'custom', path: ['id'], message: 'is required for this scope' });
  })
  .openapi('SwitchKill');

export const Halt = z
  .object({
    halt_id: z.string(),
    scope: haltScope,
    id: z.string().nullable(),
    reason: z.string(),
    flatten: z.boolean().openapi({ description: 'Open positions in the scope are closed' }),
    created_by: z.string(),
    created_at: instant,
  })
  .openapi('Halt');
export const KillSwitched = z
  .object({
    message: z.string(),
    engaged: z.boolean(),
    acknowledged: z.boolean().openapi({
      description:
        'Whether every live dispatcher has taken note. If false, look again: one that cannot read the switch sends nothing after 3 s.',
    }),
    halt: Halt,
  })
  .openapi('KillSwitched');
export const HaltList = z.object({ halts: z.array(Halt) }).openapi('HaltList');
