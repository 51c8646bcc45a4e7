// Heartbeats keep silent around a burst and come again after it.
import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { startHeartbeats } from '../../../activities/heartbeats.js';
import { QuietTimes } from '../../../engine/quiet-times.js';
import { waitFor } from '../../support/wait.js';

describe('heartbeats', () => {
  it('are put off to the end of a quiet time, and go on after it', async () => {
    let beats = 0;
    const quietUntilMs = Date.now() + 150;
    const quietForMs = () => Math.max(0, quietUntilMs - Date.now());
    const stop = startHeartbeats(() => (beats += 1), 5, quietForMs);
    await sleep(100);
    expect(beats).to.equal(0);
    await waitFor(() => beats >= 3, { description: 'heartbeats after the quiet time' });
    stop();
    const last = beats;
    await sleep(30);
    expect(beats).to.equal(last);
  });

  it('are quiet from a second before the instant of a burst to two seconds after it', () => {
    const quiet = new QuietTimes();
    const instantMs = Date.parse('2026-11-25T03:50:00Z');
    quiet.around(instantMs);
    const leftMs = [-1_001, -1_000, 0, 1_999, 2_000, 0].map((ms) => quiet.leftMs(instantMs + ms));
    expect(leftMs, 'what is over is forgotten').to.deep.equal([0, 3_000, 2_000, 1, 0, 0]);
  });
});
