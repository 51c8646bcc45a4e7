// The connections to brokers: each request leaves once, what cannot have left is told from what may have, and no answer is taken for another's.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { expect } from 'chai';
import { generate } from 'selfsigned';
import type { WireRequest } from '../../../brokers/port.js';
import { Connections, serialise, type ConnectionSettings } from '../../../engine/connections.js';
import { requestBytes } from '../../../engine/http-line.js';

type Broker = { origin: string; requests: string[]; sockets: Socket[]; close(): Promise<void> };
/** What a scripted broker does with the n-th request it reads, counted from 0 over all connections. */
type Script = (request: number, socket: Socket) => void;

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const answer =
  (text: string): Script =>
  (_request, socket) =>
    void socket.write(text);

describe('connections to brokers', () => {
  let broker: Broker;
  let connections: Connections;

  async function begin(script: Script, settings: Partial<ConnectionSettings> = {}): Promise<void> {
    broker = await listen(createServer(), script);
    connections = new Connections(settings);
  }
  const post = (body = 'x'): WireRequest => ({
    ...{ origin: broker.origin, method: 'POST', path: '/orders?a=1', headers: { authorization: 'Bearer t' }, body },
  });
  const send = (body?: string) => connections.send(serialise(post(body)), () => undefined);
  const warm = (count: number) => connections.warm({ ...post(), method: 'GET' }, count);

  afterEach(async () => {
    connections.close();
    await broker.close();
  });

  it('write one request as HTTP/1.1 has it and read its answer', async () => {
    await begin(answer(OK));
    const sent = await send('é');
    expect(sent.answer).to.deep.equal({ kind: 'response', status: 200, body: 'ok' });
    expect(sent.sentAtMs).to.be.a('number').and.at.most(sent.answeredAtMs);
    const host = new URL(broker.origin).host;
    expect(broker.requests).to.deep.equal([
      `POST /orders?a=1 HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer t\r\ncontent-length: 2\r\n\r\né`,
    ]);
  });

  it('use a warmed connection again, and one per request of a burst', async () => {
    await begin(answer(OK));
    await warm(3);
    await Promise.all([send(), send(), send()]);
    expect(broker.sockets).to.have.length(3);
    expect(broker.requests).to.have.length(6);
  });

  it('read a chunked answer in pieces, after an interim one', async () => {
    await begin((_request, socket) => {
      socket.write('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Enc');
      setTimeout(() => socket.write('oding: chunked\r\n\r\n3\r\nabc\r\n'), 5);
      setTimeout(() => socket.write('2\r\nde\r\n0\r\n\r\n'), 10);
    });
    expect((await send()).answer).to.deep.equal({ kind: 'response', status: 200, body: 'abcde' });
  });

  it('read an answer that ends with the connection, and open another for the next', async () => {
    await begin((_request, socket) => void socket.end('HTTP/1.1 500 Oops\r\n\r\nbroken'));
    for (let turn = 0; turn < 2; turn += 1)
      expect((await send()).answer).to.deep.equal({ kind: 'response', status: 500, body: 'broken' });
    expect(broker.sockets).to.have.length(2);
  });

  it('say that it may have left when the connection breaks after the write', async () => {
    await begin((_request, socket) => void socket.resetAndDestroy());
    const sent = await send();
    expect(sent.answer).to.include({ kind: 'failure', code: 'ECONNRESET', sent: true });
    expect(sent.sentAtMs).to.be.a('number');
  });

  it('say that it may have left when no answer comes, and never send it again', async () => {
    await begin(() => undefined, { answerTimeoutMs: 30 });
    expect((await send()).answer).to.deep.equal({ kind: 'failure', code: 'ETIMEDOUT', sent: true });
    expect(broker.requests).to.have.length(1);
  });

  it('say that nothing left when nobody listens', async () => {
    await begin(answer(OK));
    await broker.close();
    const sent = await send();
    expect(sent.answer).to.deep.equal({ kind: 'failure', code: 'ECONNREFUSED', sent: false });
    expect(sent.sentAtMs).to.equal(undefined);
  });

  it('write nothing when the guard says stop, connected or not', async () => {
    await begin(answer(OK));
    const stop = { reason: 'halted', final: true };
    for (let turn = 0; turn < 2; turn += 1) {
      const sent = await connections.send(serialise(post()), () => stop);
      expect(sent).to.include({ stopped: stop, sentAtMs: undefined });
      await warm(1);
    }
    expect(broker.requests.filter((r) => r.startsWith('POST'))).to.have.length(0);
  });

  it('drop a connection on which something unasked arrives', async () => {
    await begin((request, socket) => {
      socket.write(request === 0 ? `${OK}HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstale!` : OK);
    });
    await send();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await send()).answer).to.include({ status: 200, body: 'ok' });
  });

  it('do not take an unasked answer for the next request’s', async () => {
    await begin((request, socket) => {
      socket.write(OK);
      if (request === 0) setTimeout(() => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstale!'), 5);
    });
    await send();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await send()).answer).to.include({ status: 200, body: 'ok' });
    expect(broker.sockets).to.have.length(2);
  });

  it('leave a connection that the server is about to hang up on', async () => {
    await begin(answer('HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 2\r\n\r\nok'));
    await send();
    await send();
    expect(broker.sockets).to.have.length(2);
  });

  it('wait for a free connection when there can be no more', async () => {
    await begin((_request, socket) => void setTimeout(() => socket.write(OK), 5), { mostPerHost: 2 });
    const sent = await Promise.all(Array.from({ length: 7 }, (_, i) => send(String(i))));
    expect(sent.map((s) => s.answer.kind)).to.deep.equal(Array.from({ length: 7 }, () => 'response'));
    expect(broker.sockets).to.have.length(2);
    expect(broker.requests.map((r) => r.slice(-1)).sort()).to.deep.equal([...'0123456']);
  });

  it('call an answer unreadable that is not HTTP', async () => {
    await begin(answer('SSH-2.0-OpenSSH\r\n'));
    expect((await send()).answer).to.include({ kind: 'failure', code: 'HTTP_PARSE_ERROR', sent: true });
  });

  it('speak TLS to a server whose certificate holds, and send nothing to another', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    });
    broker = await listen(createTlsServer({ key, cert }), answer(OK), 'https://localhost');
    connections = new Connections({ ca: cert });
    expect((await send()).answer).to.include({ kind: 'response', status: 200 });
    const distrustful = new Connections();
    const refused = await distrustful.send(serialise(post()), () => undefined);
    expect(refused.answer).to.include({ kind: 'failure', sent: false });
    expect(broker.requests).to.have.length(1);
  });

  it('refuse a head that would smuggle a line', async () => {
    await begin(answer(OK));
    expect(() => requestBytes({ ...post(), headers: { a: 'b\r\nc: d' } })).to.throw(TypeError);
    expect(() => requestBytes({ ...post(), path: '/₹' })).to.throw(TypeError);
  });
});

/** A server that reads whole requests (by their content-length) and plays a script. */
async function listen(server: Server, script: Script, origin = 'http://127.0.0.1'): Promise<Broker> {
  const requests: string[] = [];
  const sockets: Socket[] = [];
  server.on(origin.startsWith('https') ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.push(socket);
    let read = '';
    socket.on('data', (chunk) => {
      read += chunk.toString('utf8');
      const length = Number(/content-length: (\d+)/.exec(read)?.[1] ?? 0);
      const [head = '', body] = read.split('\r\n\r\n');
      if (body === undefined || Buffer.byteLength(body) < length) return;
      requests.push(`${head}\r\n\r\n${body}`);
      read = '';
      script(requests.length - 1, socket);
    });
    socket.on('error', () => socket.destroy());
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    if (server.listening) {
      server.close();
      await once(server, 'close');
    }
  };
  return { origin: `${origin}:${(server.address() as AddressInfo).port}`, requests, sockets, close };
}
