// What the engine is measured against: children started at the instant, one activity per leg. Lives in bench/ only.
import { executeChild, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { NaiveActivities } from './worker.js';

const { placeLeg } = proxyActivities<NaiveActivities>({ startToCloseTimeout: '30 seconds' });

export async function naiveRun(clients: number): Promise<void> {
  const runId = workflowInfo().workflowId;
  await Promise.all(
    Array.from({ length: clients }, (_, client) =>
      executeChild(naiveSubscriber, { workflowId: `${runId}/${client}`, args: [client] }),
    ),
  );
}

/** BUY legs side by side, then SELL legs. */
export async function naiveSubscriber(client: number): Promise<void> {
  await Promise.all([placeLeg(client, 0), placeLeg(client, 1)]);
  await Promise.all([placeLeg(client, 2), placeLeg(client, 3)]);
}
