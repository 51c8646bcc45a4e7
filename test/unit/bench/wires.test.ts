// What a bench sends over each wire: logins by the wire's own page, and placements that its simulator takes.
import { expect } from 'chai';
import { request } from 'undici';
import { createSimulator, type Simulator } from '../../../brokers/simulator/simulator.js';
import { condorPlacements } from '../../../bench/support/placements.js';
import { recordOf } from '../../../bench/support/measure.js';
import { BenchWire, wiresChosen } from '../../../bench/support/wires.js';
import { WIRES } from '../../../domain/broker-wires.js';

describe('a bench’s wire', () => {
  let simulator: Simulator;
  before(async () => {
    simulator = await createSimulator({ port: 0, latency: { ackMs: [0, 0], fillMs: [0, 0] } });
  });
  after(() => simulator.close());

  it('is chosen by name, all of them at once, or refused with the choices', () => {
    expect(wiresChosen('upstox')).to.deep.equal(['upstox']);
    expect(wiresChosen('all')).to.deep.equal(WIRES);
    expect(() => wiresChosen('noren')).to.throw(/--wire noren: must be one of zebu\|zebu-noren\|.*\|all/);
  });

  for (const name of WIRES)
    it(`logs clients in over ${name} and places the iron condor for each`, async () => {
      const wire = new BenchWire(simulator.url, name);
      try {
        const sessions = await wire.logInAll(3, `T${name.slice(0, 1)}x`.toUpperCase());
        const placements = await condorPlacements(wire, sessions, 'T');
        for (const { origin, path, headers, body = '' } of placements.flat()) {
          const answer = await request(`${origin}${path}`, { method: 'POST', headers, body });
          await answer.body.dump();
        }
        const record = await recordOf(simulator.url, name, 'T');
        expect(record.map(({ side }) => side)).to.deep.equal(
          Array.from({ length: 3 }, () => ['BUY', 'BUY', 'SELL', 'SELL']).flat(),
        );
        expect(record.filter(({ order_id }) => order_id === null)).to.deep.equal([]);
        expect(new Set(record.map(({ tag }) => tag)).size).to.equal(12);
        expect(wire.adapter.warmUp(sessions[0] ?? expect.fail('no session'))).to.have.property('origin');
      } finally {
        await wire.close();
      }
    });
});
