// Angel One's own SDKs against its simulator: what they send is understood, and what they get they understand. `npm run test:sdk:angel`.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { RecordedOrder } from '../../../brokers/simulator/record.js';
import { tokenOf } from '../../../brokers/simulator/tokens.js';
import { atTheMoneyCall, crossingOrder, startSimulator, type SimHarness } from '../../brokers/harness.js';
import { live } from '../../brokers/subjects/live.js';
import { temporaryFolder } from '../../support/resources.js';
import { FOLDER, installNodeSdk, installPythonSdk } from './install.js';
import { prefixProxy, type PrefixProxy } from './prefix-proxy.js';

type Sdk = { name: string; language: string; run: (plan: string) => Promise<string> };

const run = promisify(execFile);
/** The SDKs ask the Internet for the machine's address: nobody answers here, at once. */
const OFFLINE = { https_proxy: 'http://127.0.0.1:9', no_proxy: '127.0.0.1' };
const inFolder = () => ({ cwd: temporaryFolder('sdk-angel'), env: { ...process.env, ...OFFLINE }, timeout: 60_000 });

/** One of the SDKs leaves them out until it has found them. */
const ADDRESSES = new Set(['x-clientlocalip', 'x-clientpublicip', 'x-macaddress']);

const SDKS: readonly Sdk[] = [
  {
    name: 'smartapi-javascript',
    language: 'node',
    run: async (plan) => {
      await installNodeSdk();
      return (await run(process.execPath, [join(FOLDER, 'session.mjs'), plan], inFolder())).stdout;
    },
  },
  {
    name: 'smartapi-python',
    language: 'python',
    run: async (plan) => {
      const python = await installPythonSdk();
      return (await run(python, [join(FOLDER, 'session.py'), plan], inFolder())).stdout;
    },
  },
];

for (const { name, language, run: runSdk } of SDKS)
  describe(`sdk: ${name} against the angel simulator`, () => {
    const clientCode = `SDK${language.toUpperCase()}`;
    const option = atTheMoneyCall();
    const token = String(tokenOf(option));
    const order = {
      ...{ variety: 'NORMAL', tradingsymbol: option.tradingsymbol, symboltoken: token, transactiontype: 'BUY' },
      ...{ exchange: 'NFO', ordertype: 'LIMIT', producttype: 'INTRADAY', duration: 'DAY', price: '0.05' },
      ...{ squareoff: '0', stoploss: '0', quantity: String(option.lotUnits), ordertag: `SDK${language}1` },
    };
    const crossingPrice = (crossingOrder('BUY', {}, option).limitPricePaise / 100).toFixed(2);
    let harness: SimHarness;
    let proxy: PrefixProxy;
    let said: Record<string, unknown>;
    before(async function () {
      this.timeout(300_000);
      harness = await startSimulator();
      proxy = await prefixProxy(`${harness.simulator.url}/angel`);
      const plan = {
        ...{ root: proxy.url, apiKey: 'sdk_key', clientCode, order, repriced: '0.10' },
        crossing: { ...order, price: crossingPrice, ordertag: `SDK${language}2` },
        tokens: { NFO: [token, '1'], NSE: ['99926000'] },
      };
      const output = await runSdk(JSON.stringify(plan));
      said = JSON.parse(output.trim().split('\n').at(-1) ?? '') as typeof said;
    });
    after(async () => {
      await proxy.close();
      await harness.simulator.close();
    });

    it('logs in and reads its profile', () => {
      expect(said).to.have.nested.property('login.status', true);
      expect(said).to.have.nested.property('login.data.feedToken').that.is.a('string').and.is.not.empty;
      expect(said).to.have.nested.property('profile.data.clientcode', clientCode);
    });

    it('reads funds, and null for an empty book', () => {
      expect(said)
        .to.have.nested.property('funds.data.net')
        .that.matches(/^\d+\.\d+$/);
      expect(said['emptyBook']).to.deep.equal({ status: true, message: 'SUCCESS', errorcode: '', data: null });
    });

    it('gets quotes of what is listed, and hears what is not', () => {
      expect(said).to.have.nested.property('quotes.data.fetched[0].symbolToken', token);
      expect(said).to.have.nested.property('quotes.data.fetched[0].depth.buy[0].price').that.is.greaterThan(0);
      expect(said).to.have.nested.property('quotes.data.fetched[1].tradingSymbol', 'Nifty 50');
      expect(said).to.have.nested.property('quotes.data.unfetched[0].symbolToken', '1');
    });

    it('places an order and finds it in the book under its tag', () => {
      expect(said).to.have.nested.property('placed.data.script', option.tradingsymbol);
      expect(said)
        .to.have.nested.property('placed.data.uniqueorderid')
        .that.matches(/^[\da-f]{8}(-[\da-f]{4}){3}-/);
      expect(said)
        .to.have.nested.property('book.data[0]')
        .that.includes({
          ...{ ordertag: order.ordertag, symboltoken: token, price: 0.05, status: 'open', filledshares: '0' },
        });
    });

    it('is throttled in plain text when it reads the book twice in a second', () => {
      expect(JSON.stringify(said['tooOften'])).to.match(/Forbidden|exceeding access rate/);
    });

    it('changes the price, looks the order up by its unique id, and cancels it', () => {
      expect(said).to.have.nested.property('modified.status', true);
      expect(said).to.have.nested.property('details.data').that.includes({ status: 'modified', price: 0.1 });
      expect(said).to.have.nested.property('cancelled.status', true);
      expect(said).to.have.nested.property('lastBook.data[0].orderstatus', 'cancelled');
    });

    it('is refused in the services’ shape, and in the gateway’s after the logout', () => {
      expect(said['refused']).to.include({ status: false, errorcode: 'AB1012', data: null });
      expect(said).to.have.nested.property('renewed.data.jwtToken').that.is.a('string');
      expect(said).to.have.nested.property('loggedOut.status', true);
      expect(said['afterwards']).to.include({ success: false, errorCode: 'AG8001', data: '' });
    });

    it('sees an order filled and its position', async () => {
      expect(said)
        .to.have.nested.property('lastBook.data[1]')
        .that.includes({
          ...{ orderstatus: 'complete', filledshares: order.quantity, ordertag: `SDK${language}2` },
        });
      expect(said).to.have.nested.property('positions.data[0].netqty', order.quantity);
      const { json } = await harness.sim<RecordedOrder[]>('GET', `/orders?broker=angel&client_id=${clientCode}`);
      expect(json.map((o) => o.status)).to.deep.equal(['CANCELLED', 'REJECTED', 'COMPLETE']);
    });

    it('sends a placement as our adapter does', async () => {
      const sent = proxy.passed.find((call) => call.path.endsWith('/placeOrder'));
      const { adapter, close } = live('angel', 'angel', harness.simulator.url);
      const session = { clientId: clientCode, apiKey: 'sdk_key', accessToken: 'token' };
      const prepared = adapter.prepare(session, {
        ...crossingOrder('BUY', { limitPricePaise: 5, tag: order.ordertag }, option),
        instrumentKey: token,
      });
      await close();
      if (prepared.via !== 'http' || !sent) throw new Error('nothing to compare');
      expect(`/angel${sent.path}`).to.equal(prepared.request.path);
      expect(sent.method).to.equal(prepared.request.method);
      expect(JSON.parse(prepared.request.body ?? '')).to.deep.equal(JSON.parse(sent.body));
      expect(sent.headers).to.include.all.keys(Object.keys(prepared.request.headers).filter((h) => !ADDRESSES.has(h)));
    });
  });
