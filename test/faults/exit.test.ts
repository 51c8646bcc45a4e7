// Positions with all processes: held while their worker stops and dies, closed on time or on request, and told with their result.
import { expect } from 'chai';
import { sharedStack } from '../support/shared-stack.js';
import { floorUsers, TradingFloor, type Body, type FloorUser } from '../support/trading-floor.js';
import { waitFor } from '../support/wait.js';
import { netPosition } from '../engine/rig.js';
import { at, strike, tradingAgain } from './victims.js';

const TEMPLATE = 'floor_exit';
/** Stopped before, and killed at, the exit's instant; far enough for a restart and a flattening on a busy machine. */
const EXIT_AFTER_MS = 40_000;

describe('positions, with all processes', function () {
  this.timeout(180_000);
  let floor: TradingFloor;
  let runId: string;
  const [onTime, flattened] = floorUsers('EXITS', 2) as [FloorUser, FloorUser];

  before(async () => {
    floor = new TradingFloor(await sharedStack());
    await floor.copyTemplate(TEMPLATE);
    await floor.enrol([onTime, flattened], TEMPLATE);
    const run = await floor.startRun(TEMPLATE, 7_000, 'live', EXIT_AFTER_MS);
    runId = run.runId;
    expect((await floor.runEnds(runId)).outcomes['completed']).to.equal(2);
    await followedByAll();
    await tradingAgain(floor, strike(floor, 'worker-trading', 'SIGTERM'));
    const subscriptionId = String((await executionOf(flattened))['subscription_id']);
    const answer = await floor.live.delete(`/partner/subscriptions/${subscriptionId}?flatten=true`);
    expect(answer.body['position'], answer.text).to.include({ flatten: true });
    await closed(flattened);
    let former = 0;
    await at(run.entryAtMs + EXIT_AFTER_MS + 8, () => (former = strike(floor, 'worker-trading', 'SIGKILL')));
    await tradingAgain(floor, former);
  });

  const executionOf = async (user: FloorUser): Promise<Body> => {
    const { body } = await floor.live.get(`/partner/executions?user_email=${user.email}`);
    return (body['executions'] as Body[])[0] ?? {};
  };
  const followedByAll = () =>
    waitFor(
      async () =>
        (await floor.query('SELECT 1 FROM position WHERE run_id = $1 AND followed_at IS NOT NULL', [runId])).length ===
        2,
      { timeoutMs: 10_000, description: 'both positions are followed' },
    );
  // An order that left as the worker died is ambiguous for two minutes at most.
  const closed = (user: FloorUser) =>
    waitFor(
      async () => {
        const execution = await executionOf(user);
        return execution['position_status'] === 'closed' ? execution : undefined;
      },
      { timeoutMs: 170_000, description: `the exit of ${user.clientId}` },
    );

  for (const [what, user, reason] of [
    ['on request, by the worker that goes on', flattened, 'flatten'],
    ['at its exit time, though the worker dies in it', onTime, 'exit_time'],
  ] as const)
    it(`is closed once, flat and told: ${what}`, async () => {
      const execution = await closed(user);
      expect(execution['exit_reason']).to.equal(reason);
      const record = await floor.record(user.clientId);
      expect([...netPosition(record).values()].every((units) => units === 0)).to.equal(true);
      const tags = record.filter((order) => order.order_id !== null).map((order) => order.tag);
      expect(new Set(tags).size).to.equal(tags.length);
      const earned = record.reduce(
        (sum, o) => sum + (o.side === 'SELL' ? 1 : -1) * o.filled_quantity * o.average_price,
        0,
      );
      expect(execution['realised_pnl']).to.be.closeTo(earned, 0.005);
      const { body } = await floor.live.get('/partner/events?limit=200');
      const told = (body['events'] as Body[]).filter(
        (event) => event['event'] === 'position_closed' && event['execution_id'] === execution['execution_id'],
      );
      expect(told).to.have.length(1);
      expect(told[0]).to.include({ exit_reason: reason, realised_pnl: execution['realised_pnl'] });
    });
});
