// Entries that are through wait for the others of their instant, but not for long and not for other instants.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { Stage } from '../../../engine/stage.js';

describe('stage', () => {
  it('lets everyone go when the last one is through', async () => {
    const stage = new Stage();
    const instant = Date.now();
    for (let i = 0; i < 3; i += 1) stage.enter(instant);
    const gone: number[] = [];
    const first = stage.leave(instant).then(() => gone.push(1));
    const second = stage.leave(instant).then(() => gone.push(2));
    await sleep(20);
    expect(gone).to.deep.equal([]);
    await stage.leave(instant);
    await Promise.all([first, second]);
    expect(gone).to.have.members([1, 2]);
  });

  it('lets nobody wait longer than three seconds after the instant', async () => {
    const stage = new Stage();
    const instant = Date.now() - 2_950;
    stage.enter(instant);
    stage.enter(instant);
    await stage.leave(instant);
    expect(Date.now()).to.be.at.least(instant + 2_990);
  });

  it('does not wait for another instant', async () => {
    const stage = new Stage();
    const instant = Date.now();
    stage.enter(instant);
    stage.enter(instant + 60_000);
    await stage.leave(instant);
  });
});
