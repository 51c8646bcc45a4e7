// What the simulators refuse, record, answer in time and forget (DESIGN §8).
import { expect } from 'chai';
import type { BrokerSession, PlaceOrder, PlacementResult } from '../../brokers/port.js';
import { ZebuAdapter } from '../../brokers/zebu/adapter.js';
import {
  atTheMoneyCall,
  crossingOrder,
  restingOrder,
  send,
  startSimulator,
  until,
  type SimHarness,
} from './harness.js';

describe('brokers: simulator', () => {
  let on: SimHarness;
  let adapter: ZebuAdapter;
  let clients = 0;

  before(async () => {
    on = await startSimulator();
    adapter = new ZebuAdapter(on.zebuUrl);
  });
  after(async () => {
    await adapter.close();
    await on.simulator.close();
  });

  const login = (): Promise<BrokerSession> => on.login(`SIM${++clients}`);
  const place = (session: BrokerSession, order: PlaceOrder, timeoutMs?: number): Promise<PlacementResult> =>
    send(adapter.prepare(session, order), timeoutMs);

  it('lives', async () => {
    expect((await fetch(`${on.simulator.url}/healthz`)).status).to.equal(200);
    expect((await fetch(on.simulator.url)).status, 'what is here').to.equal(200);
  });

  it('records what arrived, with microseconds', async () => {
    const session = await login();
    const order = crossingOrder();
    const before = Date.now();
    expect(await place(session, order)).to.include({ outcome: 'accepted' });
    const [row] = await until('the fill', async () => {
      const rows = await on.record(session.clientId);
      return rows[0]?.status === 'COMPLETE' && rows;
    });
    expect(row).to.include({
      ...{
        broker: 'zebu',
        client_id: session.clientId,
        tag: order.tag,
        tradingsymbol: order.tradingsymbol,
        side: 'BUY',
      },
      ...{ quantity: order.quantityUnits, filled_quantity: order.quantityUnits, price: order.limitPricePaise / 100 },
    });
    expect(row!.received_at).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(Date.parse(row!.received_at)).to.be.within(before - 2, Date.now() + 2);
    expect(row!.order_id).to.match(/^\d+$/);
  });

  const broken: [string, Record<string, unknown>, string][] = [
    ['a missing tag', { tag: undefined }, 'AB-2001'],
    ['a tag of 21 characters', { tag: 'A'.repeat(21) }, 'AB-2001'],
    ['a tag with a dash', { tag: 'A-B' }, 'AB-2001'],
    ['a quantity off the lot', { quantity: 1 }, 'AB-2002'],
    ['a quantity over the freeze quantity', { quantity: atTheMoneyCall().lotUnits * 28 }, 'AB-2003'],
    ['a price off the tick', { price: 100.01 }, 'AB-2004'],
    ['a price with three decimals', { price: 100.005 }, 'AB-2004'],
    ['a price outside the band', { price: 9_000 }, 'AB-2005'],
    ['a MARKET order', { order_type: 'MARKET' }, 'AB-2006'],
    ['an unknown symbol', { tradingsymbol: 'NIFTY01JAN2024500CE' }, 'AB-2007'],
    ['the wrong exchange', { exchange: 'NSE' }, 'AB-2008'],
    ['an unknown product', { product: 'CNC' }, 'AB-2009'],
    ['an unknown side', { transaction_type: 'HOLD' }, 'AB-2010'],
  ];
  for (const [what, change, code] of broken)
    it(`refuses ${what} and records it as refused`, async () => {
      const session = await login();
      const prepared = adapter.prepare(session, crossingOrder());
      if (prepared.via !== 'http') throw new Error('not http');
      const { origin, path, headers, body } = prepared.request;
      const changed = JSON.stringify({ ...(JSON.parse(body ?? '{}') as object), ...change });
      const answer = await fetch(`${origin}${path}`, { method: 'POST', headers, body: changed });
      expect(answer.status).to.equal(400);
      expect(await answer.json()).to.include({ status: 'error', code });
      expect((await on.record(session.clientId)).map((r) => [r.status, r.order_id])).to.deep.equal([
        ['REJECTED', null],
      ]);
      expect(await adapter.orderBook(session)).to.deep.equal([]);
    });

  it('refuses the eleventh order within a second and nothing else', async () => {
    const session = await login();
    const results = await Promise.all(Array.from({ length: 12 }, () => place(session, restingOrder())));
    const refused = results.filter((r) => r.outcome === 'refused');
    expect(refused.map((r) => [r.reason, r.retryable, r.code])).to.deep.equal(
      Array(2).fill(['throttled', true, 'AB-1006']),
    );
    expect(await adapter.orderBook(session)).to.have.length(10);
    await until('room for another', async () => (await place(session, restingOrder())).outcome === 'accepted');
  });

  it('refuses what the funds do not cover, and holds margin for what is open', async () => {
    const session = await login();
    await on.sim('POST', '/accounts', { broker: 'zebu', client_id: session.clientId, available_paise: 5_000_00 });
    const result = await place(session, crossingOrder('SELL'));
    expect(result).to.include({ outcome: 'refused', code: 'AB-1003' });
    expect('message' in result && result.message).to.match(/^Available margin: ₹5000, Required: ₹\d+/);
    const order = crossingOrder();
    const price = order.quantityUnits * order.limitPricePaise;
    await on.sim('POST', '/accounts', { broker: 'zebu', client_id: session.clientId, available_paise: price });
    expect(await place(session, { ...order, tag: 'FIRST1' })).to.include({ outcome: 'accepted' });
    expect(await place(session, { ...order, tag: 'SECOND2' })).to.include({
      outcome: 'refused',
      reason: 'insufficient_funds',
    });
    await until('the fill', async () => (await adapter.findByTag(session, 'FIRST1'))?.status === 'COMPLETE');
    expect(await place(session, crossingOrder('SELL', { tradingsymbol: order.tradingsymbol }))).to.include({
      outcome: 'accepted',
    });
  });

  it('does not mind a tag that was used before: no real broker does', async () => {
    const session = await login();
    await place(session, crossingOrder('BUY', { tag: 'TWICE' }));
    await place(session, crossingOrder('BUY', { tag: 'TWICE' }));
    expect((await on.record(session.clientId)).filter((r) => r.tag === 'TWICE')).to.have.length(2);
  });

  it('answers placements in 5–20 ms unless told otherwise', async () => {
    const session = await login();
    const timed = async (): Promise<number> => {
      const start = performance.now();
      await place(session, crossingOrder());
      return performance.now() - start;
    };
    expect(await timed()).to.be.at.least(4);
    const { json } = await on.sim('POST', '/latency', { broker: 'zebu', ack_ms: [120, 130], fill_ms: [0, 0] });
    expect(json).to.deep.equal({ broker: 'zebu', ack_ms: [120, 130], fill_ms: [0, 0] });
    expect(await timed()).to.be.at.least(118);
    expect((await on.record(session.clientId)).at(-1)!.status).to.equal('COMPLETE');
    await on.sim('POST', '/latency', { broker: 'zebu', ack_ms: [5, 20], fill_ms: [20, 150] });
  });

  it('forgets orders and faults on reset but not who is logged in', async () => {
    const other = await startSimulator();
    const second = new ZebuAdapter(other.zebuUrl);
    try {
      const session = await other.login('R1');
      await send(second.prepare(session, crossingOrder()));
      await other.arm({ kind: 'throttle', count: 5 });
      await other.sim('POST', '/latency', { broker: 'zebu', ack_ms: [1, 1] });
      expect((await other.sim('POST', '/reset')).status).to.equal(200);
      for (const path of ['/orders', '/faults']) expect((await other.sim('GET', path)).json).to.deep.equal([]);
      expect((await other.sim('GET', '/latency?broker=zebu')).json).to.deep.equal([
        { broker: 'zebu', ack_ms: [5, 20], fill_ms: [20, 150] },
      ]);
      expect(await send(second.prepare(session, crossingOrder()))).to.include({ outcome: 'accepted' });
    } finally {
      await second.close();
      await other.simulator.close();
    }
  });

  it('drops the oldest orders when its memory is full', async () => {
    const small = await startSimulator({ recordLimit: 5 });
    const second = new ZebuAdapter(small.zebuUrl);
    try {
      const session = await small.login('B1');
      for (let i = 0; i < 7; i += 1) await send(second.prepare(session, restingOrder()));
      expect(await small.record('B1')).to.have.length(5);
      expect(await second.orderBook(session)).to.have.length(5);
    } finally {
      await second.close();
      await small.simulator.close();
    }
  });

  it('answers 400 naming an unknown kind, field, broker or parameter, and 404 for what is not there', async () => {
    const refusals: [string, string, unknown, RegExp][] = [
      ['POST', '/faults', { broker: 'zebu', kind: 'explode' }, /unknown kind "explode"; known: timeout_after_accept/],
      ['POST', '/faults', { broker: 'zebu', kind: 'slow', colour: 'red' }, /colour/],
      ['POST', '/faults', { broker: 'zebu', kind: 'slow', count: 0 }, /count/],
      ['POST', '/faults', { broker: 'groww', kind: 'slow' }, /unknown broker "groww"; simulated: zebu/],
      ['POST', '/latency', { broker: 'zebu', ack_ms: [20, 5] }, /ack_ms/],
      ['POST', '/apps', { broker: 'zebu', api_key: 'k' }, /api_secret/],
      ['POST', '/accounts', { broker: 'zebu', client_id: 'c', available_paise: -1 }, /available_paise/],
      ['POST', '/reset', { broker: 'groww' }, /groww/],
      ['GET', '/orders?broker=groww', undefined, /groww/],
      ['GET', '/orders?colour=red', undefined, /colour/],
    ];
    for (const [method, path, body, named] of refusals) {
      const { status, json } = await on.sim<{ error: string }>(method, path, body);
      expect([status, json.error], path).to.satisfy(([s, e]: [number, string]) => s === 400 && named.test(e));
    }
    expect((await on.sim('GET', '/nothing')).status).to.equal(404);
    expect((await fetch(`${on.simulator.url}/groww/orders`)).status).to.equal(404);
    expect((await fetch(`${on.zebuUrl}/api/v2/orders`)).status).to.equal(404);
  });
});
