// A paper order is a pure function of what happened to it and the time: fills never come undone, whoever looks and whenever.
import { expect } from 'chai';
import fc from 'fast-check';
import { orderAt } from '../../../brokers/paper/order-at.js';
import { PaperAdapter } from '../../../brokers/paper/adapter.js';
import { MemoryPaperBook } from '../../../brokers/paper/memory-book.js';
import type { Login } from '../../../brokers/port.js';
import type { PaperBook, PaperOrder } from '../../../brokers/paper/book.js';
import { listedOption } from '../../../domain/simulated-listing.js';
import { quoteOf } from '../../../domain/simulated-market.js';

const placedAtMs = Date.parse('2026-11-24T03:50:00Z');
const tradingsymbol = 'NIFTY01DEC2624600CE';
const login = (token: string): Login => ({
  credentials: { apiKey: 'k', apiSecret: 's' },
  token,
  redirectUri: 'http://localhost/cb',
  expectedClientId: 'C',
});
const ask = quoteOf(listedOption(tradingsymbol, '2026-11-24')!, placedAtMs).askPaise;
const order = (change: Partial<PaperOrder> = {}): PaperOrder => ({
  ...{
    clientKey: 'zebu/C/1',
    tag: 'QTAG',
    brokerOrderId: 'PAPER-QTAG',
    tradingsymbol,
    side: 'BUY',
    quantityUnits: 195,
  },
  ...{ placedAtMs, behaviour: 'normal', limits: [{ atMs: placedAtMs, pricePaise: ask + 500 }] },
  ...change,
});

describe('brokers: paper orders', () => {
  it('fill 20 to 150 ms after placement, each tag at its own moment', () => {
    const moments = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'].map((tag) => {
      let ms = 0;
      while (orderAt(order({ tag }), placedAtMs + ms).status === 'OPEN') ms += 1;
      return ms;
    });
    for (const ms of moments) expect(ms).to.be.within(20, 150);
    expect(new Set(moments).size).to.be.greaterThan(4);
  });

  it('never lose a fill, whatever is asked of them later', () => {
    const when = fc.integer({ min: 0, max: 120_000 });
    const reprice = fc.record({ atMs: when, ticks: fc.integer({ min: -40, max: 40 }) });
    fc.assert(
      fc.property(
        fc.array(reprice, { maxLength: 4 }),
        fc.option(when),
        fc.constantFrom('normal', 'partial', 'rests', 'rejected', 'slow'),
        (reprices, cancel, behaviour) => {
          const later = reprices
            .map((r) => ({ atMs: placedAtMs + r.atMs, pricePaise: ask + r.ticks * 5 }))
            .sort((a, b) => a.atMs - b.atMs);
          const limits = [{ atMs: placedAtMs, pricePaise: ask - 50 }, ...later];
          const given = order({ behaviour, limits, ...(cancel !== null && { cancelledAtMs: placedAtMs + cancel }) });
          let before = orderAt(given, placedAtMs);
          for (let ms = 0; ms <= 130_000; ms += 500) {
            const now = orderAt(given, placedAtMs + ms);
            expect(now.filledUnits).to.be.at.least(before.filledUnits);
            if (before.status !== 'OPEN') expect(now.status).to.equal(before.status);
            if (before.filledUnits > 0) expect(now.averagePricePaise).to.equal(before.averagePricePaise);
            before = now;
          }
          expect(before.filledUnits).to.be.oneOf(
            behaviour === 'normal' || behaviour === 'slow' ? [0, 195] : behaviour === 'partial' ? [0, 65] : [0],
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are not filled after they were cancelled', () => {
    const cancelled = order({ cancelledAtMs: placedAtMs + 5 });
    expect(orderAt(cancelled, placedAtMs + 4).status).to.equal('OPEN');
    expect(orderAt(cancelled, placedAtMs + 60_000)).to.include({ status: 'CANCELLED', filledUnits: 0 });
  });

  it('are kept once under a tag, by the first placement', async () => {
    const book = new MemoryPaperBook();
    const adapter = new PaperAdapter('zebu', book);
    const { accessToken } = await adapter.exchangeToken(login('mock_token_12345'));
    const session = { clientId: 'C', apiKey: 'k', accessToken };
    const place = {
      tag: 'ONCE',
      tradingsymbol,
      instrumentKey: tradingsymbol,
      exchange: 'NFO',
      side: 'BUY',
      quantityUnits: 65,
      limitPricePaise: 5,
    } as const;
    const now = Date.parse('2026-11-24T04:00:00Z');
    const fixed = new PaperAdapter('zebu', book, () => now);
    for (const limitPricePaise of [5, 10]) {
      const prepared = fixed.prepare(session, { ...place, limitPricePaise });
      if (prepared.via === 'call')
        expect(await prepared.place()).to.deep.equal({ outcome: 'accepted', brokerOrderId: 'PAPER-ONCE' });
    }
    expect(await fixed.orderBook(session)).to.have.length(1);
    expect((await fixed.findByTag(session, 'ONCE'))?.limitPricePaise).to.equal(5);
  });

  it('are ambiguous when the book does not answer', async () => {
    const broken: PaperBook = new (class extends MemoryPaperBook {
      override add(): Promise<PaperOrder> {
        return Promise.reject(new Error('database down'));
      }
    })();
    const adapter = new PaperAdapter('zebu', broken, () => placedAtMs);
    const { accessToken } = await adapter.exchangeToken(login('mock_1'));
    const prepared = adapter.prepare(
      { clientId: 'C', apiKey: 'k', accessToken },
      {
        tag: 'T',
        tradingsymbol,
        instrumentKey: tradingsymbol,
        exchange: 'NFO',
        side: 'BUY',
        quantityUnits: 65,
        limitPricePaise: ask,
      },
    );
    expect(prepared.via === 'call' && (await prepared.place())).to.deep.equal({
      outcome: 'ambiguous',
      message: 'the paper book did not answer',
    });
  });

  it('know the magic request tokens: refused, and a session that is over', async () => {
    const adapter = new PaperAdapter('angel', new MemoryPaperBook());
    for (const token of ['real_token', 'mock_invalid_1'])
      expect(await adapter.exchangeToken(login(token)).catch((e: unknown) => e)).to.include({
        kind: 'refused',
        broker: 'angel',
      });
    const grant = await adapter.exchangeToken(login('mock_expired_1'));
    expect(grant.expiresAtMs).to.be.lessThan(Date.now());
    const session = { clientId: 'C', apiKey: 'k', accessToken: grant.accessToken };
    expect(await adapter.orderBook(session).catch((e: unknown) => e)).to.include({ kind: 'auth' });
  });
});
