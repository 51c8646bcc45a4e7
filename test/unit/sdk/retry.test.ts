// What the SDK sends again, and what it must not: a change that may have happened.
import { expect } from 'chai';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { QuantLeap, QuantLeapError } from '../../../packages/sdk/src/index.js';
import { sendWithRetries, type RetryOptions } from '../../../packages/sdk/src/retry.js';

type Answer = (response: ServerResponse, request: IncomingMessage, count: number) => void;

describe('the SDK', () => {
  let server: Server;
  let baseUrl: string;
  let answer: Answer;
  let seen: { method: string; url: string; key: string | undefined; body: string }[];
  const waits: number[] = [];

  before(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const key = request.headers['idempotency-key'];
        seen.push({ method: request.method ?? '', url: request.url ?? '', key: key?.toString(), body });
        answer(response, request, seen.length);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    seen = [];
    waits.length = 0;
  });

  const options = (more: Partial<RetryOptions> = {}): RetryOptions => ({
    maxRetries: 2,
    timeoutMs: 2_000,
    fetch: (request) => fetch(request),
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    random: () => 0,
    ...more,
  });
  const send = (method: string, headers: Record<string, string> = {}, more?: Partial<RetryOptions>) =>
    sendWithRetries(
      new Request(`${baseUrl}/x`, { method, headers, ...(method === 'GET' ? {} : { body: '{"a":1}' }) }),
      options(more),
    );
  const json = (response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  const hangUp: Answer = (response) => response.destroy();
  const failed = async (promise: Promise<unknown>): Promise<QuantLeapError> => {
    try {
      await promise;
    } catch (error) {
      if (error instanceof QuantLeapError) return error;
      throw error;
    }
    throw new Error('it did not fail');
  };

  it('sends a read and a keyed POST again, the same body and key each time', async () => {
    for (const [method, headers] of [
      ['GET', {}],
      ['POST', { 'idempotency-key': 'k1' }],
    ] as const) {
      seen = [];
      answer = (response, _request, count) => {
        if (count === 1) response.destroy();
        else if (count === 2) json(response, 503, {});
        else json(response, 200, { ok: true });
      };
      expect((await send(method, headers)).status).to.equal(200);
      expect(new Set(seen.map(({ key, body }) => `${key} ${body}`)).size, method).to.equal(1);
      expect(seen).to.have.length(3);
    }
  });

  it('sends a change without a key once, and says that it may have happened', async () => {
    answer = hangUp;
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      seen = [];
      const error = await failed(send(method));
      expect([error.code, error.mayHaveHappened, seen.length], method).to.deep.equal(['no_answer', true, 1]);
    }
    seen = [];
    answer = (response) => json(response, 503, {});
    expect((await send('PUT')).status).to.equal(503);
    expect(seen).to.have.length(1);
  });

  it('sends again what never left, whatever it is, and says that it did not happen', async () => {
    let tries = 0;
    const refused = () => {
      tries += 1;
      return Promise.reject(
        new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }),
      );
    };
    const error = await failed(send('PUT', {}, { fetch: refused }));
    expect([error.mayHaveHappened, tries]).to.deep.equal([false, 3]);
    expect(error.message).to.equal(`PUT ${baseUrl}/x got no answer: ECONNREFUSED`);
  });

  it('waits as long as Retry-After says, in seconds or until a date, and doubles its own waits', async () => {
    answer = (response, _request, count) => json(response, count < 3 ? 429 : 200, {}, { 'retry-after': '7' });
    await send('PUT');
    expect(waits).to.deep.equal([7_000, 7_000]);
    seen = [];
    waits.length = 0;
    const date = new Date(Date.now() + 20_000).toUTCString();
    answer = (response, _request, count) => json(response, count < 2 ? 429 : 200, {}, { 'retry-after': date });
    await send('GET');
    expect(waits[0]).to.be.within(15_000, 20_000);
    seen = [];
    waits.length = 0;
    answer = hangUp;
    await failed(send('GET'));
    expect(waits).to.deep.equal([250, 500]);
  });

  it('leaves to the caller what would take more than a minute', async () => {
    answer = (response) => json(response, 429, {}, { 'retry-after': '61' });
    expect((await send('GET')).status).to.equal(429);
    expect([seen.length, waits]).to.deep.equal([1, []]);
  });

  it('waits for a first request with the same key that is still under way; any other conflict stands', async () => {
    answer = (response, _request, count) =>
      count === 1
        ? json(response, 409, { code: 'idempotency_in_flight' })
        : json(response, 409, { code: 'duplicate_subscription' });
    const response = await send('POST', { 'idempotency-key': 'k2' });
    expect([response.status, seen.length]).to.deep.equal([409, 2]);
    expect(await response.json()).to.deep.equal({ code: 'duplicate_subscription' });
  });

  it('gives up an attempt after its time', async () => {
    answer = () => undefined;
    const error = await failed(send('GET', {}, { timeoutMs: 50, maxRetries: 1 }));
    expect([error.code, seen.length]).to.deep.equal(['no_answer', 2]);
  });

  it('stops when the caller does', async () => {
    answer = () => undefined;
    const stop = new AbortController();
    const request = new Request(`${baseUrl}/x`, { signal: stop.signal });
    const sent = failed(sendWithRetries(request, options()));
    setTimeout(() => stop.abort(), 20);
    expect((await sent).code).to.equal('no_answer');
    expect(waits).to.deep.equal([]);
  });

  it('throws what the API said, with its code, and what is not the API as no_answer', async () => {
    const client = new QuantLeap({ baseUrl, publicKey: 'pk_x', secret: 'sk_x', maxRetries: 0 });
    const pause = () =>
      client.put('/partner/subscriptions/{subscription_id}/pause', { params: { path: { subscription_id: 's' } } });
    answer = (response) =>
      json(response, 409, { statusCode: 409, code: 'order_unknown', message: 'Wait', error: 'E', request_id: 'req_1' });
    const refused = await failed(pause());
    expect(refused).to.deep.include({ code: 'order_unknown', status: 409, requestId: 'req_1', mayHaveHappened: false });
    expect(refused.message).to.equal('Wait');
    answer = (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html>bad gateway');
    expect(await failed(pause())).to.deep.include({ code: 'no_answer', status: 502, mayHaveHappened: true });
  });

  it('gives every POST a key of its own, unless it is given one', async () => {
    const client = new QuantLeap({ baseUrl: `${baseUrl}/`, publicKey: 'pk_x', secret: 'sk_x' });
    answer = (response) => json(response, 201, {});
    const body = { user_email: 'a@example.com', template_id: 't', broker_client_id: 'C' };
    await client.post('/partner/marketplace/subscribe', { body });
    await client.post('/partner/marketplace/subscribe', { body });
    await client.post('/partner/marketplace/subscribe', { body, params: { header: { 'Idempotency-Key': 'mine' } } });
    expect(new Set(seen.map(({ key }) => key)).size).to.equal(3);
    expect(seen[2]?.key).to.equal('mine');
    expect(seen[0]?.url).to.equal('/partner/marketplace/subscribe');
  });

  it('refuses to be made without keys', () => {
    expect(() => new QuantLeap({ baseUrl, publicKey: 'pk_x', secret: '' })).to.throw(TypeError, 'secret must be given');
    for (const [given, words] of [
      ['127.0.0.1:8080', 'and is "127.0.0.1:8080"'],
      ['localhost:8080', 'and is "localhost:8080"'],
      ['ftp://127.0.0.1', 'and is "ftp://127.0.0.1"'],
      ['sk_zebu_test_YYYYYYYY', 'and is a secret'],
    ] as const)
      expect(() => new QuantLeap({ baseUrl: given, publicKey: 'pk_x', secret: 'sk_x' })).to.throw(
        TypeError,
        `baseUrl must be an http or https URL such as http://127.0.0.1:8080, ${words}`,
      );
  });
});
