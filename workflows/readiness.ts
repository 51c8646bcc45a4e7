// readiness: on trading mornings looks at every live subscription's login, contracts, funds and set-up, and tells partners what is not ready.
import { proxyActivities, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { createReadinessActivities } from '../activities/readiness.js';
import { istInstant, tradingDayOf } from '../domain/trading-time.js';
import { bookWork, databaseWork } from './activity-options.js';
import { READINESS_ENDS, type ReadinessInput, type ReadinessResult } from './messages/readiness.js';
import { scheduledStartTime, searchAttributes } from './messages/search-attributes.js';

type Activities = ReturnType<typeof createReadinessActivities>;
const { beginReadiness, completeReadiness } = proxyActivities<Activities>(databaseWork);
const { checkWire } = proxyActivities<Activities>(bookWork);

export async function readiness(input: ReadinessInput = {}): Promise<ReadinessResult> {
  const firedAt = workflowInfo().typedSearchAttributes.get(scheduledStartTime) ?? workflowInfo().startTime;
  const day = input.day ?? tradingDayOf(firedAt.getTime());
  upsertSearchAttributes([{ key: searchAttributes.tradingDay, value: day }]);
  const begun = await beginReadiness({ day });
  if (begun.outcome === 'skipped') {
    setCurrentDetails(`Nothing is entered: ${begun.reason}`);
    return { outcome: 'skipped', day, reason: begun.reason };
  }
  setCurrentDetails(`Checking over ${begun.wires.join(', ')}`);
  const untilMs = istInstant(day, READINESS_ENDS);
  // A wire that fails for good leaves its accounts "not checked", and that is what partners are told.
  await Promise.allSettled(begun.wires.map((wire) => checkWire({ day, wire, untilMs })));
  const { subscriptions, ready } = await completeReadiness({ day });
  setCurrentDetails(`${ready} of ${subscriptions} subscriptions ready`);
  return { outcome: 'completed', day, subscriptions, ready };
}
