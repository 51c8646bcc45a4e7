// A wire that can be cut: stands between a worker and Postgres or Temporal, forwards bytes, and stops doing so on demand.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** `hang`: packets vanish, nobody is told. `sever`: connections break and further ones are refused. */
export type Cut = 'hang' | 'sever';

export class TcpProxy {
  private readonly pairs = new Set<Pair>();
  private readonly server: Server;
  private cutNow: Cut | undefined;

  private constructor(private readonly targetPort: number) {
    this.server = createServer((client) => this.accept(client));
  }

  /** @param targetPort - of 127.0.0.1 */
  static async start(targetPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  cut(how: Cut): void {
    this.cutNow = how;
    for (const pair of this.pairs) {
      if (how === 'sever') pair.break();
      else pair.hold();
    }
  }

  heal(): void {
    this.cutNow = undefined;
    for (const pair of this.pairs) pair.release();
  }

  async close(): Promise<void> {
    for (const pair of this.pairs) pair.break();
    this.server.close();
    await once(this.server, 'close');
  }

  private accept(client: Socket): void {
    if (this.cutNow === 'sever') {
      client.on('error', ignore);
      client.resetAndDestroy();
      return;
    }
    const pair = new Pair(client, this.targetPort, () => this.pairs.delete(pair));
    this.pairs.add(pair);
    if (this.cutNow === undefined) pair.release();
  }
}

/** One connection and its way on, which is opened when it may pass for the first time. */
class Pair {
  private server: Socket | undefined;

  constructor(
    private readonly client: Socket,
    private readonly targetPort: number,
    private readonly onEnd: () => void,
  ) {
    client.pause();
    client.on('error', ignore).on('close', () => this.break());
  }

  hold(): void {
    if (!this.server) return;
    this.client.unpipe(this.server);
    this.server.unpipe(this.client);
    this.client.pause();
    this.server.pause();
  }

  release(): void {
    this.server ??= connect(this.targetPort, '127.0.0.1')
      .on('error', ignore)
      .on('close', () => this.break());
    this.client.pipe(this.server);
    this.server.pipe(this.client);
  }

  break(): void {
    this.client.destroy();
    this.server?.destroy();
    this.onEnd();
  }
}

/** A broken connection is what this is for; its close event follows. */
function ignore(): void {
  return;
}
