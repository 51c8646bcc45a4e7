// The drill's tools: a plan that its seed repeats, a wire that can be cut, counts of what struck.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect } from 'chai';
import { Planner } from '../../../bench/drills/fault-plan.js';
import { FAILPOINTS } from '../../../engine/failpoints.js';
import { TcpProxy } from '../../../bench/drills/tcp-proxy.js';
import { waitFor } from '../../support/wait.js';

describe('the drill', () => {
  it('plans the same faults for the same seed, and others for another', () => {
    const plans = (seed: number) => {
      const planner = new Planner(seed);
      return Array.from({ length: 50 }, () => planner.round(2, 6, 4));
    };
    expect(plans(7)).to.deep.equal(plans(7));
    expect(plans(7)).to.not.deep.equal(plans(8));
  });

  it('plans every kind of fault, inside its bounds', () => {
    const planner = new Planner(1);
    const rounds = Array.from({ length: 300 }, () => planner.round(2, 6, 4));
    const faults = rounds.flatMap((round) => round.faults);
    expect(new Set(faults.map(({ kind }) => kind))).to.deep.equal(new Set(['kill', 'freeze', 'cut', 'failpoint']));
    for (const { afterMs } of faults) expect(afterMs).to.be.within(-4_500, 5_000);
    const failpoints = faults.flatMap((fault) => (fault.kind === 'failpoint' ? [fault.name] : []));
    expect(new Set(failpoints)).to.deep.equal(new Set(FAILPOINTS));
    for (const { skip, subscriber } of rounds.flatMap((round) => round.brokerFaults)) {
      expect(skip).to.be.within(0, 3);
      expect(subscriber).to.be.within(0, 5);
    }
  });
});

describe('a round in which a process shall die', () => {
  const rounds = Array.from({ length: 300 }, (_, seed) => new Planner(seed).round(2, 6, 4));
  const dying = (name: string) =>
    rounds.filter(({ faults }) => faults.some((fault) => fault.kind === 'failpoint' && fault.name === name));

  it('during an exit has an exit; others have one too', () => {
    expect(dying('during_exit').length).to.be.greaterThan(0);
    expect(dying('during_exit').every(({ exits }) => exits)).to.equal(true);
    expect(rounds.filter(({ exits }) => exits).length).to.be.within(rounds.length / 4, (rounds.length * 3) / 4);
  });

  it('during an unwind has a broker that makes one', () => {
    expect(dying('during_unwind').every(({ brokerFaults }) => brokerFaults.length > 0)).to.equal(true);
  });
});

describe('a wire that can be cut', () => {
  let proxy: TcpProxy;
  let echo: ReturnType<typeof createServer>;
  let received: string;
  let client: Socket;

  beforeEach(async () => {
    echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    proxy = await TcpProxy.start((echo.address() as AddressInfo).port);
    client = await open();
  });
  afterEach(async () => {
    client.destroy();
    await proxy.close();
    echo.close();
  });

  async function open(): Promise<Socket> {
    received = '';
    const socket = connect(proxy.port, '127.0.0.1');
    socket.on('error', () => undefined).on('data', (chunk: Buffer) => (received += chunk.toString()));
    await once(socket, 'connect');
    return socket;
  }

  const comes = (text: string) =>
    waitFor(() => received === text, { timeoutMs: 2_000, description: `${text} comes back` });

  /** The server beyond the cut wire is well, and has had the time to answer. */
  async function answersDirectly(): Promise<void> {
    const direct = connect((echo.address() as AddressInfo).port, '127.0.0.1');
    direct.write('direct');
    await once(direct, 'data');
    direct.destroy();
  }

  /** Not `once`: an error on the way to the end is what is expected. */
  const closed = (socket: Socket) => new Promise((resolve) => socket.on('close', resolve));

  it('forwards both ways', async () => {
    client.write('one');
    await comes('one');
  });

  it('hangs without a word, and delivers when it is healed', async () => {
    client.write('one');
    await comes('one');
    proxy.cut('hang');
    client.write('two');
    const later = await open();
    later.write('three');
    await answersDirectly();
    expect(received).to.equal('');
    proxy.heal();
    // The first connection's answer and the second's, in either order: both sockets add to the same text.
    await waitFor(() => received.includes('two') && received.includes('three'), { description: 'both answers' });
    later.destroy();
  });

  it('breaks connections and refuses further ones, until it is healed', async () => {
    const broken = closed(client);
    proxy.cut('sever');
    await broken;
    await closed(connect(proxy.port, '127.0.0.1').on('error', () => undefined));
    proxy.heal();
    client = await open();
    client.write('again');
    await comes('again');
  });
});
