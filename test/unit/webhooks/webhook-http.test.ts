// One delivery over HTTP: what counts as an answer, and what is never done.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { createWebhookHttp } from '../../../platform/webhook-http.js';
import { startReceiver } from './receiver.js';

const headers = { 'content-type': 'application/json', 'webhook-id': 'evt_1' };

describe('webhook HTTP', () => {
  const send = createWebhookHttp({ production: false, timeoutMs: 500 });

  it('sends the body byte for byte and gives back the status', async () => {
    const receiver = await startReceiver((response) => response.writeHead(204).end());
    const body = '{"error":"₹5000 \\u20b9",  "b":1}';
    expect(await send({ url: receiver.url, headers, body })).to.deep.equal({ kind: 'response', status: 204 });
    await receiver.close();
    expect(receiver.received[0]).to.deep.include({ path: '/hook', body });
    expect(receiver.received[0]?.headers['webhook-id']).to.equal('evt_1');
  });

  it('connects by the checked address and still names the host', async () => {
    const receiver = await startReceiver((response) => response.end());
    const url = receiver.url.replace('127.0.0.1', 'localhost');
    const answer = await send({ url, headers, body: '{}' });
    await receiver.close();
    expect(answer).to.deep.equal({ kind: 'response', status: 200 });
    expect(receiver.received[0]?.headers.host).to.match(/^localhost:/);
  });

  it('follows no redirect', async () => {
    const receiver = await startReceiver((response) => response.writeHead(307, { location: '/elsewhere' }).end());
    expect(await send({ url: receiver.url, headers, body: '{}' })).to.deep.equal({ kind: 'response', status: 307 });
    await receiver.close();
    expect(receiver.received.map((r) => r.path)).to.deep.equal(['/hook']);
  });

  it('is not led inside by a redirect', async () => {
    const inside = await startReceiver((response) => response.end('the metadata'));
    for (const status of [301, 302, 303, 307, 308]) {
      const receiver = await startReceiver((response) => response.writeHead(status, { location: inside.url }).end());
      expect(await send({ url: receiver.url, headers, body: '{}' })).to.deep.equal({ kind: 'response', status });
      await receiver.close();
    }
    await inside.close();
    expect(inside.received).to.deep.equal([]);
  });

  it('asks for the address once: a name that leads elsewhere a moment later changes nothing', async () => {
    const receiver = await startReceiver((response) => response.end());
    const inside = await startReceiver((response) => response.end());
    let asked = 0;
    const rebinding = createWebhookHttp({
      production: false,
      resolve: () => Promise.resolve([{ address: (asked += 1) === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]),
    });
    const { port } = new URL(receiver.url);
    const answer = await rebinding({ url: `http://rebind.example:${port}/hook`, headers, body: '{}' });
    await Promise.all([receiver.close(), inside.close()]);
    expect(answer).to.deep.equal({ kind: 'response', status: 200 });
    expect(asked).to.equal(1);
    expect(receiver.received[0]?.headers.host).to.equal(`rebind.example:${port}`);
  });

  const led: [string, string[]][] = [
    ['the metadata service', ['169.254.169.254']],
    ['a public and a private address', ['1.1.1.1', '10.0.0.1']],
    ['a private IPv4 inside an IPv6', ['::ffff:10.0.0.1']],
    ['a unique local address', ['fd00:ec2::254']],
    ['no address', []],
  ];
  for (const [what, addresses] of led)
    it(`in production does not call a name that leads to ${what}`, async () => {
      const resolve = () =>
        Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
      const answer = await createWebhookHttp({ production: true, resolve })({
        url: 'https://portal.example/hook',
        headers,
        body: '{}',
      });
      expect(answer.kind).to.equal('refused');
    });

  it('in production does not call a name that cannot be resolved', async () => {
    const resolve = () => Promise.reject(Object.assign(new Error('broken'), { code: 'ESERVFAIL' }));
    const answer = await createWebhookHttp({ production: true, resolve })({
      url: 'https://portal.example/hook',
      headers,
      body: '{}',
    });
    expect(answer).to.deep.equal({ kind: 'refused', reason: 'the host name cannot be resolved (ESERVFAIL)' });
  });

  it('gives back what the answer says, if it is text, also when it breaks off', async () => {
    const receiver = await startReceiver((response, _received, count) => {
      if (count === 1) response.writeHead(500).end('unknown ₹');
      else if (count === 2) response.end(Buffer.from([0x50, 0x4b, 0x03, 0x00, 0x01]));
      else {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half', () => response.destroy());
      }
    });
    const said = [];
    for (let n = 0; n < 3; n++) said.push(await send({ url: receiver.url, headers, body: '{}' }));
    await receiver.close();
    expect(said.slice(0, 2)).to.deep.equal([
      { kind: 'response', status: 500, text: 'unknown ₹' },
      { kind: 'response', status: 200 },
    ]);
    expect(said[2])
      .to.have.property('text')
      .that.matches(/^half \[broken off: /);
  });

  it('passes Retry-After on', async () => {
    const receiver = await startReceiver((response) => response.writeHead(429, { 'retry-after': '90' }).end());
    const answer = await send({ url: receiver.url, headers, body: '{}' });
    await receiver.close();
    expect(answer).to.deep.equal({ kind: 'response', status: 429, retryAfterS: 90 });
  });

  it('reads no more than a little of an endless answer', async () => {
    const receiver = await startReceiver((response) => {
      response.writeHead(200);
      const pump = () => void (response.destroyed || response.write(Buffer.alloc(65_536), pump));
      pump();
    });
    const answer = await createWebhookHttp({ production: false, timeoutMs: 20_000 })({
      url: receiver.url,
      headers,
      body: '{}',
    });
    await receiver.close();
    expect(answer).to.deep.equal({ kind: 'response', status: 200 });
  });

  it('gives up on silence after its time-out', async () => {
    const receiver = await startReceiver(() => undefined);
    const answer = await send({ url: receiver.url, headers, body: '{}' });
    await receiver.close();
    expect(answer).to.deep.equal({ kind: 'failure', code: 'timeout' });
  });

  it('names what went wrong on the wire, never the request', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const reset = await send({ url: `http://127.0.0.1:${port}/`, headers, body: '{}' });
    await new Promise((resolve) => server.close(resolve));
    const refused = await send({ url: `http://127.0.0.1:${port}/`, headers, body: '{}' });
    expect(reset.kind).to.equal('failure');
    expect(refused).to.deep.equal({ kind: 'failure', code: 'ECONNREFUSED' });
  });

  it('in production refuses http and internal addresses before anything is sent', async () => {
    const receiver = await startReceiver((response) => response.end());
    const production = createWebhookHttp({ production: true });
    expect(await production({ url: receiver.url, headers, body: '{}' })).to.deep.equal({
      kind: 'refused',
      reason: 'the URL must begin with https://',
    });
    const named = receiver.url.replace('http:', 'https:').replace('127.0.0.1', 'localhost');
    expect(await production({ url: named, headers, body: '{}' })).to.deep.equal({
      kind: 'refused',
      reason: 'the host name leads to an internal address',
    });
    await receiver.close();
    expect(receiver.received).to.deep.equal([]);
  });
});
