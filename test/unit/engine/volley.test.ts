// A burst of several brokers' entries: who is not prepared in time stays behind, and nobody waits for him.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import pino from 'pino';
import type { RunContract } from '../../../domain/option-contract.js';
import type { OrderRow } from '../../../db/repositories/orders.js';
import type { ArmedEntry } from '../../../engine/armed-entry.js';
import { Connections } from '../../../engine/connections.js';
import type { FixInput } from '../../../engine/contract-fixer.js';
import type { DispatcherDeps } from '../../../engine/dispatcher-deps.js';
import { NOT_PREPARED } from '../../../engine/stops.js';
import { Volley } from '../../../engine/volley.js';

const CONTRACT = { tradingsymbol: 'NIFTY', instrumentKey: 'NIFTY', exchange: 'NFO', limitPricePaise: 100 };

describe('a volley', function () {
  this.timeout(10_000);
  let placedAt: Map<string, number>;
  let marked: string[];
  let instantMs: number;
  beforeEach(() => {
    placedAt = new Map();
    marked = [];
    instantMs = Date.now() + 700;
  });

  /** @param wire - `fast`, or `hangs`: its contracts come only `afterMs` after the instant */
  function entryAt(wire: string): { entry: ArmedEntry; order: OrderRow } {
    const adapter = {
      wire,
      warmUp: () => {
        if (wire === 'broken') throw new Error('no address');
        return undefined;
      },
      prepare: () => ({
        via: 'call' as const,
        place: () => {
          placedAt.set(wire, Date.now());
          return Promise.resolve({ outcome: 'accepted', brokerOrderId: wire });
        },
      }),
    };
    const context = { runId: `run-${wire}`, tradingDay: '2026-11-25', underlying: 'NIFTY', legs: [] };
    const entry = { context, adapter, session: {}, leaseId: 'lease', gateKeys: {}, lotUnits: 65, freezeUnits: 1800 };
    const order = { id: `order-${wire}`, tag: wire, legIndex: 0, side: 'BUY', quantityUnits: 65 };
    return { entry: entry as unknown as ArmedEntry, order: order as unknown as OrderRow };
  }

  const depsWhere = (contractsOf: (wire: string) => Promise<unknown>): DispatcherDeps =>
    ({
      lease: { allows: () => true },
      gate: { blocks: () => undefined },
      leases: { markBurst: (_lease: string, runs: string[]) => Promise.resolve(void marked.push(...runs)) },
      connections: {},
      fixer: { fix: ({ adapter }: FixInput) => contractsOf(adapter.wire) as Promise<RunContract[]> },
      logger: pino({ enabled: false }),
    }) as unknown as DispatcherDeps;
  const hang = (afterMs: number) =>
    new Promise((resolve) => setTimeout(resolve, instantMs + afterMs - Date.now(), [CONTRACT]));

  it('leaves at its instant without a broker whose quotes hang, and marks only what leaves', async () => {
    const deps = depsWhere((wire) => (wire === 'hangs' ? hang(2_500) : Promise.resolve([CONTRACT])));
    const volley = new Volley(instantMs, deps, () => undefined);
    const [fast, hangs] = [entryAt('fast'), entryAt('hangs')];
    const fired = await Promise.all([fast, hangs].map(({ entry, order }) => volley.join(entry, [order])));
    expect(fired[0]?.get('order-fast')).to.deep.include({ kind: 'answered' });
    expect(placedAt.get('fast')).to.be.within(instantMs, instantMs + 2_499);
    expect(fired[1]?.get('order-hangs')).to.deep.equal({ kind: 'not_sent', stop: NOT_PREPARED });
    expect(marked).to.deep.equal(['run-fast']);
    // Its contracts come while somebody else drives its orders already.
    await hang(2_600);
    expect(placedAt.has('hangs')).to.equal(false);
    expect(hangs.order.tradingsymbol).to.equal(undefined);
  });

  it('waits up to a second after its instant where there is nobody else', async () => {
    const deps = depsWhere(() => hang(200));
    const volley = new Volley(instantMs, deps, () => undefined);
    const { entry, order } = entryAt('hangs');
    const fired = await volley.join(entry, [order]);
    expect(fired.get('order-hangs')).to.deep.include({ kind: 'answered' });
    expect(placedAt.get('hangs')).to.be.at.least(instantMs + 200);
  });

  it('marks and sends nothing when nobody is prepared by then', async () => {
    const deps = depsWhere(() => hang(3_000));
    const volley = new Volley(instantMs, deps, () => undefined);
    const { entry, order } = entryAt('hangs');
    const fired = await volley.join(entry, [order]);
    expect(fired.get('order-hangs')).to.deep.equal({ kind: 'not_sent', stop: NOT_PREPARED });
    expect([marked, placedAt.size]).to.deep.equal([[], 0]);
  });

  it('leaves although a host cannot be warmed', async () => {
    const volley = new Volley(
      instantMs,
      depsWhere(() => Promise.resolve([CONTRACT])),
      () => undefined,
    );
    const { entry, order } = entryAt('broken');
    expect((await volley.join(entry, [order])).get('order-broken')).to.deep.include({ kind: 'answered' });
  });

  it('rehearses over no further connection where a warm-up has no answer yet', async () => {
    const asked: string[] = [];
    const broker = createServer(({ method = '' }, response) => {
      asked.push(method);
      if (method === 'POST') response.end('ok');
    });
    await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(broker.address() as AddressInfo).port}`;
    const connections = new Connections();
    const deps = { ...depsWhere(() => Promise.resolve([CONTRACT])), connections };
    const volley = new Volley(instantMs, deps, () => undefined);
    const fired = await Promise.all(
      ['silent1', 'silent2'].map((name) => {
        const { entry, order } = entryAt(name);
        const warmUp = () => ({ origin, method: 'GET', path: '/', headers: {} });
        const prepare = () => ({
          via: 'http' as const,
          request: { origin, method: 'POST', path: '/', headers: {} },
          read: () => ({ outcome: 'accepted', brokerOrderId: name }),
        });
        return volley.join({ ...entry, adapter: { ...entry.adapter, warmUp, prepare } } as unknown as ArmedEntry, [
          order,
        ]);
      }),
    );
    connections.close();
    broker.closeAllConnections();
    broker.close();
    expect(fired.flatMap((one) => [...one.values()].map(({ kind }) => kind))).to.deep.equal(['answered', 'answered']);
    expect(asked.sort()).to.deep.equal(['GET', 'GET', 'POST', 'POST']);
  });
});
