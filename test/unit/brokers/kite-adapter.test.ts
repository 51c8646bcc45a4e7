// What the Kite adapter sends, and what it makes of lists, tokens and the broker's limits.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { BrokerError } from '../../../brokers/errors.js';
import { KiteAdapter } from '../../../brokers/kite/adapter.js';
import type { PlaceOrder } from '../../../brokers/port.js';
import { wireSettings } from '../../../platform/broker-wires.js';
import { failureOf } from '../../brokers/harness.js';

type Seen = { method: string; path: string; headers: IncomingMessage['headers']; body: string; atMs: number };

const CSV = [
  'instrument_token,exchange_token,tradingsymbol,name,last_price,expiry,strike,tick_size,lot_size,instrument_type,segment,exchange',
  '12073986,47164,NIFTY26D0124500CE,"NIFTY",0,2026-12-01,24500,0.05,65,CE,NFO-OPT,NFO',
  '12073987,47165,NIFTY26DECFUT,"NIFTY",0,2026-12-29,0,0.1,65,FUT,NFO-FUT,NFO',
  '12073988,47166,NIFTYNXT5026DEC66000CE,"NIFTYNXT50",0,2026-12-29,66000,0.05,25,CE,NFO-OPT,NFO',
].join('\n');

describe('brokers: kite adapter', () => {
  let server: Server;
  let adapter: KiteAdapter;
  let answer: { status?: number; body: string | Buffer };
  let seen: Seen[];
  let nowMs: number;

  before(async () => {
    server = createServer((request, response) => {
      const atMs = performance.now();
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url: path = '', headers } = request;
        seen.push({ method, path, headers, body: Buffer.concat(chunks).toString(), atMs });
        response.writeHead(answer.status ?? 200).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    adapter = new KiteAdapter(wireSettings(undefined, { kite: { baseUrl } }).kite.addresses, () => nowMs);
  });
  beforeEach(() => {
    seen = [];
    nowMs = Date.parse('2026-11-24T03:30:00Z');
  });
  after(async () => {
    await adapter.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const succeed = (data: unknown): void => void (answer = { body: JSON.stringify({ status: 'success', data }) });
  const session = { clientId: 'AB1234', apiKey: 'key', accessToken: 'the-token' };
  const other = { ...session, clientId: 'CD5678', accessToken: 'another-token' };
  const order: PlaceOrder = {
    ...{ tag: 'QTAG', tradingsymbol: 'NIFTY26D0124500CE', instrumentKey: 'NIFTY26D0124500CE', exchange: 'NFO' },
    ...{ side: 'SELL', quantityUnits: 65, limitPricePaise: 150_50 },
  };
  const login = {
    credentials: { apiKey: 'ABC', apiSecret: '123' },
    token: 'x1y2z3',
    redirectUri: 'https://p.in/cb',
    expectedClientId: 'AB1234',
  };

  it('places a form with the session’s header and the API’s version', () => {
    const prepared = adapter.prepare(session, order);
    if (prepared.via !== 'http') throw new Error('not http');
    const { method, path, headers, body } = prepared.request;
    expect([method, path]).to.deep.equal(['POST', '/orders/regular']);
    expect(headers).to.deep.include({ authorization: 'token key:the-token', 'x-kite-version': '3' });
    expect(headers).to.include({ 'content-type': 'application/x-www-form-urlencoded' });
    expect(Object.fromEntries(new URLSearchParams(body))).to.deep.equal({
      ...{ tradingsymbol: 'NIFTY26D0124500CE', exchange: 'NFO', transaction_type: 'SELL', quantity: '65' },
      ...{ product: 'MIS', order_type: 'LIMIT', price: '150.5', tag: 'QTAG', validity: 'DAY' },
    });
    const refused = { status: 'error', message: 'the-token is dead', error_type: 'TokenException' };
    expect(prepared.read({ kind: 'response', status: 403, body: JSON.stringify(refused) })).to.include({
      message: '[redacted] is dead',
    });
  });

  it('opens connections in nobody’s name', () => {
    const { method, path, headers } = adapter.warmUp(session);
    expect([method, path, headers]).to.deep.equal(['GET', '/', { 'x-kite-version': '3', accept: 'application/json' }]);
  });

  it('changes the price alone, and cancels, under the order’s own address', async () => {
    succeed({ order_id: '1' });
    await adapter.modifyOrder(session, '1/2', 10_05);
    await adapter.cancelOrder(session, '1');
    expect(seen.map((s) => [s.method, s.path, s.body])).to.deep.equal([
      ['PUT', '/orders/regular/1%2F2', 'order_type=LIMIT&price=10.05&validity=DAY'],
      ['DELETE', '/orders/regular/1', ''],
    ]);
    expect(seen[1]!.headers).to.include({ authorization: 'token key:the-token', 'x-kite-version': '3' });
  });

  it('proves the secret by checksum; the session ends at the next 06:00 in India', async () => {
    succeed({ user_id: 'AB1234', access_token: 'T', login_time: '2026-11-24 09:00:00' });
    const ends: [string, string][] = [
      ['2026-11-24T03:30:00Z', '2026-11-25T00:30:00.000Z'],
      ['2026-11-24T18:45:00Z', '2026-11-25T00:30:00.000Z'],
      ['2026-11-25T00:29:59Z', '2026-11-25T00:30:00.000Z'],
    ];
    for (const [at, end] of ends) {
      nowMs = Date.parse(at);
      const grant = await adapter.exchangeToken(login);
      expect({ ...grant, expiresAtMs: new Date(grant.expiresAtMs).toISOString() }).to.deep.equal({
        ...{ clientId: 'AB1234', accessToken: 'T', expiresAtMs: end },
      });
    }
    expect(seen[0]).to.include({ method: 'POST', path: '/session/token' });
    expect(seen[0]!.headers).to.include({ 'x-kite-version': '3' });
    expect(Object.fromEntries(new URLSearchParams(seen[0]!.body))).to.deep.equal({
      ...{ api_key: 'ABC', request_token: 'x1y2z3' },
      checksum: createChecksum('ABCx1y2z3123'),
    });
  });

  it('takes a request token that does not serve for a refusal, not for a session that is over', async () => {
    const error_type = 'TokenException';
    const message = 'Token x1y2z3 is invalid or has expired.';
    answer = { status: 403, body: JSON.stringify({ status: 'error', message, data: null, error_type }) };
    const error = await failureOf(adapter.exchangeToken(login));
    expect(error).to.be.instanceOf(BrokerError).and.include({ kind: 'refused', brokerCode: 'TokenException' });
    expect(String(error)).to.not.include('x1y2z3');
  });

  it('reads the instrument list gzipped or plain, and says unreachable of a broken one', async () => {
    for (const body of [CSV, gzipSync(CSV)]) {
      answer = { body };
      expect(await adapter.instruments(session, 'NIFTY')).to.deep.equal([
        {
          ...{ tradingsymbol: 'NIFTY26D0124500CE', instrumentKey: 'NIFTY26D0124500CE', exchange: 'NFO' },
          ...{ underlying: 'NIFTY', expiry: '2026-12-01', strikePaise: 24_500_00, optionType: 'CE' },
          ...{ lotUnits: 65, tickPaise: 5 },
        },
      ]);
    }
    answer = { body: gzipSync(CSV).subarray(0, 40) };
    expect(await failureOf(adapter.instruments(session, 'NIFTY'))).to.include({ kind: 'unreachable' });
    expect(seen.map((s) => s.path)).to.deep.equal(Array(3).fill('/instruments/NFO'));
  });

  it('asks for quotes once a second and api_key, whoever asks, 400 at a time', async () => {
    const quote = { last_price: 1, lower_circuit_limit: 0.05, upper_circuit_limit: 9 };
    const depth = { buy: [{ price: 0.95 }], sell: [{ price: 1.05 }] };
    succeed({ 'NSE:NIFTY 50': { ...quote, depth, last_price: 24_500 }, 'NFO:A': { ...quote, depth } });
    const many = Array.from({ length: 401 }, (_, i) => ({ ...order, tradingsymbol: i === 0 ? 'A' : `B${i}` }));
    const [spot, quotes] = await Promise.all([adapter.spotPaise(session, 'NIFTY'), adapter.quotes(other, many)]);
    expect([spot, quotes.get('A')?.askPaise]).to.deep.equal([24_500_00, 105]);
    expect(seen.map((s) => new URLSearchParams(s.path.split('?')[1]).getAll('i').length)).to.deep.equal([1, 400, 1]);
    for (const [i, { atMs }] of seen.slice(1).entries()) expect(atMs - seen[i]!.atMs).to.be.at.least(995);
  });

  it('sends what a session asks for while a request of its waits as one, and gives each what it asked for', async () => {
    const quote = { last_price: 1, lower_circuit_limit: 0.05, upper_circuit_limit: 9 };
    const depth = { buy: [{ price: 0.95 }], sell: [{ price: 1.05 }] };
    succeed({ 'NSE:NIFTY 50': { last_price: 24_500 }, 'NFO:A': { ...quote, depth }, 'NFO:B': { ...quote, depth } });
    const [a, b] = ['A', 'B'].map((tradingsymbol) => ({ ...order, tradingsymbol })) as [PlaceOrder, PlaceOrder];
    const mine = { ...session, apiKey: 'another' };
    await adapter.quotes(mine, [a]);
    const asked = [adapter.spotPaise(mine, 'NIFTY'), adapter.quotes(mine, [a]), adapter.quotes(mine, [b, a])] as const;
    const [spot, one, two] = await Promise.all(asked);
    expect([spot, [...one.keys()], [...two.keys()]]).to.deep.equal([24_500_00, ['A'], ['B', 'A']]);
    expect(seen.map((s) => new URLSearchParams(s.path.split('?')[1]).getAll('i'))).to.deep.equal([
      ['NFO:A'],
      ['NSE:NIFTY 50', 'NFO:A', 'NFO:B'],
    ]);
  });

  it('lets those share a read of the book who ask while it waits, and only those of one session', async () => {
    succeed([]);
    await adapter.orderBook(session);
    const asked = [session, session, other].map((who) => adapter.findByTag(who, 'QTAG'));
    expect(await Promise.all(asked)).to.deep.equal(Array(3).fill(undefined));
    const [first, second] = seen.filter((s) => s.headers.authorization === 'token key:the-token');
    expect(second!.atMs - first!.atMs).to.be.at.least(95);
    expect(seen.map((s) => s.headers.authorization).sort()).to.deep.equal([
      ...['token key:another-token', 'token key:the-token', 'token key:the-token'],
    ]);
  });
});

function createChecksum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
