// Magic client ids of test mode that trouble the account itself: a session that ends, a broker that is down, one that is slow.
import { expect } from 'chai';
import { PaperAdapter } from '../../../brokers/paper/adapter.js';
import { MemoryPaperBook } from '../../../brokers/paper/memory-book.js';
import type { BrokerSession, PlacementResult } from '../../../brokers/port.js';
import type { Side } from '../../../domain/option-contract.js';
import { listedOption } from '../../../domain/simulated-listing.js';
import { quoteOf } from '../../../domain/simulated-market.js';

const CALL = 'NIFTY01DEC2624600CE';
const PUT = 'NIFTY01DEC2624600PE';
const startMs = Date.parse('2026-11-24T03:50:00Z');

/** An account of test mode at a clock that the test moves. */
function account(clientId: string) {
  const clock = { ms: startMs };
  const adapter = new PaperAdapter('zebu', new MemoryPaperBook(), () => clock.ms);
  const logIn = async (): Promise<BrokerSession> => {
    const { accessToken } = await adapter.exchangeToken({
      credentials: { apiKey: 'k', apiSecret: 's' },
      ...{ token: 'mock_1', redirectUri: 'http://localhost/cb', expectedClientId: clientId },
    });
    return { clientId, apiKey: 'k', accessToken };
  };
  let tags = 0;
  const place = (session: BrokerSession, tradingsymbol: string, side: Side = 'BUY'): Promise<PlacementResult> => {
    const { askPaise, bidPaise } = quoteOf(listedOption(tradingsymbol, '2026-11-24')!, clock.ms);
    const limitPricePaise = side === 'BUY' ? askPaise + 500 : bidPaise - 500;
    const contract = { tradingsymbol, instrumentKey: tradingsymbol, exchange: 'NFO' as const };
    const order = { ...contract, tag: `T${++tags}`, side, quantityUnits: 65, limitPricePaise };
    const prepared = adapter.prepare(session, order);
    if (prepared.via !== 'call') throw new Error('paper has no wire');
    return prepared.place();
  };
  const statuses = async (session: BrokerSession) => (await adapter.orderBook(session)).map((o) => o.status);
  return { adapter, clock, logIn, place, statuses };
}

const problem = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('brokers: magic client ids of test mode', function () {
  this.timeout(10_000);
  it('REVOKED: the first order is refused for want of a login; the book can be read and is empty', async () => {
    const { logIn, place, statuses } = account('REVOKED1');
    const session = await logIn();
    expect(await place(session, CALL)).to.deep.include({
      outcome: 'refused',
      retryable: false,
      reason: 'login_required',
      code: 'AB-1005',
    });
    expect(await statuses(session)).to.deep.equal([]);
  });

  it('LOSTLOGIN: takes the burst, then neither reads nor orders until the next login, which lasts', async () => {
    const { adapter, clock, logIn, place, statuses } = account('LOSTLOGIN1');
    const first = await logIn();
    clock.ms += 60_000;
    expect(await statuses(first)).to.deep.equal([]);
    for (const symbol of [CALL, PUT]) expect(await place(first, symbol)).to.include({ outcome: 'accepted' });
    expect(await problem(statuses(first))).to.include({ kind: 'auth' });
    expect(await problem(adapter.cancelOrder(first, 'PAPER-T1'))).to.include({ kind: 'auth' });
    clock.ms += 2_000;
    expect(await place(first, CALL)).to.include({ outcome: 'refused', reason: 'login_required' });
    const second = await logIn();
    expect(await statuses(second)).to.deep.equal(['COMPLETE', 'COMPLETE']);
    clock.ms += 60_000;
    expect(await place(second, CALL, 'SELL')).to.include({ outcome: 'accepted' });
    expect(await place(second, 'NIFTY01DEC2624700CE')).to.include({ outcome: 'accepted' });
    clock.ms += 60_000;
    expect(await statuses(second)).to.have.length(4);
  });

  it('DOWN: no order leaves and none can be read, while prices come', async () => {
    const { adapter, clock, logIn, place, statuses } = account('DOWN1');
    const session = await logIn();
    expect(await place(session, CALL)).to.include({ outcome: 'refused', retryable: true, reason: 'not_sent' });
    expect(await problem(statuses(session))).to.include({ kind: 'unreachable' });
    expect(await problem(adapter.availableMarginPaise(session))).to.include({ kind: 'unreachable' });
    expect(await adapter.spotPaise(session, 'NIFTY')).to.be.above(0);
    clock.ms += 1_000;
    expect(await adapter.instruments(session, 'NIFTY')).not.to.deep.equal([]);
  });

  it('SLOW: answers after two seconds and fills after three; what closes is as quick as ever', async () => {
    const { clock, logIn, place, statuses } = account('SLOW1');
    const session = await logIn();
    const startedAt = performance.now();
    expect(await place(session, CALL)).to.include({ outcome: 'accepted' });
    expect(performance.now() - startedAt).to.be.above(1_900);
    clock.ms += 2_900;
    expect(await statuses(session)).to.deep.equal(['OPEN']);
    clock.ms += 2_100;
    expect(await statuses(session)).to.deep.equal(['COMPLETE']);
    const askedAt = performance.now();
    expect(await place(session, CALL, 'SELL')).to.include({ outcome: 'accepted' });
    expect(performance.now() - askedAt).to.be.below(1_000);
    clock.ms += 200;
    expect(await statuses(session)).to.deep.equal(['COMPLETE', 'COMPLETE']);
  });

  it('a session that was granted before its token said when goes on', async () => {
    const { adapter } = account('PLAIN1');
    const accessToken = `paper.${startMs + 60_000}.0123456789abcdef01234567`;
    expect(await adapter.orderBook({ clientId: 'PLAIN1', apiKey: 'k', accessToken })).to.deep.equal([]);
  });
});
