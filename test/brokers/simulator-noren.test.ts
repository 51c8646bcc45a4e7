// The quirks of the simulated Noren wire that its adapter must live with: no state, texts instead of codes, numbers as text, objects for
// empty books, casing that varies, jData under any content type.
import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { NorenAdapter } from '../../brokers/noren/adapter.js';
import type { BrokerSession, PlaceOrder } from '../../brokers/port.js';
import type { RecordedOrder } from '../../brokers/simulator/record.js';
import { wireSettings } from '../../platform/broker-wires.js';
import { atTheMoneyCall, crossingOrder, placed, startSimulator, until, type SimHarness } from './harness.js';

type Json = Record<string, unknown>;

describe('brokers: simulated noren', () => {
  let on: SimHarness;
  let base: string;
  let adapter: NorenAdapter;
  let clients = 0;

  before(async () => {
    on = await startSimulator();
    base = `${on.simulator.url}/zebu-noren`;
    adapter = new NorenAdapter(wireSettings(on.simulator.url)['zebu-noren']);
  });
  after(async () => {
    await adapter.close();
    await on.simulator.close();
  });

  const page = (query: Record<string, string>, accept = 'text/html'): Promise<Response> =>
    fetch(`${base}/OAuthlogin/authorize/oauth?${new URLSearchParams(query).toString()}`, {
      headers: { accept },
      redirect: 'manual',
    });
  const codeFor = async (clientId: string): Promise<string> => {
    const query = { client_id: 'APP_U', login_hint: clientId, redirect_uri: 'http://localhost/cb', auto_approve: '1' };
    return new URL((await page(query)).headers.get('location') ?? '').searchParams.get('code') ?? '';
  };
  const post = async (what: string, body: string, accessToken?: string, type = 'text/plain'): Promise<Json> => {
    const authorization = accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` };
    const headers = { 'content-type': type, ...authorization };
    return (await (await fetch(`${base}/NorenWClientAPI/${what}`, { method: 'POST', headers, body })).json()) as Json;
  };
  const jData = (fields: object): string => `jData=${JSON.stringify(fields)}`;
  const exchange = (code: string, secret = 'test_api_secret', apiKey = 'APP_U'): Promise<Json> =>
    post(
      'GenAcsTok',
      jData({ code, checksum: createHash('sha256').update(`${apiKey}${secret}${code}`).digest('hex') }),
    );
  const login = async (): Promise<BrokerSession> => {
    const clientId = `NOREN${++clients}`;
    const { access_token } = await exchange(await codeFor(clientId));
    return { clientId, apiKey: 'APP_U', accessToken: String(access_token) };
  };
  const crossing = async (session: BrokerSession): Promise<PlaceOrder> => {
    const option = atTheMoneyCall();
    const same = (await adapter.instruments(session, 'NIFTY')).find(
      (o) => o.expiry === option.expiry && o.strikePaise === option.strikePaise && o.optionType === option.optionType,
    );
    return crossingOrder('BUY', { tradingsymbol: same!.tradingsymbol, instrumentKey: same!.instrumentKey }, option);
  };

  it('shows a login page that names the client, and sends back a code alone: no state', async () => {
    const shown = await (
      await page({ client_id: 'APP_U', login_hint: 'Z<1>', redirect_uri: 'http://localhost/cb' })
    ).text();
    expect(shown).to.include('name="uid" value="Z&#60;1&#62;"').and.include('name="client_id" value="APP_U"');
    const fields = {
      client_id: 'APP_U',
      uid: 'Z1',
      state: 's',
      redirect_uri: 'http://localhost/cb?a=1',
      password: 'p',
    };
    const answer = await fetch(`${base}/OAuthlogin/authorize/oauth`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    const back = new URL(answer.headers.get('location') ?? '');
    expect([answer.status, `${back.origin}${back.pathname}`]).to.deep.equal([302, 'http://localhost/cb']);
    expect([...back.searchParams.keys()]).to.deep.equal(['a', 'code']);
  });

  it('refuses an unknown app id: Not_Ok for a program, a page for a browser', async () => {
    const forProgram = await page({ client_id: 'invalid_1' }, 'application/json');
    expect([forProgram.status, await forProgram.json()]).to.deep.include(400);
    expect(await (await page({ client_id: 'invalid_1' }, 'application/json')).json()).to.include({
      stat: 'Not_Ok',
      emsg: 'Invalid client_id',
    });
    expect(await (await page({ client_id: 'invalid_1' })).text()).to.include('Invalid client_id');
  });

  it('takes a code once, only with the app’s secret, and says when the session ends: at 03:00 IST', async () => {
    const code = await codeFor('EXCH1');
    expect(await exchange(code, 'wrong')).to.include({ stat: 'Not_Ok', emsg: 'Invalid Input :  Invalid checksum' });
    expect(await exchange(code, 'test_api_secret', 'OTHER_U')).to.include({ stat: 'Not_Ok' });
    const granted = await exchange(code);
    expect(granted).to.include({ stat: 'Ok', USERID: 'EXCH1', actid: 'EXCH1', uid: 'EXCH1' });
    const seconds = String(granted['expires_in']);
    expect(seconds).to.match(/^\d{10}$/);
    expect(new Date(Number(seconds) * 1000).toISOString()).to.match(/T21:30:00\.000Z$/);
    expect(await exchange(code)).to.include({ stat: 'Not_Ok', emsg: 'Invalid authorization code' });
  });

  it('answers empty books with an object and full ones with an array', async () => {
    const session = await login();
    const book = (): Promise<Json> => post('OrderBook', jData({ uid: session.clientId }), session.accessToken);
    expect(await book()).to.include({ stat: 'Not_Ok', emsg: 'Error Occurred : 5 "no data"' });
    await placed(adapter, session, await crossing(session));
    expect(await book())
      .to.be.an('array')
      .with.length(1);
  });

  it('takes numbers as text only, wants every field, and another user’s uid for nothing', async () => {
    const session = await login();
    const order = {
      ...{ uid: session.clientId, actid: session.clientId, exch: 'NFO', tsym: (await crossing(session)).tradingsymbol },
      ...{ qty: '65', prc: '0.05', prd: 'I', trantype: 'B', prctyp: 'LMT', ret: 'DAY', remarks: 'QUIRK' },
    };
    const place = (change: object): Promise<Json> =>
      post('PlaceOrder', jData({ ...order, qty: String(atTheMoneyCall().lotUnits), ...change }), session.accessToken);
    expect(await place({ qty: atTheMoneyCall().lotUnits })).to.include({ emsg: 'Invalid Input :  Missing qty.' });
    expect(await place({ prd: undefined, ret: undefined })).to.include({
      emsg: 'Invalid Input :  Missing prd or ret.',
    });
    expect(await place({ prctyp: 'MKT', prc: '0' })).to.include({ stat: 'Not_Ok' });
    expect(await place({ uid: 'SOMEONE' })).to.include({ emsg: 'Invalid Input :  uid is not the user of the session' });
    expect(await post('PlaceOrder', JSON.stringify(order), session.accessToken)).to.include({
      emsg: 'Invalid Input :  jData is Missing.',
    });
    expect(await place({})).to.include({ stat: 'Ok' });
    const asForm = await post('Limits', jData({ uid: session.clientId }), session.accessToken, 'application/json');
    expect(asForm).to.include({ stat: 'Ok' });
  });

  it('records under the wire’s name what the listing calls the contract, and both casings of a status appear', async () => {
    const session = await login();
    for (let i = 0; i < 2; i += 1) await placed(adapter, session, await crossing(session));
    const rows = await until('the fills', async () => {
      const path = `/orders?broker=zebu-noren&client_id=${session.clientId}`;
      const { json } = await on.sim<RecordedOrder[]>('GET', path);
      return json.length === 2 && json.every((r) => r.status === 'COMPLETE') && json;
    });
    expect(rows[0]).to.include({ broker: 'zebu-noren', tradingsymbol: atTheMoneyCall().tradingsymbol, side: 'BUY' });
    const book = (await post('OrderBook', jData({ uid: session.clientId }), session.accessToken)) as unknown as Json[];
    expect(book.map((o) => o['status'])).to.have.members(['COMPLETE', 'Complete']);
    const order = { uid: session.clientId, norenordno: book[0]!['norenordno'] };
    const history = (await post('SingleOrdHist', jData(order), session.accessToken)) as unknown as Json[];
    expect(history.map((o) => o['rpt'])).to.deep.equal(['Fill', 'NewAck']);
  });

  it('changes a price only for the order’s own contract and whole quantity', async () => {
    const session = await login();
    const order = { ...(await crossing(session)), limitPricePaise: 5 };
    const norenordno = await placed(adapter, session, order);
    const modify = (change: object): Promise<Json> => {
      const terms = {
        exch: 'NFO',
        tsym: order.tradingsymbol,
        qty: String(order.quantityUnits),
        prctyp: 'LMT',
        prc: '0.10',
      };
      return post(
        'ModifyOrder',
        jData({ uid: session.clientId, norenordno, ...terms, ...change }),
        session.accessToken,
      );
    };
    expect(await modify({ qty: '1' })).to.include({ stat: 'Not_Ok' });
    expect(await modify({ tsym: 'OTHER' })).to.include({ stat: 'Not_Ok' });
    expect(await modify({ norenordno: '0' })).to.include({ stat: 'Not_Ok', emsg: 'Rejected : ORA:Order not found' });
    expect(await modify({})).to.include({ stat: 'Ok', result: norenordno });
  });

  it('ends the session on Logout', async () => {
    const session = await login();
    expect(await post('Logout', jData({ uid: session.clientId }), session.accessToken)).to.include({ stat: 'Ok' });
    expect(await post('Limits', jData({ uid: session.clientId }), session.accessToken)).to.include({
      emsg: 'Session Expired : Invalid Session Key',
    });
  });
});
