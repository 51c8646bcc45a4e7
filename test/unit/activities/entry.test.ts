// An entry's heartbeat says that this process drives it: cut off from the database it falls silent, so that another one takes over.
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect } from 'chai';
import { createEntryActivities } from '../../../activities/entry.js';
import type { EntryOutcome } from '../../../workflows/messages/run.js';
import { waitFor } from '../../support/wait.js';

describe('armAndPlace', () => {
  it('heartbeats while the process has its lease, and only then', async () => {
    let end: (outcome: EntryOutcome) => void = () => undefined;
    let asked = 0;
    let beats = 0;
    const lease = { held: true };
    const entries = {
      execute: () => new Promise<EntryOutcome>((resolve) => (end = resolve)),
      abandon: () => Promise.resolve('unknown' as const),
      get canDrive() {
        asked += 1;
        return lease.held;
      },
    };
    const { armAndPlace } = createEntryActivities({ entries, heartbeatEveryMs: 5 });
    const environment = new MockActivityEnvironment();
    environment.on('heartbeat', () => (beats += 1));
    const outcome = environment.run(armAndPlace, { executionId: 'exe_1' });
    await waitFor(() => beats >= 3, { description: 'heartbeats' });
    lease.held = false;
    const [silentFrom, askedBefore] = [beats, asked];
    await waitFor(() => asked > askedBefore + 3, { description: 'further turns' });
    expect(beats).to.equal(silentFrom);
    lease.held = true;
    await waitFor(() => beats > silentFrom, { description: 'heartbeats again' });
    end('completed');
    expect(await outcome).to.equal('completed');
  });
});
