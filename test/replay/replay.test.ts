// Committed histories of every workflow type against today's workflows: a change that would strand what is running fails here.
import { expect } from 'chai';
import { Worker, type ReplayResult } from '@temporalio/worker';
import * as workflows from '../../workflows/index.js';
import { quietRuntime, workflowBundle } from '../support/temporal.js';
import { readRecordings, type HistoryEvent, type Recording } from './recordings.js';

const recordings = readRecordings();
/** EVENT_TYPE_ACTIVITY_TASK_SCHEDULED */
const ACTIVITY_TASK_SCHEDULED = 10;

describe('replay', function () {
  this.timeout(60_000);
  before(() => quietRuntime());

  it('has a history of every workflow', () => {
    const recorded = new Set(recordings.map(({ workflowType }) => workflowType));
    expect([...recorded]).to.have.members(Object.keys(workflows));
  });

  it('goes as recorded for every history', async () => {
    const results = await replay(recordings);
    expect(
      results.filter(({ error }) => error).map(({ workflowId, error }) => `${workflowId}: ${error?.message}`),
    ).to.deep.equal([]);
    expect(results).to.have.length(recordings.length);
  });

  // The control: were the histories not really compared, these would pass too.
  for (const { type, alter, what } of [
    {
      type: 'templateRun.completed',
      alter: renameActivity('openRun', 'openAnotherRun'),
      what: 'calls another activity',
    },
    {
      type: 'subscriberRun.completed',
      alter: renameActivity('armAndPlace', 'placeAndArm'),
      what: 'calls another activity',
    },
    { type: 'deliverEvent.retried', alter: withoutTimers, what: 'did not wait' },
  ])
    it(`fails for a history in which ${type} ${what}`, async () => {
      const recording = recordings.find(({ name }) => name === type);
      expect(recording, type).not.to.equal(undefined);
      const [result] = await replay([
        { ...(recording as Recording), history: alter((recording as Recording).history) },
      ]);
      expect(result?.error?.name).to.equal('DeterminismViolationError');
    });

  it('keeps no e-mail, credential or token in a history', () => {
    for (const { name, text } of recordings) {
      expect(text, name).not.to.match(/[\w.+-]+@[\w-]+\.\w+/);
      expect(text, name).not.to.match(
        /-at-|key_RECORD|invalid_key|test_api_secret|whsec_|request_?token"|accessToken|api_?secret/i,
      );
    }
  });
});

async function replay(chosen: readonly Recording[]): Promise<ReplayResult[]> {
  const results: ReplayResult[] = [];
  const histories = chosen.map(({ name, history }) => ({ workflowId: name, history }));
  for await (const result of Worker.runReplayHistories({ workflowBundle }, histories)) results.push(result);
  return results;
}

type Alteration = (history: Recording['history']) => Recording['history'];

function renameActivity(from: string, to: string): Alteration {
  return changed((event) => {
    const planned = event.activityTaskScheduledEventAttributes;
    if (planned?.activityType?.name !== from) return event;
    return { ...event, activityTaskScheduledEventAttributes: { ...planned, activityType: { name: to } } };
  });
}

/** Each timer becomes an activity of the same event number, so that the history stays well formed. */
function withoutTimers(history: Recording['history']): Recording['history'] {
  const planned = history.events?.find((event) => event.activityTaskScheduledEventAttributes);
  return changed((event) => {
    if (!event.timerStartedEventAttributes) return event;
    const { timerStartedEventAttributes: _timer, ...rest } = event;
    return {
      ...rest,
      eventType: ACTIVITY_TASK_SCHEDULED,
      activityTaskScheduledEventAttributes: planned?.activityTaskScheduledEventAttributes ?? null,
    };
  })(history);
}

function changed(change: (event: HistoryEvent) => HistoryEvent): Alteration {
  return (history) => ({ ...history, events: (history.events ?? []).map(change) });
}
