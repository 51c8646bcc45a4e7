// Which adapter serves whom, and where people log in.
import { expect } from 'chai';
import { liveBrokers, loginUrlFor, mockLoginUrl } from '../../../brokers/login-urls.js';
import { BROKERS, isBrokerName, wireOf } from '../../../domain/broker-wires.js';
import { wireSettings } from '../../../platform/broker-wires.js';
import { MemoryPaperBook } from '../../../brokers/paper/memory-book.js';
import { createAdapters } from '../../../brokers/registry.js';

describe('brokers: registry', () => {
  const adapters = createAdapters({ wires: wireSettings('http://127.0.0.1:9'), paperBook: new MemoryPaperBook() });
  after(() => adapters.close());

  it('serves every broker in test mode, on paper', () => {
    for (const broker of BROKERS) {
      const found = adapters.adapterFor(broker, 'test');
      expect(found.available && found.adapter.broker).to.equal(broker);
      expect(
        found.available && found.adapter.prepare({ clientId: 'C', apiKey: 'k', accessToken: 't' }, order).via,
      ).to.equal('call');
    }
  });

  it('serves in live mode the brokers it says it does, and names them to whoever asks for another', () => {
    for (const broker of BROKERS)
      expect(adapters.adapterFor(broker, 'live').available).to.equal(liveBrokers().includes(broker));
    expect(liveBrokers()).to.include.members(['zebu', 'upstox', 'kite']);
    expect(adapters.adapterFor('groww', 'live')).to.deep.equal({
      ...{ available: false, broker: 'groww', mode: 'live' },
      message: `groww is not available in live mode; available: ${liveBrokers().join(', ')}`,
    });
    expect(adapters.adapterFor('zebu', 'live', 'upstox')).to.deep.include({
      available: false,
      message: `zebu's wire upstox is not available in live mode; available: ${liveBrokers().join(', ')}`,
    });
    const noren = adapters.adapterFor('zebu', 'live', 'zebu-noren');
    expect(noren.available && [noren.adapter.broker, noren.adapter.wire]).to.deep.equal(['zebu', 'zebu-noren']);
    expect(adapters.adapterFor('constructor', 'live').available).to.equal(false);
    expect([isBrokerName('zebu'), isBrokerName('groww')]).to.deep.equal([true, false]);
  });

  it('knows which wire serves a broker: the default, or one of its own that was chosen', () => {
    expect([wireOf('zebu'), wireOf('zebu', null), wireOf('zebu', 'zebu-noren')]).to.deep.equal([
      ...['zebu', 'zebu', 'zebu-noren'],
    ]);
    expect([wireOf('zebu-noren'), wireOf('zebu', 'upstox'), wireOf('groww'), wireOf('toString')]).to.deep.equal(
      Array(4).fill(undefined),
    );
  });

  it('reaches the brokers’ own addresses, or one base for all parts of a wire', () => {
    const real = wireSettings(undefined, { zebu: { baseUrl: 'http://sandbox.example/' } });
    expect(real.upstox.addresses).to.include({ api: 'https://api.upstox.com', orders: 'https://api-hft.upstox.com' });
    expect(real.kite.addresses).to.include({ api: 'https://api.kite.trade', login: 'https://kite.zerodha.com' });
    expect(Object.values(real.zebu.addresses)).to.deep.equal(Array(4).fill('http://sandbox.example'));
    expect(wireSettings('http://127.0.0.1:8090')['zebu-noren'].addresses.login).to.equal(
      'http://127.0.0.1:8090/zebu-noren',
    );
  });

  it('builds the login addresses', () => {
    const input = {
      baseUrl: 'https://kambala.zebu.in/',
      apiKey: 'a&b',
      state: 's 1',
      redirectUri: 'https://p.in/cb?x=1',
      clientId: 'Z1',
    };
    expect(loginUrlFor('zebu')!(input)).to.equal(
      'https://kambala.zebu.in/connect/login?api_key=a%26b&state=s+1&redirect_uri=https%3A%2F%2Fp.in%2Fcb%3Fx%3D1&login_hint=Z1',
    );
    expect(loginUrlFor('upstox')!({ ...input, baseUrl: 'https://api.upstox.com' })).to.equal(
      'https://api.upstox.com/v2/login/authorization/dialog?response_type=code&client_id=a%26b&redirect_uri=https%3A%2F%2Fp.in%2Fcb%3Fx%3D1&state=s+1&login_hint=Z1',
    );
    expect(loginUrlFor('zebu', 'zebu-noren')!({ ...input, baseUrl: 'https://go.mynt.in' })).to.equal(
      'https://go.mynt.in/OAuthlogin/authorize/oauth?client_id=a%26b&state=s+1&redirect_uri=https%3A%2F%2Fp.in%2Fcb%3Fx%3D1&login_hint=Z1',
    );
    expect(loginUrlFor('angel')!({ ...input, baseUrl: 'https://smartapi.angelone.in' })).to.equal(
      'https://smartapi.angelone.in/publisher-login?api_key=a%26b&state=s+1&redirect_uri=https%3A%2F%2Fp.in%2Fcb%3Fx%3D1&login_hint=Z1',
    );
    expect(loginUrlFor('kite')!({ ...input, baseUrl: 'https://kite.zerodha.com/' })).to.equal(
      'https://kite.zerodha.com/connect/login?v=3&api_key=a%26b&redirect_params=state%3Ds%2B1&redirect_uri=https%3A%2F%2Fp.in%2Fcb%3Fx%3D1&login_hint=Z1',
    );
    expect(loginUrlFor('groww')).to.equal(undefined);
    expect(
      mockLoginUrl({
        publicBaseUrl: 'http://127.0.0.1:8080/',
        broker: 'angel',
        state: 's',
        redirectUri: 'https://p.in',
        clientId: 'A1',
      }),
    ).to.equal(
      'http://127.0.0.1:8080/sandbox/login?broker=angel&state=s&redirect_uri=https%3A%2F%2Fp.in&login_hint=A1',
    );
  });
});

const order = {
  tag: 'T',
  tradingsymbol: 'S',
  instrumentKey: 'S',
  exchange: 'NFO',
  side: 'BUY',
  quantityUnits: 1,
  limitPricePaise: 5,
} as const;
