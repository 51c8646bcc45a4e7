// Two engines enter and leave positions of one account at once: the broker never sees more than ten orders of it in any second.
import { setMaxListeners } from 'node:events';
import { expect } from 'chai';
import type { RunningEngine } from '../../engine/create-engine.js';
import { netPosition, startRig, type Rig } from './rig.js';

const MOST_PER_SECOND = 10;
/** Three slices per leg: 12 orders in, 12 out. */
const LOT_MULTIPLIER = 60;
const ORDERS = 2 * 2 * 12;
const forever = new AbortController().signal;
setMaxListeners(100, forever);

describe('orders per second of an account', function () {
  this.timeout(90_000);
  let rig: Rig;
  const clientId = 'RATE1';

  before(async () => {
    rig = await startRig();
    const [one, other] = [await rig.engine(), await rig.engine()];
    const templates = [
      await rig.template('basket_admin_iron_condor', {}),
      await rig.template('basket_admin_iron_condor', {}),
    ] as const;
    const first = await rig.subscriber(clientId, { templateId: templates[0], lotMultiplier: LOT_MULTIPLIER });
    const second = await rig.alsoSubscribe(first, templates[1], LOT_MULTIPLIER);
    // The hedges of one are accepted so late that its shorts would meet the other's.
    await rig.sim.arm({ client_id: clientId, kind: 'slow', delay_ms: 1_000, count: 3 });
    const runs = [await rig.run(templates[0], 3_000), await rig.run(templates[1], 3_400)] as const;
    const ids = [runs[0].executions.get(first) ?? '', runs[1].executions.get(second) ?? ''] as const;
    const both = <T>(work: (engine: RunningEngine, executionId: string) => Promise<T>) =>
      Promise.all([work(one, ids[0]), work(other, ids[1])]);
    expect(await both((engine, id) => engine.entries.execute(id))).to.deep.equal(['completed', 'completed']);
    const following = both((engine, id) => engine.exits.follow(id, forever));
    await rig.stop(
      'account',
      clientId,
      `UPDATE position SET flatten_requested_at = now(), flatten_requested_by = 'test'
       WHERE account_id = (SELECT id FROM broker_account WHERE client_id = $1)`,
    );
    expect(await following).to.deep.equal([{ status: 'closed' }, { status: 'closed' }]);
  });
  after(() => rig.close());

  it(`are ${MOST_PER_SECOND} at most, however the seconds are cut`, async () => {
    const arrivals = (await rig.record(clientId)).map((o) => Date.parse(o.received_at)).sort((a, b) => a - b);
    expect(arrivals.length).to.be.at.least(ORDERS);
    const inSecond = (from: number) => arrivals.filter((at) => at >= from && at < from + 1_000).length;
    expect(Math.max(...arrivals.map(inSecond))).to.be.at.most(MOST_PER_SECOND);
  });

  it('are enough: everything is entered and closed', async () => {
    const net = [...netPosition(await rig.record(clientId)).values()];
    expect(net.every((units) => units === 0)).to.equal(true);
  });
});
