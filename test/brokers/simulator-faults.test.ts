// Every fault of the simulators (DESIGN §8), as an adapter sees it and as the record shows it.
import { expect } from 'chai';
import type { BrokerSession, PlaceOrder, PlacementResult } from '../../brokers/port.js';
import { FAULT_KINDS } from '../../brokers/simulator/faults.js';
import { ZebuAdapter } from '../../brokers/zebu/adapter.js';
import { atTheMoneyCall, crossingOrder, send, startSimulator, until, type SimHarness } from './harness.js';

describe('brokers: simulator faults', () => {
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
  afterEach(() => on.sim('DELETE', '/faults'));

  const login = (): Promise<BrokerSession> => on.login(`SIM${++clients}`);
  const place = (session: BrokerSession, order: PlaceOrder, timeoutMs?: number): Promise<PlacementResult> =>
    send(adapter.prepare(session, order), timeoutMs);

  const tested = new Set<string>();
  const fault = (
    kind: (typeof FAULT_KINDS)[number],
    what: string,
    run: (session: BrokerSession) => Promise<void>,
    more: object = {},
  ): void => {
    tested.add(kind);
    it(`${kind}: ${what}`, async () => {
      const session = await login();
      await on.arm({ client_id: session.clientId, kind, ...more });
      await run(session);
    });
  };
  /** The four that create nothing: neither in the book nor in the record, and the next order goes through. */
  const createsNothing = async (session: BrokerSession, order: PlaceOrder): Promise<void> => {
    expect(await adapter.orderBook(session)).to.deep.equal([]);
    expect(await on.record(session.clientId)).to.deep.equal([]);
    expect(await place(session, order)).to.include({ outcome: 'accepted' });
  };

  fault('timeout_after_accept', 'the order is there, the answer is not', async (session) => {
    const order = crossingOrder();
    expect(await place(session, order, 300)).to.include({ outcome: 'ambiguous' });
    expect(await adapter.findByTag(session, order.tag)).to.include({ tag: order.tag });
    expect(await on.record(session.clientId)).to.have.length(1);
  });

  fault('reset_before_accept', 'the connection breaks and nothing is created', async (session) => {
    const order = crossingOrder();
    expect(await place(session, order)).to.include({ outcome: 'ambiguous' });
    await createsNothing(session, order);
  });

  fault('server_error', '500 and nothing is created', async (session) => {
    const order = crossingOrder();
    expect(await place(session, order)).to.deep.equal({
      outcome: 'ambiguous',
      message: 'HTTP 500 without a readable body',
    });
    await createsNothing(session, order);
  });

  fault('non_json', 'a page instead of JSON and nothing is created', async (session) => {
    const order = crossingOrder();
    expect(await place(session, order)).to.deep.equal({
      outcome: 'ambiguous',
      message: 'HTTP 502 without a readable body',
    });
    await createsNothing(session, order);
  });

  fault('throttle', '429 and nothing is created', async (session) => {
    const order = crossingOrder();
    expect(await place(session, order)).to.include({ outcome: 'refused', retryable: true, reason: 'throttled' });
    await createsNothing(session, order);
  });

  fault('accept_then_reject', 'acknowledged, then REJECTED with a reason', async (session) => {
    const order = crossingOrder();
    expect(await place(session, order)).to.include({ outcome: 'accepted' });
    const rejected = await until('the rejection', async () => {
      const seen = await adapter.findByTag(session, order.tag);
      return seen?.status === 'REJECTED' && seen;
    });
    expect(rejected).to.include({ statusCode: 'EX-16388', filledUnits: 0 });
    expect((await on.record(session.clientId))[0]).to.include({ status: 'REJECTED', filled_quantity: 0 });
  });

  fault('insufficient_funds', 'refused with AB-1003 and both amounts', async (session) => {
    const result = await place(session, crossingOrder());
    expect(result).to.include({ outcome: 'refused', code: 'AB-1003' });
    expect('message' in result && result.message).to.match(/^Available margin: ₹\d+, Required: ₹\d+/);
    expect((await on.record(session.clientId)).map((r) => r.status)).to.deep.equal(['REJECTED']);
  });

  fault(
    'slow',
    'answers late',
    async (session) => {
      const start = performance.now();
      expect(await place(session, crossingOrder())).to.include({ outcome: 'accepted' });
      expect(performance.now() - start).to.be.at.least(395);
    },
    { delay_ms: 400 },
  );

  fault('partial_fill', 'half the lots, rounded down, and the rest stays open', async (session) => {
    const { lotUnits } = atTheMoneyCall();
    const order = crossingOrder('BUY', { quantityUnits: 5 * lotUnits });
    await place(session, order);
    const row = await until('the part fill', async () =>
      (await on.record(session.clientId)).find((r) => r.filled_quantity > 0),
    );
    expect(row).to.include({ status: 'OPEN', filled_quantity: 2 * lotUnits });
  });

  fault('never_fills', 'stays open', async (session) => {
    const order = crossingOrder();
    await place(session, order);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect((await on.record(session.clientId))[0]).to.include({ status: 'OPEN', filled_quantity: 0 });
  });

  fault(
    'late_accept',
    'no answer; the order appears in book and record after a while',
    async (session) => {
      const order = crossingOrder();
      expect(await place(session, order, 200)).to.include({ outcome: 'ambiguous' });
      expect(await adapter.findByTag(session, order.tag)).to.equal(undefined);
      expect(await on.record(session.clientId)).to.deep.equal([]);
      await until('the late order', async () => (await adapter.findByTag(session, order.tag))?.status === 'COMPLETE');
      expect(await on.record(session.clientId)).to.have.length(1);
    },
    { after_s: 0.6 },
  );

  fault('token_revoked', 'every call fails until the next login', async (session) => {
    const results = [await place(session, crossingOrder()), await place(session, crossingOrder())];
    for (const result of results) expect(result).to.include({ outcome: 'refused', reason: 'login_required' });
    expect(await adapter.orderBook(session).catch((e: { kind: string }) => e.kind)).to.equal('auth');
    expect((await on.record(session.clientId)).map((r) => r.status)).to.deep.equal(['REJECTED', 'REJECTED']);
    const renewed = await on.login(session.clientId);
    expect(await place(renewed, crossingOrder())).to.include({ outcome: 'accepted' });
  });

  fault(
    'unregistered_address',
    'refused for where it came from, nothing is created, the session goes on',
    async (session) => {
      const order = crossingOrder();
      expect(await place(session, order)).to.include({ outcome: 'refused', reason: 'configuration' });
      expect(await adapter.availableMarginPaise(session)).to.be.greaterThan(0);
      expect((await on.record(session.clientId)).map(({ status }) => status)).to.deep.equal(['REJECTED']);
    },
  );

  it('token_revoked without a client strikes whoever places next', async () => {
    const [victim, other] = [await login(), await login()];
    await on.arm({ kind: 'token_revoked' });
    expect(await adapter.availableMarginPaise(victim)).to.be.greaterThan(0);
    expect(await place(victim, crossingOrder())).to.include({ reason: 'login_required' });
    expect(await adapter.availableMarginPaise(victim).catch((e: { kind: string }) => e.kind)).to.equal('auth');
    expect(await place(other, crossingOrder())).to.include({ outcome: 'accepted' });
  });

  it('strikes as often as it was told, only the client it names, and shows what is left', async () => {
    const [victim, other] = [await login(), await login()];
    await on.arm({ client_id: victim.clientId, kind: 'throttle', count: 2 });
    expect(await place(other, crossingOrder())).to.include({ outcome: 'accepted' });
    expect(await place(victim, crossingOrder())).to.include({ reason: 'throttled' });
    expect((await on.sim<object[]>('GET', '/faults')).json[0]).to.include({
      kind: 'throttle',
      remaining: 1,
      client_id: victim.clientId,
    });
    expect(await place(victim, crossingOrder())).to.include({ reason: 'throttled' });
    expect(await place(victim, crossingOrder())).to.include({ outcome: 'accepted' });
  });

  it('lets pass as many placements as it was told, and strikes the next one', async () => {
    const session = await login();
    await on.arm({ client_id: session.clientId, kind: 'insufficient_funds', skip: 2 });
    const outcomes: string[] = [];
    for (let placed = 0; placed < 4; placed += 1) outcomes.push((await place(session, crossingOrder())).outcome);
    expect(outcomes).to.deep.equal(['accepted', 'accepted', 'refused', 'accepted']);
  });

  it('is disarmed by DELETE', async () => {
    const session = await login();
    await on.arm({ kind: 'server_error', count: 10 });
    await on.sim('DELETE', '/faults');
    expect(await place(session, crossingOrder())).to.include({ outcome: 'accepted' });
  });

  it('has a test for every kind', () => {
    expect([...tested].sort()).to.deep.equal([...FAULT_KINDS].sort());
  });
});
