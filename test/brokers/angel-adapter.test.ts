// What is Angel One's own, against its simulator: midnight, whose token it is, reads within the limits, and what is said of the machine.
import { expect } from 'chai';
import { AngelAdapter } from '../../brokers/angel/adapter.js';
import { BrokerError } from '../../brokers/errors.js';
import { istInstant } from '../../domain/trading-time.js';
import { wireSettings } from '../../platform/broker-wires.js';
import { failureOf, placed, restingOrder, send, startSimulator, type SimHarness } from './harness.js';
import { loginAt } from './subjects/live.js';
import { CREDENTIALS, REDIRECT_URI } from './subjects/subject.js';

const MIDNIGHT = istInstant('2026-11-25', '00:00');

describe('brokers: angel against its simulator', () => {
  let harness: SimHarness;
  let adapter: AngelAdapter;
  let nowMs = Date.now();
  before(async () => {
    harness = await startSimulator({ now: () => nowMs });
    const { addresses, client } = wireSettings(harness.simulator.url).angel;
    adapter = new AngelAdapter(addresses, client, () => nowMs);
  });
  after(async () => {
    await adapter.close();
    await harness.simulator.close();
  });
  beforeEach(() => {
    nowMs = Date.now();
  });
  const tokenOf = (clientId: string): Promise<string> =>
    loginAt('angel', 'angel', `${harness.simulator.url}/angel`, clientId, 'auth_token');
  const exchange = (token: string, expectedClientId: string) =>
    adapter.exchangeToken({ credentials: CREDENTIALS, token, redirectUri: REDIRECT_URI, expectedClientId });

  it('ends a session at the next midnight, even one that began a minute before', async () => {
    nowMs = MIDNIGHT - 60_000;
    const token = await tokenOf('M1');
    expect(await exchange(token, 'M1')).to.deep.equal({ accessToken: token, clientId: 'M1', expiresAtMs: MIDNIGHT });
  });

  it('refuses a token that midnight has killed on its way, and gives it no further day', async () => {
    nowMs = MIDNIGHT - 1_000;
    const token = await tokenOf('M2');
    nowMs = MIDNIGHT + 1_000;
    const error = await failureOf(exchange(token, 'M2'));
    expect(error).to.be.instanceOf(BrokerError).and.include({ kind: 'refused', brokerCode: 'AG8002' });
  });

  it('names the client whose token it is, not the one who was expected', async () => {
    expect(await exchange(await tokenOf('OTHER'), 'MINE')).to.include({ clientId: 'OTHER' });
  });

  it('refuses a token under another api_key', async () => {
    const credentials = { apiKey: 'another_key', apiSecret: 's' };
    const login = { credentials, token: await tokenOf('K1'), redirectUri: REDIRECT_URI, expectedClientId: 'K1' };
    expect(await failureOf(adapter.exchangeToken(login))).to.include({ kind: 'refused', brokerCode: 'AG8004' });
  });

  it('says of the machine what the configuration says, and nothing by itself', () => {
    const { client } = wireSettings('http://127.0.0.1:9', { angel: { client: { publicIp: '203.0.113.7' } } }).angel;
    expect(client).to.deep.equal({ localIp: '127.0.0.1', publicIp: '203.0.113.7', macAddress: '00:00:00:00:00:00' });
    const told = new AngelAdapter(wireSettings('http://127.0.0.1:9').angel.addresses, client);
    expect(told.warmUp({ clientId: 'C', apiKey: 'k', accessToken: 't' }).headers).to.deep.equal({
      ...{ accept: 'application/json', authorization: 'Bearer t', 'x-privatekey': 'k' },
      ...{ 'x-usertype': 'USER', 'x-sourceid': 'WEB', 'x-clientlocalip': '127.0.0.1' },
      ...{ 'x-clientpublicip': '203.0.113.7', 'x-macaddress': '00:00:00:00:00:00' },
    });
  });

  it('never repeats the token or the key that an answer repeats', () => {
    const session = { clientId: 'C', apiKey: 'the-key', accessToken: 'the-token' };
    const prepared = adapter.prepare(session, restingOrder());
    if (prepared.via !== 'http') throw new Error('not http');
    const body = JSON.stringify({ success: false, message: 'the-token of the-key', errorCode: 'AG8001', data: '' });
    expect(prepared.read({ kind: 'response', status: 200, body })).to.include({ message: '[redacted] of [redacted]' });
  });

  it('reads the book as often as allowed, whoever asks, and never holds a placement up', async function () {
    this.timeout(15_000);
    harness = await restarted(harness);
    const { addresses, client } = wireSettings(harness.simulator.url).angel;
    const live = new AngelAdapter(addresses, client);
    try {
      const token = await loginAt('angel', 'angel', `${harness.simulator.url}/angel`, 'PACE', 'auth_token');
      const session = { clientId: 'PACE', apiKey: CREDENTIALS.apiKey, accessToken: token };
      const [option] = await live.instruments(session, 'NIFTY');
      const contract = { ...restingOrder(), ...option!, limitPricePaise: 5 };
      const reading = Promise.all(Array.from({ length: 40 }, (_, i) => live.findByTag(session, `T${i}`)));
      const again = reading.then(() => Promise.all([live.orderBook(session), live.orderBook(session)]));
      const began = performance.now();
      const result = await send(live.prepare(session, { ...contract, quantityUnits: option!.lotUnits }));
      expect(performance.now() - began).to.be.lessThan(500);
      expect(result.outcome).to.not.equal('ambiguous');
      const books = await again;
      expect(books[0]).to.deep.equal(books[1]);
    } finally {
      await live.close();
    }
  });

  it('changes an order only as the book has it', async function () {
    this.timeout(15_000);
    const { addresses, client } = wireSettings(harness.simulator.url).angel;
    const live = new AngelAdapter(addresses, client);
    try {
      const token = await loginAt('angel', 'angel', `${harness.simulator.url}/angel`, 'MODIFY', 'auth_token');
      const session = { clientId: 'MODIFY', apiKey: CREDENTIALS.apiKey, accessToken: token };
      expect(await failureOf(live.modifyOrder(session, '17', 100))).to.include({ kind: 'refused' });
      const resting = restingOrder();
      const same = (await live.instruments(session, 'NIFTY')).find((o) => o.tradingsymbol === resting.tradingsymbol);
      const id = await placed(live, session, { ...resting, instrumentKey: same!.instrumentKey });
      await live.modifyOrder(session, id, 10);
      expect(await live.findByTag(session, resting.tag)).to.include({ status: 'OPEN', limitPricePaise: 10 });
    } finally {
      await live.close();
    }
  });
});

/** On the wall clock, for what is timed. */
async function restarted(former: SimHarness): Promise<SimHarness> {
  await former.simulator.close();
  return startSimulator();
}
