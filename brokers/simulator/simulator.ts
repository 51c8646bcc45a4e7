// The simulators' HTTP server: one broker per path prefix, `/_sim` for those who test, and an arrival time taken before anything else.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEFAULT_LATENCY, SimulatedBroker, type Latency } from './broker.js';
import { wallClock, type Clock } from './clock.js';
import { json, sendReply, type Call, type Reply } from './http.js';
import { simApi } from './sim-api.js';
import { WIRES } from './wires/index.js';

export type SimulatorOptions = {
  /** 0 takes a free port. */
  port: number;
  /** @default 127.0.0.1 */
  host?: string;
  /** Acknowledgement and fill delays, milliseconds. @default 5–20 and 20–150 */
  latency?: Partial<Latency>;
  /** Epoch ms, with a microsecond fraction if it has one. @default the wall clock */
  now?: Clock;
  /** Most orders remembered per broker. @default 500,000 */
  recordLimit?: number;
};

export type Simulator = {
  /** `http://127.0.0.1:8090`; a broker's base address is this and its prefix, such as `/zebu`. */
  url: string;
  port: number;
  /** Stops listening and drops every connection, held ones too. */
  close(): Promise<void>;
};

type Pending = { call: Call; response: ServerResponse };

const KEEP_ALIVE_MS = 180_000;
const BACKLOG = 4_096;
const LARGEST_BODY = 64 * 1024;
const HANDLED_AT_ONCE = 64;

/** Starts the simulators of every wire on one port. @throws Error `EADDRINUSE` when the port is taken */
export async function createSimulator(options: SimulatorOptions): Promise<Simulator> {
  const clock = options.now ?? wallClock();
  const latency = { ...DEFAULT_LATENCY, ...options.latency };
  const limit = options.recordLimit ?? 500_000;
  const brokers = new Map(
    WIRES.map(({ name, rules }) => [name, new SimulatedBroker(name, rules, clock, latency, limit)]),
  );
  const handle = router(brokers);
  const enqueue = queue(handle, clock);
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: KEEP_ALIVE_MS + 10_000, requestTimeout: 0 },
    (request, response) => receive(request, response, clock(), enqueue),
  );
  await listen(server, options.port, options.host ?? '127.0.0.1');
  const { port } = server.address() as AddressInfo;
  return { url: `http://${options.host ?? '127.0.0.1'}:${port}`, port, close: () => close(server) };
}

function router(brokers: ReadonlyMap<string, SimulatedBroker>): (call: Call) => Reply {
  return (call) => {
    if (call.path === '/healthz') return json(200, { status: 'ok' });
    if (call.path === '/') return json(200, contents([...brokers.keys()]));
    if (call.path.startsWith('/_sim/')) return simApi(call, brokers);
    for (const wire of WIRES) {
      const broker = brokers.get(wire.name);
      if (broker && call.path.startsWith(`/${wire.name}/`))
        return wire.handle({ ...call, path: call.path.slice(wire.name.length + 1) }, broker);
    }
    return json(404, { error: `nothing is simulated at ${call.path}`, brokers: [...brokers.keys()] });
  };
}

/** For a person who opens the bare address: what is here. */
function contents(brokers: readonly string[]): unknown {
  return {
    what: 'Broker simulators: each speaks its broker’s wire under its own prefix; /_sim shows and steers them',
    wires: brokers.map((broker) => `/${broker}`),
    record: brokers.map((broker) => `GET /_sim/orders?broker=${broker}`),
    faults: 'GET, POST and DELETE /_sim/faults',
    latency: 'GET and POST /_sim/latency',
    apps: 'POST /_sim/apps',
    accounts: 'POST /_sim/accounts',
    reset: 'POST /_sim/reset',
  };
}

function receive(
  request: IncomingMessage,
  response: ServerResponse,
  receivedAtMs: number,
  enqueue: (pending: Pending) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  });
  request.on('end', () => {
    if (size > LARGEST_BODY) return sendReply(json(413, { error: 'the body is larger than 64 KiB' }), response, 0);
    const [path = '/', query] = (request.url ?? '/').split('?', 2);
    const body = Buffer.concat(chunks).toString();
    const call = {
      method: request.method ?? 'GET',
      path,
      query: new URLSearchParams(query),
      headers: request.headers,
      body,
      receivedAtMs,
    };
    enqueue({ call, response });
  });
}

/** Handles calls a few at a time between reads of the sockets, so that a burst gets its arrival times before its answers cost any. */
function queue(handle: (call: Call) => Reply, clock: Clock): (pending: Pending) => void {
  let waiting: Pending[] = [];
  let scheduled = false;
  const drain = (): void => {
    const batch = waiting.splice(0, HANDLED_AT_ONCE);
    for (const { call, response } of batch) {
      const reply = answer(handle, call);
      sendReply(reply, response, clock() - call.receivedAtMs);
    }
    scheduled = waiting.length > 0;
    if (scheduled) setImmediate(drain);
    else waiting = [];
  };
  return (pending) => {
    waiting.push(pending);
    if (scheduled) return;
    scheduled = true;
    setImmediate(drain);
  };
}

function answer(handle: (call: Call) => Reply, call: Call): Reply {
  try {
    return handle(call);
  } catch (error) {
    return json(500, { error: `a bug in the simulator: ${String(error)}` });
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
