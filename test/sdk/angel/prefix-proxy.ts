// Stands where an SDK believes the broker's root to be and passes everything on below a path: one of Angel One's SDKs drops the path
// of the root it is given. Keeps what went by.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';

export type Passed = { method: string; path: string; headers: Record<string, string>; body: string };

export type PrefixProxy = { url: string; passed: Passed[]; close(): Promise<void> };

/** @param target - such as `http://127.0.0.1:8090/angel` */
export async function prefixProxy(target: string): Promise<PrefixProxy> {
  const passed: Passed[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const texts = Object.entries(incoming.headers).filter((h): h is [string, string] => typeof h[1] === 'string');
      const call = {
        method: incoming.method ?? 'GET',
        path: incoming.url ?? '/',
        headers: Object.fromEntries(texts),
        body: Buffer.concat(chunks).toString(),
      };
      passed.push(call);
      passOn(target, call).then(
        ({ status, type, body }) => outgoing.writeHead(status, { 'content-type': type }).end(body),
        (error: unknown) => outgoing.writeHead(502).end(String(error)),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    passed,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function passOn(target: string, { method, path, headers, body }: Passed) {
  const kept = Object.entries(headers).filter(([name]) => !['host', 'connection', 'content-length'].includes(name));
  const answer = await request(`${target}${path}`, {
    method: method as 'GET',
    headers: Object.fromEntries(kept),
    body: body === '' ? null : body,
  });
  const type = answer.headers['content-type'];
  return { status: answer.statusCode, type: String(type), body: await answer.body.text() };
}
