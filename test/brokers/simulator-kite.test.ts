// What Kite's simulator insists on, and what of it only shows without the adapter.
import { expect } from 'chai';
import { KiteAdapter } from '../../brokers/kite/adapter.js';
import type { BrokerSession } from '../../brokers/port.js';
import { wireSettings } from '../../platform/broker-wires.js';
import { crossingOrder, placed, startSimulator, until, type SimHarness } from './harness.js';
import { loginAt } from './subjects/live.js';
import { CREDENTIALS, REDIRECT_URI } from './subjects/subject.js';

type Envelope = { status: string; data: unknown; message?: string; error_type?: string };

describe('brokers: simulated kite', () => {
  let on: SimHarness;
  let base: string;
  let adapter: KiteAdapter;
  before(async () => {
    on = await startSimulator();
    base = `${on.simulator.url}/kite`;
    adapter = new KiteAdapter(wireSettings(on.simulator.url).kite.addresses);
  });
  after(async () => {
    await adapter.close();
    await on.simulator.close();
  });

  const login = async (clientId: string): Promise<BrokerSession> => {
    const token = await loginAt('kite', 'kite', base, clientId, 'request_token');
    const request = { credentials: CREDENTIALS, token, redirectUri: REDIRECT_URI, expectedClientId: clientId };
    return { ...(await adapter.exchangeToken(request)), apiKey: CREDENTIALS.apiKey };
  };
  const get = async (session: BrokerSession, path: string, headers: Record<string, string> = {}) => {
    const authorization = `token ${session.apiKey}:${session.accessToken}`;
    const answer = await fetch(base + path, { headers: { authorization, 'x-kite-version': '3', ...headers } });
    return { status: answer.status, json: (await answer.json()) as Envelope };
  };

  it('gives back what it was given as redirect_params, and no state of its own address', async () => {
    const query = new URLSearchParams({ v: '3', api_key: 'k', redirect_uri: REDIRECT_URI, login_hint: 'K1' });
    const back = async (more: Record<string, string>): Promise<Record<string, string>> => {
      const page = `${base}/connect/login?${query.toString()}&${new URLSearchParams(more).toString()}`;
      const { headers } = await fetch(`${page}&auto_approve=1`, { redirect: 'manual' });
      return Object.fromEntries(new URL(headers.get('location') ?? '').searchParams);
    };
    expect(await back({ redirect_params: 'state=a%2Bb&more=1', state: 'no' })).to.include({ state: 'a+b', more: '1' });
    expect(await back({ state: 'no' })).to.have.keys(['action', 'type', 'status', 'request_token']);
    const forged = await back({ redirect_params: 'request_token=forged' });
    expect(forged['request_token']).to.not.equal('forged');
  });

  it('gives them back to a person who fills in the form, too', async () => {
    const query = new URLSearchParams({
      v: '3',
      api_key: 'k',
      redirect_params: 'state=s1',
      redirect_uri: REDIRECT_URI,
    });
    const body = new URLSearchParams({ api_key: 'k', user_id: 'K2', redirect_uri: REDIRECT_URI, password: 'x' });
    const page = `${base}/connect/login?${query.toString()}`;
    const answer = await fetch(page, { method: 'POST', body, redirect: 'manual' });
    expect(answer.headers.get('location')).to.match(/[?&]state=s1&.*request_token=/);
  });

  it('wants its own header: version, api_key and token of one session', async () => {
    const session = await login('K3');
    expect((await get(session, '/orders')).status).to.equal(200);
    const bad: Record<string, string>[] = [
      { 'x-kite-version': '2' },
      { authorization: `Bearer ${session.accessToken}` },
      { authorization: `token another:${session.accessToken}` },
    ];
    for (const headers of bad) {
      const { status, json } = await get(session, '/orders', headers);
      expect([status, json.error_type]).to.deep.equal([403, 'TokenException']);
    }
    expect((await get(session, '/nowhere')).status).to.equal(404);
  });

  it('tells the stages of an order, and of none that is not there', async () => {
    const session = await login('K4');
    const listed = await adapter.instruments(session, 'NIFTY');
    expect(listed.map((o) => o.tradingsymbol)).to.satisfy((names: string[]) =>
      names.every((name) => /^NIFTY\d\d([1-9OND]\d\d|[A-Z]{3})\d+(CE|PE)$/.test(name)),
    );
    const plain = crossingOrder();
    const [strike] = /\d{5}(?=CE$)/.exec(plain.tradingsymbol) ?? [];
    const [nearest] = listed.filter((o) => o.optionType === 'CE' && o.strikePaise === Number(strike) * 100);
    const { tradingsymbol, instrumentKey } = nearest!;
    const id = await placed(adapter, session, { ...plain, tradingsymbol, instrumentKey });
    const stages = await until('the fill', async () => {
      const rows = (await get(session, `/orders/${id}`)).json.data as Record<string, unknown>[];
      return rows.at(-1)?.['status'] === 'COMPLETE' && rows;
    });
    expect(stages.map((s) => [s['status'], s['tradingsymbol'], s['tags']])).to.deep.equal([
      ['PUT ORDER REQ RECEIVED', tradingsymbol, [plain.tag]],
      ['COMPLETE', tradingsymbol, [plain.tag]],
    ]);
    expect((await get(session, '/orders/1')).json).to.include({ error_type: 'OrderException' });
  });

  it('refuses the second request for quotes in a second, and the eleventh for the book', async () => {
    const session = await login('K5');
    const index = '/quote?i=NSE%3ANIFTY+50';
    const quotes = [await get(session, index), await get(session, index)];
    expect(quotes.map((q) => [q.status, q.json.error_type])).to.deep.equal([
      [200, undefined],
      [429, 'NetworkException'],
    ]);
    const books = await Promise.all(Array.from({ length: 11 }, () => get(session, '/orders')));
    expect(books.map((b) => b.status).sort()).to.deep.equal([...(Array(10).fill(200) as number[]), 429]);
  });
});
