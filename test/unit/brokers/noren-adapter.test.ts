// What the Noren adapter proves and keeps to itself: the checksum, whose login it is, secrets, and the pace of its reads.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { BrokerError } from '../../../brokers/errors.js';
import { NorenAdapter } from '../../../brokers/noren/adapter.js';
import { Pace } from '../../../brokers/noren/pace.js';
import type { PlaceOrder } from '../../../brokers/port.js';
import { wireSettings } from '../../../platform/broker-wires.js';
import { failureOf } from '../../brokers/harness.js';

describe('brokers: noren adapter', () => {
  let server: Server;
  let adapter: NorenAdapter;
  let answers: string;
  let requests: { path: string; body: string; contentType: string | undefined }[];

  before(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        requests.push({ path: request.url ?? '', body, contentType: request.headers['content-type'] });
        response.end(answers);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    adapter = new NorenAdapter(wireSettings(undefined, { 'zebu-noren': { baseUrl, algoId: 'ALGO7' } })['zebu-noren']);
  });
  beforeEach(() => (requests = []));
  after(async () => {
    await adapter.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const grant = { stat: 'Ok', access_token: 'T', USERID: 'Z1', actid: 'Z1', expires_in: '1772527627' };
  const login = {
    credentials: { apiKey: 'ABC', apiSecret: '123' },
    token: 'x1y2z3',
    redirectUri: 'https://p.in/cb',
    expectedClientId: 'Z1',
  };
  const session = { clientId: 'Z1', apiKey: 'ABC', accessToken: 'the-token' };
  const order: PlaceOrder = {
    tag: 'T',
    tradingsymbol: 'S',
    instrumentKey: '1',
    exchange: 'NFO',
    side: 'BUY',
    quantityUnits: 1,
    limitPricePaise: 5,
  };

  it('proves the secret with the documented checksum', async () => {
    answers = JSON.stringify(grant);
    expect(await adapter.exchangeToken(login)).to.deep.equal({
      ...{ accessToken: 'T', clientId: 'Z1', expiresAtMs: 1_772_527_627_000 },
    });
    expect(requests[0]).to.include({ path: '/NorenWClientAPI/GenAcsTok', contentType: 'text/plain' });
    expect(JSON.parse(requests[0]!.body.slice('jData='.length))).to.deep.equal({
      ...{ code: 'x1y2z3', uid: 'Z1' },
      checksum: '7b482d7b380a3067eaba4c9c909b19253c4fa0edb5833e246401b8497c99a9c3',
    });
  });

  it('names the user who logged in, whoever was expected: the session’s owner is compared by the caller', async () => {
    answers = JSON.stringify({ ...grant, USERID: 'Z2', actid: 'Z2' });
    expect((await adapter.exchangeToken(login)).clientId).to.equal('Z2');
  });

  it('refuses a user who logged in for another account', async () => {
    answers = JSON.stringify({ ...grant, actid: 'Z9' });
    expect(await failureOf(adapter.exchangeToken(login)))
      .to.be.instanceOf(BrokerError)
      .and.include({ kind: 'refused', detail: 'The login of user Z1 is for another account, Z9' });
  });

  it('repeats neither secret, code, checksum nor token', async () => {
    answers = JSON.stringify({ stat: 'Not_Ok', emsg: 'Invalid authorization code x1y2z3 with 123' });
    const error = await failureOf(
      adapter.exchangeToken({ ...login, credentials: { apiKey: 'ABC', apiSecret: '123' } }),
    );
    expect(error).to.include({ kind: 'refused', detail: 'Invalid authorization code [redacted] with [redacted]' });
    const prepared = adapter.prepare(session, order);
    if (prepared.via !== 'http') throw new Error('not http');
    const refused = { stat: 'Not_Ok', emsg: 'Session Expired : the-token' };
    expect(prepared.read({ kind: 'response', status: 200, body: JSON.stringify(refused) })).to.include({
      message: 'Session Expired : [redacted]',
    });
  });

  it('sends the configured algo id with every order', () => {
    const prepared = adapter.prepare(session, order);
    if (prepared.via !== 'http') throw new Error('not http');
    expect(prepared.request).to.deep.include({ method: 'POST', path: '/NorenWClientAPI/PlaceOrder' });
    expect(prepared.request.headers).to.include({ authorization: 'Bearer the-token', 'content-type': 'text/plain' });
    expect(prepared.request.body).to.include('"algo_id":"ALGO7"');
  });

  it('reads an empty book as empty, and never another refusal', async () => {
    answers = JSON.stringify({ stat: 'Not_Ok', emsg: 'Error Occurred : 5 "no data"' });
    expect(await adapter.orderBook(session)).to.deep.equal([]);
    expect(await adapter.positions(session)).to.deep.equal([]);
    expect(await adapter.findByTag(session, 'T')).to.equal(undefined);
    answers = JSON.stringify({ stat: 'Not_Ok', emsg: 'Server Timeout :  ' });
    expect(await failureOf(adapter.findByTag(session, 'T'))).to.include({ kind: 'unreachable' });
  });

  it('stops asking for quotes when one fails', async () => {
    answers = JSON.stringify({ stat: 'Not_Ok', emsg: 'Session Expired : Invalid Session Key' });
    const contracts = Array.from({ length: 40 }, (_, i) => ({ ...order, instrumentKey: String(i) }));
    expect(await failureOf(adapter.quotes(session, contracts))).to.include({ kind: 'auth' });
    expect(requests.length).to.be.at.most(8);
  });

  it('downloads the master again after a failure', async () => {
    answers = '<html>';
    for (const downloads of [1, 2]) {
      const error = await failureOf(adapter.instruments(session, 'NIFTY'));
      expect(error).to.include({ kind: 'unreachable', broker: 'zebu' });
      expect(requests.filter(({ path }) => path === '/NFO_symbols.txt.zip')).to.have.length(downloads);
    }
  });
});

describe('brokers: noren pace', () => {
  it('lets a burst through, then gives turns evenly, user by user', async () => {
    let now = 5_000;
    const waits: number[] = [];
    const pace = new Pace(
      4,
      () => now,
      (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
    );
    const turns = async (user: string, count: number): Promise<number[]> => {
      waits.length = 0;
      for (let i = 0; i < count; i += 1) await pace.turn(user);
      return [...waits];
    };
    expect(await turns('A', 4)).to.deep.equal([]);
    expect(await turns('A', 3)).to.deep.equal([250, 500, 750]);
    expect(await turns('B', 4)).to.deep.equal([]);
    now += 750;
    expect(await turns('A', 1)).to.deep.equal([250]);
    now += 60_000;
    expect(await turns('A', 5)).to.deep.equal([250]);
  });
});
