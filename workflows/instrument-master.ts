// instrumentMaster: before the open, has every wire's list of contracts read, judged and stored; tries until it is there or entries are over.
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  condition,
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { createInstrumentActivities, LoadInstrumentsResult } from '../activities/instruments.js';
import { istInstant, type TradingDay } from '../domain/trading-time.js';
import { databaseWork, listWork } from './activity-options.js';
import { firingDay } from './firing-day.js';
import {
  instrumentsSummary,
  instrumentsWorkflowId,
  readNowSignal,
  type InstrumentMasterInput,
  type InstrumentMasterResult,
  type ReadNow,
  type WireOutcome,
} from './messages/instruments.js';
import { searchAttributes } from './messages/search-attributes.js';

type Activities = ReturnType<typeof createInstrumentActivities>;
const { beginInstruments, pruneInstruments } = proxyActivities<Activities>(databaseWork);
const { loadInstruments } = proxyActivities<Activities>(listWork);

/** Users log in one by one until the open, and a list may be published late. */
const TRY_EVERY = '5 minutes';
/** IST; whoever needs contracts later asks the broker. */
const TRY_UNTIL = '15:30';

export async function instrumentMaster(input: InstrumentMasterInput = {}): Promise<InstrumentMasterResult> {
  return input.wire === undefined ? readAll(input.day) : readOne(input.wire, input.day, input.by);
}

/** A firing belongs to its scheduled day, however late. */
async function readAll(given: TradingDay | undefined): Promise<InstrumentMasterResult> {
  const day = given ?? firingDay();
  upsertSearchAttributes([{ key: searchAttributes.tradingDay, value: day }]);
  const begun = await beginInstruments({ day, gated: true, by: 'schedule' });
  if (begun.outcome === 'skipped') {
    conclude('skipped', `No list is needed: ${begun.reason}`);
    return { outcome: 'skipped', day, reason: begun.reason };
  }
  await pruneInstruments({ day });
  setCurrentDetails(`Reading the lists of ${begun.wires.join(', ') || 'no wire: no live account is linked'}`);
  const outcomes = await Promise.all(begun.wires.map((wire) => outcomeOf(wire, day)));
  const wires = Object.fromEntries(begun.wires.map((wire, i) => [wire, outcomes[i] ?? 'failed']));
  conclude('completed', outcomes.map((outcome, i) => `${begun.wires[i]}: ${outcome}`).join(', '));
  return { outcome: 'completed', day, wires };
}

/** One wire's trouble does not touch another's. */
async function outcomeOf(wire: string, day: TradingDay): Promise<WireOutcome> {
  try {
    const result = await executeChild(instrumentMaster, {
      workflowId: instrumentsWorkflowId(wire, day),
      args: [{ wire, day, by: 'schedule' }],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: instrumentsSummary(wire, day),
    });
    return result.outcome === 'loaded' ? 'loaded' : 'not_loaded';
  } catch (error) {
    return error instanceof WorkflowExecutionAlreadyStartedError ? 'running_already' : 'failed';
  }
}

async function readOne(wire: string, day: TradingDay, by: string): Promise<InstrumentMasterResult> {
  upsertSearchAttributes([{ key: searchAttributes.tradingDay, value: day }]);
  let asked: ReadNow | undefined;
  setHandler(readNowSignal, (wish) => {
    asked = wish;
  });
  for (;;) {
    const wish = asked ?? { by, acceptShrunk: false };
    asked = undefined;
    const read = await loadInstruments({ wire, day, ...wish });
    if (read.outcome === 'loaded') {
      conclude('loaded', `${read.contracts} contracts, ${read.warnings} warnings`);
      const { contracts, warnings } = read;
      return { outcome: 'loaded', day, wire, contracts, warnings };
    }
    conclude(read.outcome, `Not loaded: ${read.reason}`);
    const isLast = read.outcome === 'impossible' || Date.now() >= istInstant(day, TRY_UNTIL);
    if (isLast && asked === undefined) return notLoaded(wire, day, read);
    await condition(() => asked !== undefined, TRY_EVERY);
  }
}

function notLoaded(
  wire: string,
  day: TradingDay,
  { reason }: Exclude<LoadInstrumentsResult, { outcome: 'loaded' }>,
): InstrumentMasterResult {
  return { outcome: 'not_loaded', day, wire, reason };
}

function conclude(outcome: string, details: string): void {
  upsertSearchAttributes([{ key: searchAttributes.outcome, value: outcome }]);
  setCurrentDetails(details);
}
