// The SDK's verification of deliveries.
import { expect } from 'chai';
import { Webhook } from 'standardwebhooks';
import { verifyWebhook, WebhookVerificationError } from '../../../packages/sdk/src/index.js';

describe("the SDK's webhook verification", () => {
  const secret = `whsec_${Buffer.from('a secret of the tests').toString('base64')}`;
  const other = `whsec_${Buffer.from('another secret').toString('base64')}`;
  const body = JSON.stringify({ event: 'execution_failed', event_id: 'evt_1', user_email: 'a@example.com' });
  const signed = (at = new Date()) => ({
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('evt_1', at, body),
  });

  it('reads what is ours, from text or bytes, and from headers of every shape', () => {
    const headers = signed();
    for (const given of [
      headers,
      new Headers(headers),
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]])),
    ])
      for (const raw of [body, Buffer.from(body)])
        expect(verifyWebhook(raw, given, secret)).to.deep.include({ event: 'execution_failed', event_id: 'evt_1' });
  });

  it('takes either secret while one is being rotated', () => {
    expect(verifyWebhook(body, signed(), [other, secret])['event_id']).to.equal('evt_1');
  });

  it('takes a secret as it comes out of a file, and says when it is malformed without repeating it', () => {
    expect(verifyWebhook(body, signed(), `${secret}\n`)['event_id']).to.equal('evt_1');
    const unset = process.env['NO_SUCH_SECRET'] as string;
    for (const bad of [unset, '', '\n', 'whsec_', 'whsec_not base64!', secret.slice('whsec_'.length), secret + secret])
      expect(() => verifyWebhook(body, signed(), bad), bad)
        .to.throw(TypeError)
        .with.property('message', 'The webhook secret is malformed: expected whsec_…');
  });

  it('asks about the secret when no signature matches, and about nothing else otherwise', () => {
    const old = signed(new Date(Date.now() - 6 * 60_000));
    expect(() => verifyWebhook(body, signed(), [other, other])).to.throw(
      WebhookVerificationError,
      /^No matching signature found: is it this endpoint's secret, /,
    );
    expect(() => verifyWebhook(body, old, secret)).to.throw(WebhookVerificationError, /^Message timestamp too old$/);
  });

  it('refuses another body, another secret, none, an old delivery and missing headers', () => {
    const refuse = (...args: Parameters<typeof verifyWebhook>) =>
      expect(() => verifyWebhook(...args)).to.throw(WebhookVerificationError);
    refuse(body.replace('failed', 'completed'), signed(), secret);
    refuse(body, signed(), other);
    refuse(body, signed(), []);
    refuse(body, signed(new Date(Date.now() - 6 * 60_000)), secret);
    refuse(body, {}, secret);
  });
});
