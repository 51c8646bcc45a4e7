// The kill switch: stops orders that open exposure, in any scope, and says when every dispatcher knows.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Halt, HaltTarget } from '../../db/repositories/halts.js';
import type { Sql } from '../../db/sql.js';
import { newId } from '../../platform/ids.js';
import type { OperatorCaller } from '../caller.js';
import { refuse } from '../errors.js';
import { utc } from '../presenters/times.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { HaltList, KillSwitched, SwitchKill, type Halt as HaltSchema } from '../schemas/operator.js';
import type { ApiServices } from '../services.js';
import type { z } from '../zod.js';

/** A dispatcher that has lost the channel sends nothing after 3 s and its lease is over after 5 s. */
const ACKNOWLEDGE_WITHIN_MS = 6_000;
const LOOK_EVERY_MS = 25;

const HALT_EXAMPLE = {
  halt_id: 'hlt_abc123',
  scope: 'template' as const,
  id: 'basket_admin_iron_condor',
  reason: 'The feed is wrong',
  flatten: false,
  created_by: 'operator dev',
  created_at: '2025-10-10T03:40:00Z',
};

export const switchKill = defineRoute({
  ...noInput,
  method: 'post',
  path: '/operator/kill-switch',
  auth: 'operator',
  tag: 'Operator: kill switch',
  summary: 'Engage or release the kill switch',
  description:
    'While engaged, no order that opens exposure leaves in this scope; orders that reduce it always pass. With `flatten` the open positions in it are closed too. Answered when every live dispatcher has taken note, or after 6 s. Engaging what is engaged changes nothing, but that it can add `flatten`.',
  body: SwitchKill,
  responses: { 200: KillSwitched },
  errors: ['halt_target_not_found', 'halt_not_found'],
  examples: {
    body: { action: 'engage', scope: 'template', id: 'basket_admin_iron_condor', reason: 'The feed is wrong' },
    responses: { 200: { message: 'Kill switch engaged', engaged: true, acknowledged: true, halt: HALT_EXAMPLE } },
  },
  handler: async ({ body, caller, services, once }) => {
    const target: HaltTarget = { scope: body.scope, scopeId: body.id };
    const engaged = body.action === 'engage';
    if (engaged && !(await services.halts.targetExists(target))) return refuse('halt_target_not_found');
    const answer = (halt: Halt, acknowledged: boolean) =>
      json(200, {
        message: engaged ? 'Kill switch engaged' : 'Kill switch released',
        engaged,
        acknowledged,
        halt: present(halt),
      });
    const order: Order = { reason: body.reason, flatten: body.flatten, caller };
    // Kept with the change, so that a repeat after a crash cannot release what somebody has engaged meanwhile.
    const change = await flip(services, target, engaged, order, (tx, halt) => once.keep(tx, answer(halt, false)));
    if (!change) return refuse('halt_not_found');
    void showInRuns(services, target);
    return answer(change.halt, await waitForAcknowledgement(services, change.gateChange));
  },
});

export const readKillSwitch = defineRoute({
  ...noInput,
  method: 'get',
  path: '/operator/kill-switch',
  auth: 'operator',
  tag: 'Operator: kill switch',
  summary: 'Read the kill switch',
  description: 'What is halted now, oldest first.',
  responses: { 200: HaltList },
  errors: [],
  examples: { responses: { 200: { halts: [HALT_EXAMPLE] } } },
  handler: async ({ services }) => json(200, { halts: (await services.halts.active()).map(present) }),
});

type Order = { reason: string; flatten: boolean; caller: OperatorCaller };

/** The halt and its announcement in one transaction: a dispatcher that hears of it finds it. */
function flip(
  { db, halts, gates }: ApiServices,
  target: HaltTarget,
  engage: boolean,
  { reason, flatten, caller }: Order,
  keep: (tx: Sql, halt: Halt) => Promise<unknown>,
) {
  const by = `operator ${caller.name}`;
  return db.transaction(async (sql): Promise<{ halt: Halt; gateChange: number } | undefined> => {
    const halt = engage
      ? await halts.engage(sql, target, { id: newId('hlt'), reason, by, flatten })
      : await halts.release(sql, target, by);
    if (!halt) return undefined;
    const gateChange = await gates.announce(sql, target.scope, target.scopeId);
    await keep(sql, halt);
    return { halt, gateChange };
  });
}

/** For those who look at Temporal's UI. The stop itself does not wait for it, and does not depend on it. */
async function showInRuns({ halts, gateway, logger }: ApiServices, target: HaltTarget): Promise<void> {
  try {
    await Promise.all((await halts.runsTouchedBy(target)).map((workflowId) => gateway.haltsChanged(workflowId)));
  } catch (error) {
    logger.warn({ err: error, ...target }, 'runs under way do not show the kill switch');
  }
}

async function waitForAcknowledgement({ gates, clock }: ApiServices, gateChange: number): Promise<boolean> {
  for (const deadlineMs = clock() + ACKNOWLEDGE_WITHIN_MS; clock() < deadlineMs; await sleep(LOOK_EVERY_MS))
    if (await gates.acknowledged(gateChange)) return true;
  return false;
}

function present(halt: Halt): z.input<typeof HaltSchema> {
  return {
    halt_id: halt.id,
    scope: halt.scope,
    id: halt.scopeId,
    reason: halt.reason,
    flatten: halt.flatten,
    created_by: halt.createdBy,
    created_at: utc(halt.createdAt),
  };
}
