// Asking a broker: refusals are values, its words never carry a secret on.
import { expect } from 'chai';
import { asked } from '../../../activities/accounts.js';
import { BrokerError, type BrokerErrorKind } from '../../../brokers/errors.js';

const credentials = { apiKey: 'canary_key', apiSecret: 'canary_secret' };
const failing = (kind: BrokerErrorKind, detail: string) => () =>
  Promise.reject(new BrokerError(kind, 'zebu', detail, 'AB-1'));

describe('asking a broker', () => {
  it('gives the answer', async () => {
    expect(await asked(credentials, [], () => Promise.resolve(7))).to.deep.equal({ answer: 7 });
  });

  for (const kind of ['refused', 'auth'] as const)
    it(`gives a refusal (${kind}) as a value, secrets blotted out`, async () => {
      const said = await asked(
        credentials,
        ['one_time'],
        failing(kind, 'canary_key, canary_secret and one_time are wrong'),
      );
      expect(said).to.deep.equal({ refusal: '[redacted], [redacted] and [redacted] are wrong' });
    });

  for (const kind of ['throttled', 'configuration', 'unreachable'] as const)
    it(`throws when it is ${kind}, secrets blotted out`, async () => {
      const caught: unknown = await asked(credentials, [], failing(kind, 'no route for canary_key')).catch(
        (error: unknown) => error,
      );
      expect(caught).to.be.instanceOf(BrokerError).with.property('message', 'zebu: no route for [redacted]');
      expect(caught).to.include({ kind, brokerCode: 'AB-1' });
    });

  it('leaves ordinary words alone when a secret is absurdly short', async () => {
    const said = await asked({ apiKey: 'a', apiSecret: 'e' }, [], failing('refused', 'a refusal'));
    expect(said).to.deep.equal({ refusal: 'a refusal' });
  });
});
