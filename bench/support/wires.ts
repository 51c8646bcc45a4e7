// Over which wire a bench or a drill trades: chosen by `--wire`, logged in and asked through its own login page and adapter.
import { TOKEN_FIELDS } from '../../api/schemas/broker-accounts.js';
import { loginUrlFor } from '../../brokers/login-urls.js';
import { MemoryPaperBook } from '../../brokers/paper/memory-book.js';
import type { BrokerAdapter, BrokerSession } from '../../brokers/port.js';
import { createAdapters } from '../../brokers/registry.js';
import { brokerOfWire, WIRES, type BrokerName, type WireName } from '../../domain/broker-wires.js';
import { wireSettings } from '../../platform/broker-wires.js';

/** What `--wire` takes. */
const WIRE_CHOICES = `${WIRES.join('|')}|all`;

const API_KEY = 'bench_key';
const API_SECRET = 'test_api_secret';
const REDIRECT_URI = 'http://127.0.0.1/cb';
const AT_ONCE = 8;

export type OpenedSession = { session: BrokerSession; expiresAtMs: number };

/** @param given - a wire's name, or `all` @throws Error naming the choices */
export function wiresChosen(given: string): readonly WireName[] {
  if (given === 'all') return WIRES;
  const wire = WIRES.find((name) => name === given);
  if (wire === undefined) throw new Error(`--wire ${given}: must be one of ${WIRE_CHOICES}`);
  return [wire];
}

/** One wire of the simulator, as a client of the broker sees it. */
export class BenchWire {
  readonly broker: BrokerName;
  readonly adapter: BrokerAdapter;
  private readonly adapters: ReturnType<typeof createAdapters>;
  private readonly loginBase: string;

  constructor(
    simulatorUrl: string,
    readonly name: WireName,
  ) {
    const settings = wireSettings(simulatorUrl);
    this.adapters = createAdapters({ wires: settings, paperBook: new MemoryPaperBook() });
    this.loginBase = settings[name].addresses.login;
    this.broker = brokerOfWire(name) ?? unreachable(name);
    const found = this.adapters.adapterFor(this.broker, 'live', name);
    if (!found.available) throw new Error(found.message);
    this.adapter = found.adapter;
  }

  /** A day's login: the page, the callback's parameters, the exchange. @throws Error when the broker refuses one of them */
  async logIn(clientId: string): Promise<OpenedSession> {
    const url = loginUrlFor(this.broker, this.name) ?? unreachable(this.name);
    const [state, redirectUri] = ['bench', REDIRECT_URI];
    const page = `${url({ baseUrl: this.loginBase, apiKey: API_KEY, state, redirectUri, clientId })}&auto_approve=1`;
    const answer = await fetch(page, { redirect: 'manual' });
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`${clientId}: the login page answered ${answer.status}`);
    const back = new URL(location).searchParams;
    const token = TOKEN_FIELDS.map((field) => back.get(field)).find((value) => value !== null) ?? '';
    const grant = await this.adapter.exchangeToken({
      credentials: { apiKey: API_KEY, apiSecret: API_SECRET },
      token,
      redirectUri,
      expectedClientId: clientId,
    });
    return {
      session: { clientId: grant.clientId, apiKey: API_KEY, accessToken: grant.accessToken },
      expiresAtMs: grant.expiresAtMs,
    };
  }

  /** Logs `count` clients in, in the order of their numbers. @param prefix - of their client ids */
  async logInAll(count: number, prefix: string): Promise<BrokerSession[]> {
    const sessions: BrokerSession[] = [];
    await inLanes(count, async (index) => {
      sessions[index] = (await this.logIn(`${prefix}${index}`)).session;
    });
    return sessions;
  }

  close(): Promise<void> {
    return this.adapters.close();
  }
}

/** Does `work` for 0 to `count` - 1, a few at a time. @throws the first failure */
export async function inLanes(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

function unreachable(name: WireName): never {
  throw new Error(`the wire ${name} has no broker or no login page`);
}
