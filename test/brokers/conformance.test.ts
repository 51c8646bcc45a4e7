// The matrix every registered adapter must pass, for the capabilities it declares.
import { expect } from 'chai';
import { BrokerError } from '../../brokers/errors.js';
import type { BrokerOrder, BrokerSession, PlaceOrder } from '../../brokers/port.js';
import {
  atTheMoney,
  resolveLeg,
  type ContractRef,
  type OptionInstrument,
  type Side,
} from '../../domain/option-contract.js';
import { tradingDayOf } from '../../domain/trading-time.js';
import { casesOf, casesWithoutMeaning, testTable } from './conformance-results.js';
import { atTheMoneyCall, crossingOrder, failureOf, placed, send, until } from './harness.js';
import { SUBJECTS } from './subjects/index.js';
import { CREDENTIALS, REDIRECT_URI, type Running } from './subjects/subject.js';

for (const subject of SUBJECTS)
  describe(`brokers: conformance of ${subject.name}`, () => {
    let on: Running;
    before(async () => {
      on = await subject.start();
    });
    after(() => on.stop());
    const it = casesOf(subject.name);
    const overNetwork = subject.faults
      ? it
      : casesWithoutMeaning(subject.name, 'no network lies between it and the engine');

    /** A contract of the simulated listing as this wire's instrument list has it. */
    const contractOf = async (session: BrokerSession, option: OptionInstrument): Promise<ContractRef> => {
      const same = (await on.adapter.instruments(session, option.underlying)).find(
        (o) => o.expiry === option.expiry && o.strikePaise === option.strikePaise && o.optionType === option.optionType,
      );
      if (!same) throw new Error(`${option.tradingsymbol} is not listed`);
      return { tradingsymbol: same.tradingsymbol, exchange: same.exchange, instrumentKey: same.instrumentKey };
    };
    const crossing = async (
      session: BrokerSession,
      side: Side = 'BUY',
      change: Partial<PlaceOrder> = {},
    ): Promise<PlaceOrder> => {
      const option = atTheMoneyCall();
      return crossingOrder(side, { ...(await contractOf(session, option)), ...change }, option);
    };
    /** A buyer who offers one tick. */
    const resting = (session: BrokerSession): Promise<PlaceOrder> => crossing(session, 'BUY', { limitPricePaise: 5 });
    const login = (token: string, expectedClientId: string) => ({
      credentials: CREDENTIALS,
      token,
      redirectUri: REDIRECT_URI,
      expectedClientId,
    });
    const found = (session: BrokerSession, tag: string, matches: (o: BrokerOrder) => boolean): Promise<BrokerOrder> =>
      until(`order ${tag}`, async () => {
        const order = await on.adapter.findByTag(session, tag);
        return order && matches(order) && order;
      });

    it('01 accepts the probe of a known api_key', () => on.adapter.probe(CREDENTIALS, REDIRECT_URI));

    it('02 refuses the probe of an unknown api_key in the broker’s words', async () => {
      const error = await failureOf(on.adapter.probe({ apiKey: 'invalid_key', apiSecret: 'sssecret' }, REDIRECT_URI));
      expect(error).to.be.instanceOf(BrokerError).and.include({ kind: 'refused' });
      expect((error as BrokerError).detail).to.match(subject.words.unknownApiKey);
    });

    it('03 says unreachable when nobody answers', async () => {
      const error = await failureOf(on.unreachable.adapter.probe(on.unreachable.credentials, REDIRECT_URI));
      expect(error).to.be.instanceOf(BrokerError).and.include({ kind: 'unreachable' });
    });

    it('04 exchanges a one-time token for a session of that client with an expiry ahead', async () => {
      const grant = await on.adapter.exchangeToken(login(await on.oneTimeToken('GRANT1'), 'GRANT1'));
      expect(grant.clientId).to.equal('GRANT1');
      expect(grant.accessToken).to.be.a('string').that.is.not.empty;
      expect(grant.expiresAtMs).to.be.within(Date.now() + 60_000, Date.now() + 26 * 3_600_000);
    });

    it('05 refuses a bad one-time token without repeating it or the secret', async () => {
      const error = await failureOf(on.adapter.exchangeToken(login('not_a_real_token', 'GRANT2')));
      expect(error).to.be.instanceOf(BrokerError).and.include({ kind: 'refused' });
      expect(String(error)).to.not.match(/not_a_real_token|test_api_secret/);
    });

    it('06 prepares the same placement twice: nothing in it depends on time or chance', async () => {
      const session = await on.client('plain');
      const order = await crossing(session);
      const [one, two] = [on.adapter.prepare(session, order), on.adapter.prepare(session, order)];
      expect(one.via).to.equal(two.via);
      if (one.via === 'http' && two.via === 'http') expect(one.request).to.deep.equal(two.request);
    });

    it('07 places an order that crosses, finds it by tag and sees it complete at the limit or better', async () => {
      const session = await on.client('plain');
      const order = await crossing(session, 'BUY');
      const brokerOrderId = await placed(on.adapter, session, order);
      const done = await found(session, order.tag, (o) => o.status === 'COMPLETE');
      const { tag, tradingsymbol, instrumentKey } = order;
      expect(done).to.include({ brokerOrderId, tag, tradingsymbol, instrumentKey, side: 'BUY' });
      expect(done).to.include({
        quantityUnits: order.quantityUnits,
        filledUnits: order.quantityUnits,
        limitPricePaise: order.limitPricePaise,
      });
      expect(done.averagePricePaise).to.be.within(1, order.limitPricePaise);
    });

    it('08 sells at the limit or better', async () => {
      const session = await on.client('plain');
      const order = await crossing(session, 'SELL');
      await placed(on.adapter, session, order);
      const done = await found(session, order.tag, (o) => o.status === 'COMPLETE');
      expect(done.averagePricePaise).to.be.at.least(order.limitPricePaise);
    });

    it('09 finds nothing under a tag that was never placed', async () => {
      expect(await on.adapter.findByTag(await on.client('plain'), 'NEVERPLACED')).to.equal(undefined);
    });

    it('10 rests an order whose limit does not cross, and cancels it', async () => {
      const session = await on.client('plain');
      const order = await resting(session);
      const brokerOrderId = await placed(on.adapter, session, order);
      await new Promise((resolve) => setTimeout(resolve, 250));
      expect(await on.adapter.findByTag(session, order.tag)).to.include({
        status: 'OPEN',
        filledUnits: 0,
        averagePricePaise: 0,
      });
      await on.adapter.cancelOrder(session, brokerOrderId);
      await found(session, order.tag, (o) => o.status === 'CANCELLED');
    });

    it('11 says refused when an order that is over is cancelled, and when it does not exist', async () => {
      const session = await on.client('plain');
      const order = await crossing(session);
      const brokerOrderId = await placed(on.adapter, session, order);
      await found(session, order.tag, (o) => o.status === 'COMPLETE');
      for (const id of [brokerOrderId, 'NOSUCHORDER']) {
        const error = await failureOf(on.adapter.cancelOrder(session, id));
        expect(error).to.be.instanceOf(BrokerError).and.include({ kind: 'refused' });
      }
    });

    it('12 reprices an open order into a fill; says refused, and changes nothing, where it cannot modify', async (notDeclared) => {
      const session = await on.client('plain');
      const order = await resting(session);
      const brokerOrderId = await placed(on.adapter, session, order);
      const { limitPricePaise } = await crossing(session);
      if (!on.adapter.capabilities.modifyOrder) {
        notDeclared('it cannot modify an order (`modifyOrder`): it says refused and changes nothing');
        const error = await failureOf(on.adapter.modifyOrder(session, brokerOrderId, limitPricePaise));
        expect(error).to.be.instanceOf(BrokerError).and.include({ kind: 'refused' });
        expect(await on.adapter.findByTag(session, order.tag)).to.include({ status: 'OPEN', filledUnits: 0 });
        return;
      }
      await on.adapter.modifyOrder(session, brokerOrderId, limitPricePaise);
      const done = await found(session, order.tag, (o) => o.status === 'COMPLETE');
      expect(done).to.include({ brokerOrderId, limitPricePaise });
    });

    it('13 says no for good, with code and message, when the margin is too small', async () => {
      const { seen, code, message } = subject.words.noFunds;
      const session = await on.client('no_funds');
      const order = await crossing(session);
      const result = await send(on.adapter.prepare(session, order));
      if (seen === 'in_book') {
        expect(result).to.include({ outcome: 'accepted' });
        const rejected = await found(session, order.tag, (o) => o.status === 'REJECTED');
        expect([rejected.statusCode, rejected.filledUnits]).to.deep.equal([code, 0]);
        expect(rejected.statusMessage).to.match(message);
        expect(rejected.refusalReason).to.equal('insufficient_funds');
        return;
      }
      expect(result).to.include({ outcome: 'refused', retryable: false, reason: 'insufficient_funds', code });
      expect('message' in result && result.message).to.match(message);
      expect(await on.adapter.findByTag(session, order.tag)).to.equal(undefined);
    });

    it('14 asks for a login when the token is dead, for placements and reads, without repeating it', async () => {
      const alive = await on.client('plain');
      const session = { ...alive, accessToken: 'dead.token.value' };
      const result = await send(on.adapter.prepare(session, await crossing(alive)));
      expect(result).to.include({ outcome: 'refused', retryable: false, reason: 'login_required' });
      const reads: Promise<unknown>[] = [
        on.adapter.orderBook(session),
        on.adapter.positions(session),
        on.adapter.availableMarginPaise(session),
        on.adapter.spotPaise(session, 'NIFTY'),
      ];
      for (const error of await Promise.all(reads.map(failureOf))) {
        expect(error).to.be.instanceOf(BrokerError).and.include({ kind: 'auth' });
        expect(String(error)).to.not.include('dead.token.value');
      }
    });

    it('15 refuses a broken order for good: off lot, off tick, unknown symbol, out of band, over freeze', async () => {
      const session = await on.client('plain');
      const { lotUnits } = atTheMoneyCall();
      const broken = [
        { quantityUnits: lotUnits + 1 },
        { limitPricePaise: 10_001 },
        { limitPricePaise: 9_000_00 },
        { quantityUnits: lotUnits * 100 },
      ];
      for (const change of [subject.unlisted, ...broken]) {
        const order = await crossing(session, 'BUY', change);
        const result = await send(on.adapter.prepare(session, order));
        if (subject.words.brokenRule === 'in_book' && change !== subject.unlisted) {
          expect(result, JSON.stringify(change)).to.include({ outcome: 'accepted' });
          const rejected = await found(session, order.tag, (o) => o.status === 'REJECTED');
          expect(rejected.statusMessage).to.be.a('string').that.is.not.empty;
          continue;
        }
        expect(result, JSON.stringify(change)).to.include({
          outcome: 'refused',
          retryable: false,
          reason: 'invalid_order',
        });
        expect(await on.adapter.findByTag(session, order.tag)).to.equal(undefined);
      }
    });

    it('16 shows an order that was accepted and then rejected, with the reason', async () => {
      const session = await on.client('rejected');
      const order = await crossing(session);
      await placed(on.adapter, session, order);
      const rejected = await found(session, order.tag, (o) => o.status === 'REJECTED');
      expect(rejected.filledUnits).to.equal(0);
      expect(rejected.statusMessage).to.be.a('string').that.is.not.empty;
    });

    it('17 shows a part-filled order: whole lots, still open, and what was filled stays when it is cancelled', async () => {
      const session = await on.client('partial');
      const { lotUnits } = atTheMoneyCall();
      const order = await crossing(session, 'BUY', { quantityUnits: 3 * lotUnits });
      const brokerOrderId = await placed(on.adapter, session, order);
      const part = await found(session, order.tag, (o) => o.filledUnits > 0);
      expect(part).to.include({ status: 'OPEN', filledUnits: lotUnits });
      await on.adapter.cancelOrder(session, brokerOrderId);
      await found(session, order.tag, (o) => o.status === 'CANCELLED' && o.filledUnits === lotUnits);
    });

    it('18 leaves an order open that the market never takes', async () => {
      const session = await on.client('rests');
      const order = await crossing(session);
      await placed(on.adapter, session, order);
      await new Promise((resolve) => setTimeout(resolve, 250));
      expect(await on.adapter.findByTag(session, order.tag)).to.include({ status: 'OPEN', filledUnits: 0 });
    });

    it('19 nets fills into positions', async () => {
      const session = await on.client('plain');
      const option = atTheMoneyCall();
      const { lotUnits } = option;
      const contract = await contractOf(session, option);
      const bought = crossingOrder('BUY', { ...contract, quantityUnits: 3 * lotUnits }, option);
      const sold = crossingOrder('SELL', contract, option);
      for (const order of [bought, sold]) {
        await placed(on.adapter, session, order);
        await found(session, order.tag, (o) => o.status === 'COMPLETE');
      }
      const { tradingsymbol, instrumentKey } = contract;
      expect(await on.adapter.positions(session)).to.deep.equal([
        { tradingsymbol, instrumentKey, netUnits: 2 * lotUnits },
      ]);
      expect((await on.adapter.orderBook(session)).map((o) => o.tag)).to.have.members([bought.tag, sold.tag]);
    });

    it('20 keeps clients apart', async () => {
      const [one, other] = [await on.client('plain'), await on.client('plain')];
      const order = await crossing(one);
      await placed(on.adapter, one, order);
      expect(await on.adapter.orderBook(other)).to.deep.equal([]);
      expect(await on.adapter.findByTag(other, order.tag)).to.equal(undefined);
    });

    it('21 knows the margin as whole paise', async () => {
      expect(await on.adapter.availableMarginPaise(await on.client('plain'))).to.satisfy(
        (paise: number) => Number.isSafeInteger(paise) && paise > 0,
      );
    });

    it('22 lists the options of an underlying so that a leg can be resolved and quoted', async () => {
      const session = await on.client('plain');
      const [listed, spot] = [
        await on.adapter.instruments(session, 'BANKNIFTY'),
        await on.adapter.spotPaise(session, 'BANKNIFTY'),
      ];
      for (const name of ['tradingsymbol', 'instrumentKey'] as const)
        expect(new Set(listed.map((o) => o[name])).size, name).to.equal(listed.length);
      const leg = { side: 'SELL', optionType: 'PE', strikeOffset: -2, expiry: 'nearest', lots: 1 } as const;
      const option = resolveLeg(leg, listed, spot, tradingDayOf(Date.now()));
      expect(option).to.include({ underlying: 'BANKNIFTY', optionType: 'PE', exchange: 'NFO', tickPaise: 5 });
      const nearest = atTheMoney(
        listed.map((o) => o.strikePaise),
        spot,
      );
      expect(Math.abs(nearest - spot)).to.be.at.most(50_00);
      const quotes = await on.adapter.quotes(session, [option!, subject.unlisted]);
      expect([...quotes.keys()]).to.deep.equal([option!.tradingsymbol]);
      const quote = quotes.get(option!.tradingsymbol)!;
      expect(quote.bidPaise).to.be.within(quote.lowerBandPaise, quote.askPaise - 1);
      expect(quote.askPaise).to.be.at.most(quote.upperBandPaise);
    });

    it('23 quotes hundreds of contracts in one call, or two seconds’ worth where each is a call of its own', async () => {
      const session = await on.client('plain');
      const { quotesPerSecond } = on.adapter.capabilities;
      const all = await on.adapter.instruments(session, 'NIFTY');
      const listed = quotesPerSecond === undefined ? all : all.slice(0, 2 * quotesPerSecond);
      const quotes = await on.adapter.quotes(session, listed);
      expect([...quotes.keys()]).to.have.members(listed.map((o) => o.tradingsymbol));
    });

    it('24 warms a connection up without placing anything', async (notDeclared) => {
      const session = await on.client('plain');
      const warmUp = on.adapter.warmUp(session);
      if (!warmUp) return notDeclared('it is called without a connection that could be warmed up');
      expect((await fetch(`${warmUp.origin}${warmUp.path}`, { ...warmUp, body: warmUp.body ?? null })).status).to.equal(
        200,
      );
      expect(await on.adapter.orderBook(session)).to.deep.equal([]);
    });

    overNetwork('25 is in doubt about an order without an answer, and finds it: late, or at once', async () => {
      for (const [kind, more] of [['timeout_after_accept'], ['late_accept', { after_s: 0.3 }]] as const) {
        const session = await on.client('plain');
        const order = await crossing(session);
        await on.arm(session.clientId, kind, more);
        expect(await send(on.adapter.prepare(session, order), 200), kind).to.include({ outcome: 'ambiguous' });
        expect(await found(session, order.tag, () => true)).to.include({ tag: order.tag, side: 'BUY' });
      }
    });

    overNetwork(
      '26 is in doubt about a broken connection, a server error and a page, which here create nothing',
      async () => {
        for (const kind of ['reset_before_accept', 'server_error', 'non_json'] as const) {
          const session = await on.client('plain');
          const order = await crossing(session);
          await on.arm(session.clientId, kind);
          expect(await send(on.adapter.prepare(session, order)), kind).to.include({ outcome: 'ambiguous' });
          expect(await on.adapter.findByTag(session, order.tag), kind).to.equal(undefined);
        }
      },
    );

    overNetwork('27 may send again what was throttled, and what never left', async () => {
      const session = await on.client('plain');
      const order = await crossing(session);
      await on.arm(session.clientId, 'throttle');
      const throttled = await send(on.adapter.prepare(session, order));
      expect(throttled).to.include({ outcome: 'refused', retryable: true, reason: 'throttled' });
      expect(await on.adapter.findByTag(session, order.tag)).to.equal(undefined);
      const nobody = await send(on.unreachable.adapter.prepare(session, order));
      expect(nobody).to.include({ outcome: 'refused', retryable: true, reason: 'not_sent' });
      await placed(on.adapter, session, order);
    });

    overNetwork('28 asks for a login when the broker revokes the token, until the next login', async () => {
      const session = await on.client('plain');
      const order = await crossing(session);
      await on.arm(session.clientId, 'token_revoked', { skip: 1 });
      await placed(on.adapter, session, order);
      const result = await send(on.adapter.prepare(session, await crossing(session)));
      expect(result).to.include({ outcome: 'refused', retryable: false, reason: 'login_required' });
      expect(await failureOf(on.adapter.orderBook(session))).to.include({ kind: 'auth' });
    });

    overNetwork('29 keeps a slow answer an answer', async () => {
      const session = await on.client('plain');
      await on.arm(session.clientId, 'slow', { delay_ms: 400 });
      await placed(on.adapter, session, await crossing(session));
    });

    it('30 brings back a tag of 19 characters, the longest the engine uses', async () => {
      const session = await on.client('plain');
      const order = await crossing(session, 'BUY', { tag: `L${'0123456789'.repeat(2)}`.slice(0, 19) });
      await placed(on.adapter, session, order);
      expect((await found(session, order.tag, () => true)).tag).to.equal(order.tag);
    });

    overNetwork('31 leaves an unregistered address to the operator: no retry, no login', async () => {
      const session = await on.client('plain');
      const order = await crossing(session);
      await on.arm(session.clientId, 'unregistered_address');
      const result = await send(on.adapter.prepare(session, order));
      expect(result).to.include({ outcome: 'refused', retryable: false, reason: 'configuration' });
      expect('message' in result && result.message).to.match(/\bIP\b/);
      expect(await on.adapter.findByTag(session, order.tag)).to.equal(undefined);
      await placed(on.adapter, session, order);
    });
  });

describe('brokers: conformance table', testTable);
