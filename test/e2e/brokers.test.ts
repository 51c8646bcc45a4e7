// Each further live broker with all processes: link, log in by the broker's own parameters, enter, exit, and be refused for want of money.
import { expect } from 'chai';
import { kiteLive, upstoxLive } from '../api/support/http.js';
import { sharedStack } from '../support/shared-stack.js';
import { floorUsers, TradingFloor, type Body, type FloorBroker, type FloorUser } from '../support/trading-floor.js';
import { waitFor } from '../support/wait.js';

const BROKERS: FloorBroker[] = [
  { name: 'upstox', liveKeys: upstoxLive },
  { name: 'kite', liveKeys: kiteLive },
];

for (const broker of BROKERS)
  describe(`a day at ${broker.name}, with all processes`, function () {
    this.timeout(120_000);
    const template = `e2e_${broker.name}`;
    const [trader, pauper] = floorUsers(`DAY${broker.name.toUpperCase()}`, 2) as [FloorUser, FloorUser];
    let floor: TradingFloor;
    let runId: string;

    before(async () => {
      floor = new TradingFloor(await sharedStack(), broker);
      await floor.copyTemplate(template);
      await floor.enrol([trader, pauper], template, 2);
      await floor.sim('faults', { client_id: pauper.clientId, kind: 'insufficient_funds', count: 8 });
      runId = (await floor.startRun(template, 6_500, 'live', 4_000)).runId;
    });

    const eventsOf = async (user: FloorUser): Promise<Body[]> => {
      const { body } = await floor.live.get('/partner/events?limit=100');
      return (body['events'] as Body[]).filter((event) => event['user_email'] === user.email);
    };
    const eventOf = (user: FloorUser, name: string): Promise<Body> =>
      waitFor(async () => (await eventsOf(user)).find((event) => event['event'] === name), {
        timeoutMs: 40_000,
        description: `${name} of ${user.clientId}`,
      });

    it('links and logs in its users over its own wire', async () => {
      const { body } = await floor.live.get('/partner/broker-accounts');
      const mine = (body['broker_accounts'] as Body[]).filter((a) => a['client_id'] === trader.clientId);
      expect(mine).to.have.length(1);
      expect(mine[0]).to.deep.include({ broker_name: broker.name, account_status: 'enabled', has_oauth_token: true });
    });

    it('enters four legs, the longs first', async () => {
      const report = await floor.runEnds(runId);
      expect(report.outcomes, JSON.stringify(report)).to.deep.include({ completed: 1, failed: 1 });
      const record = await floor.record(trader.clientId);
      expect(record.slice(0, 4).map((order) => order.side)).to.deep.equal(['BUY', 'BUY', 'SELL', 'SELL']);
    });

    it('is flat after the exit, the shorts first', async () => {
      const closed = await eventOf(trader, 'position_closed');
      expect(closed).to.have.property('realised_pnl');
      const record = await floor.record(trader.clientId);
      expect(record.map((order) => order.status)).to.deep.equal(Array(8).fill('COMPLETE'));
      expect(record.slice(4).map((order) => order.side)).to.deep.equal(['BUY', 'BUY', 'SELL', 'SELL']);
      const net = new Map<string, number>();
      for (const { tradingsymbol, side, filled_quantity } of record)
        net.set(tradingsymbol, (net.get(tradingsymbol) ?? 0) + (side === 'BUY' ? filled_quantity : -filled_quantity));
      expect([...net.values()]).to.deep.equal([0, 0, 0, 0]);
    });

    it('says why when the money is short, in the broker’s words', async () => {
      const failed = await eventOf(pauper, 'execution_failed');
      expect(failed['error']).to.equal('Insufficient funds');
      expect((failed['broker_response'] as Body)['message']).to.match(/account|margin/i);
    });
  });
