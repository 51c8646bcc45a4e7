// What the suites of late orders share: an entry that was given up, and what became of it.
import { setMaxListeners } from 'node:events';
import { expect } from 'chai';
import type { RecordedOrder } from '../../brokers/simulator/record.js';
import type { RunningEngine } from '../../engine/create-engine.js';
import { netPosition, type Rig } from './rig.js';

export const forever = new AbortController().signal;
setMaxListeners(100, forever);

export const isFlat = (record: readonly RecordedOrder[]): boolean =>
  [...netPosition(record).values()].every((units) => units === 0);

/** How long crossing orders take to fill, ms. 0: what appears late has filled when it is first seen, or rests for good. */
export const fillAfter = async (rig: Rig, ms: number): Promise<void> => {
  const { status } = await rig.sim.sim('POST', '/latency', { broker: 'zebu', fill_ms: [ms, ms] });
  expect(status).to.equal(200);
};

/** Events of a type about an execution. */
export const told = async (rig: Rig, type: string, executionId: string) =>
  (await rig.events()).filter((e) => e.type === type && e.body['execution_id'] === executionId);

/** Transitions of orders that had been given up, oldest first. */
export const lateSteps = (rig: Rig, executionId: string) =>
  rig.db.query<{ purpose: string; from: string; to: string; late: string }>(
    `SELECT o.purpose, v.from_state AS "from", v.to_state AS "to", v.evidence->>'late' AS late
     FROM order_event v JOIN order_intent o ON o.id = v.order_id WHERE o.execution_id = $1 AND v.evidence ? 'late' ORDER BY v.id`,
    [executionId],
  );

/** A lone entry that was given up as never placed. @param afterS - when it appears, seconds after it was placed */
export async function givenUp(rig: Rig, engine: RunningEngine, clientId: string, afterS: number) {
  const templateId = 'basket_admin_test_strategy';
  const subscription = await rig.subscriber(clientId, { templateId });
  await rig.sim.arm({ client_id: clientId, kind: 'late_accept', after_s: afterS });
  const { runId, executions } = await rig.run(templateId, 2_500, subscription);
  const executionId = executions.get(subscription) ?? '';
  await rig.generousLimits(executionId);
  expect(await engine.entries.execute(executionId)).to.equal('missed');
  return { clientId, runId, executionId };
}
