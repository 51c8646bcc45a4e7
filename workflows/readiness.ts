// readiness: on trading mornings looks at every live subscription's login, contracts, funds and set-up, and tells partners what is not ready.
import { proxyActivities, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { createReadinessActivities } from '../activities/readiness.js';
import { istInstant } from '../domain/trading-time.js';
import { bookWork, databaseWork } from './activity-options.js';
import { firingDay } from './firing-day.js';
import { READINESS_ENDS, type ReadinessInput, type ReadinessResult } from './messages/readiness.js';
import { searchAttributes } from './messages/search-attributes.js';

type Activities = ReturnType<typeof createReadinessActivities>;
const { beginReadiness, completeReadiness } = proxyActivities<Activities>(databaseWork);
const { checkWire } = proxyActivities<Activities>(bookWork);

export async function readiness(input: ReadinessInput = {}): Promise<ReadinessResult> {
  const day = input.day ?? firingDay();
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
