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
