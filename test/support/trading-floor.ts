// What end-to-end suites do to a running stack: users who link, log in and subscribe, an operator who runs, the broker's record.
import pg from 'pg';
import type { RecordedOrder } from '../../brokers/simulator/record.js';
import type { WireName } from '../../domain/broker-wires.js';
import type { Mode } from '../../domain/mode.js';
import { TOKEN_FIELDS } from '../../api/schemas/broker-accounts.js';
import {
  HttpClient,
  operatorClient,
  partnerClient,
  zebuLive,
  zebuTest,
  type Answer,
  type Keys,
} from '../api/support/http.js';
import type { Stack } from './stack.js';
import { waitFor } from './wait.js';

export type Body = Answer['body'];
export type FloorUser = { email: string; clientId: string; apiKey: string; apiSecret: string };
export type RunReport = {
  status: string;
  reason: string | null;
  subscribers: number;
  outcomes: Record<string, number>;
  orders: Record<string, number>;
};
export type StartedRun = { runId: string; workflowId: string; entryAtMs: number; exitAtMs?: number };
/** Whose users trade in live mode, and over which wire, where it is not the broker's default. */
export type FloorBroker = { name: string; liveKeys: Keys; wire?: WireName };
export const ZEBU: FloorBroker = { name: 'zebu', liveKeys: zebuLive };

export type FloorOrder = {
  tag: string;
  purpose: string;
  transaction_type: string;
  tradingsymbol: string | null;
  quantity: number;
  filled_quantity: number;
  status: string;
  broker_order_id: string | null;
};
export type FloorExecution = {
  execution_id: string;
  subscription_id: string;
  client_id: string;
  outcome: string | null;
  reason: string | null;
  /** null: it never had a position */
  position_status: string | null;
  orders: FloorOrder[];
};

/** @throws Error with method, path, status and answer when a call is not answered with 2xx */
export class TradingFloor {
  readonly live: HttpClient;
  readonly test: HttpClient;
  readonly operator: HttpClient;
  private readonly simulator: HttpClient;
  /** What the simulator calls the broker. */
  private readonly wire: string;

  /** @param broker - the sandbox, where no broker is contacted, stays Zebu's */
  constructor(
    readonly stack: Stack,
    private readonly broker: FloorBroker = ZEBU,
  ) {
    this.live = partnerClient(stack.baseUrl, broker.liveKeys);
    this.test = partnerClient(stack.baseUrl, zebuTest);
    this.operator = operatorClient(stack.baseUrl);
    this.simulator = new HttpClient(stack.simulatorUrl, {});
    this.wire = broker.wire ?? broker.name;
  }

  partner(mode: Mode): HttpClient {
    return mode === 'live' ? this.live : this.test;
  }

  async link(user: FloorUser, mode: Mode = 'live'): Promise<void> {
    await ok(this.partner(mode), 'POST', '/partner/broker-accounts', {
      user_email: user.email,
      broker_name: mode === 'live' ? this.broker.name : ZEBU.name,
      client_id: user.clientId,
      api_key: user.apiKey,
      api_secret: user.apiSecret,
    });
  }

  /** Opens the login at the broker in live mode and comes back with what the broker handed to the callback URL, under its own name for the token. */
  async approve(user: FloorUser): Promise<{ requestToken: string; tokenField: string; state: string }> {
    const path = `/partner/broker-accounts/${user.clientId}/oauth/initiate`;
    const initiated = await ok(this.live, 'POST', path, { user_email: user.email });
    const page = await fetch(`${String(initiated['oauth_url'])}&auto_approve=1`, { redirect: 'manual' });
    const back = new URL(page.headers.get('location') ?? '').searchParams;
    const tokenField = TOKEN_FIELDS.find((field) => back.has(field)) ?? 'request_token';
    return { requestToken: back.get(tokenField) ?? '', tokenField, state: back.get('state') ?? '' };
  }

  /** The day's login in live mode. @returns the one-time token that was exchanged */
  async logIn(user: FloorUser): Promise<string> {
    const { requestToken, tokenField, state } = await this.approve(user);
    const body = { user_email: user.email, [tokenField]: requestToken, state };
    await ok(this.live, 'POST', `/partner/broker-accounts/${user.clientId}/oauth/callback`, body);
    return requestToken;
  }

  /** @returns the subscription's id */
  async subscribe(user: FloorUser, templateId: string, lotMultiplier = 1, mode: Mode = 'live'): Promise<string> {
    const created = await ok(this.partner(mode), 'POST', '/partner/marketplace/subscribe', {
      user_email: user.email,
      template_id: templateId,
      broker_client_id: user.clientId,
      lot_multiplier: lotMultiplier,
    });
    return String(created['subscription_id']);
  }

  /** Links, logs in and subscribes each user, a few at a time. */
  async enrol(users: readonly FloorUser[], templateId: string, atOnce = 6): Promise<void> {
    const waiting = [...users];
    const lane = async () => {
      for (let user = waiting.shift(); user !== undefined; user = waiting.shift()) {
        await this.link(user);
        await this.logIn(user);
        await this.subscribe(user, templateId);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  }

  /**
   * Starts an operator's run outside the calendar.
   * @param aheadMs - at least 5,000, plus what the call takes
   * @param exitAfterMs - after the entry; absent: no exit is planned
   */
  async startRun(templateId: string, aheadMs: number, mode: Mode = 'live', exitAfterMs?: number): Promise<StartedRun> {
    const entryAtMs = Date.now() + aheadMs;
    const exitAtMs = exitAfterMs === undefined ? undefined : entryAtMs + exitAfterMs;
    const started = await ok(this.operator, 'POST', `/operator/templates/${templateId}/runs`, {
      entry_at: new Date(entryAtMs).toISOString(),
      mode,
      ignore_calendar: true,
      force: true,
      ...(exitAtMs !== undefined && { exit_at: new Date(exitAtMs).toISOString() }),
    });
    return {
      runId: String(started['run_id']),
      workflowId: String(started['workflow_id']),
      entryAtMs,
      ...(exitAtMs !== undefined && { exitAtMs }),
    };
  }

  async run(runId: string): Promise<RunReport> {
    return (await ok(this.operator, 'GET', `/operator/runs/${runId}`)) as RunReport;
  }

  /** Waits until every entry of a run has ended. */
  async runEnds(runId: string, timeoutMs = 60_000): Promise<RunReport> {
    const ended = async () => {
      const report = await this.run(runId);
      return report.status === 'arming' || report.status === 'running' ? undefined : report;
    };
    return waitFor(ended, { timeoutMs, description: `the end of ${runId}` });
  }

  async executions(runId: string): Promise<FloorExecution[]> {
    return (await ok(this.operator, 'GET', `/operator/runs/${runId}/executions?limit=100`))[
      'executions'
    ] as FloorExecution[];
  }

  /** What has reached the simulated broker, refused orders included. */
  async record(clientId?: string): Promise<RecordedOrder[]> {
    const narrowed = clientId === undefined ? '' : `&client_id=${clientId}`;
    const { text } = await this.simulator.get(`/_sim/orders?broker=${this.wire}${narrowed}`);
    return JSON.parse(text) as RecordedOrder[];
  }

  /** Calls `/_sim/<what>` of the simulated broker. */
  async sim(what: 'faults' | 'latency' | 'apps' | 'accounts', body: object): Promise<void> {
    await ok(this.simulator, 'POST', `/_sim/${what}`, { broker: this.wire, ...body });
  }

  /** Runs one statement in the stack's database. */
  async query<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.stack.databaseUrl });
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** A strategy like the iron condor that nobody else uses, so that a run of it reaches only a suite's own users. */
  async copyTemplate(templateId: string, of = 'basket_admin_iron_condor'): Promise<void> {
    await this.query(
      `WITH template AS (
         INSERT INTO strategy_template (id, name, current_version) SELECT $1, name || ' ' || $1, 1 FROM strategy_template WHERE id = $2)
       INSERT INTO template_version (template_id, version, description, underlying, entry_time, exit_time, legs, monthly_fee_paise)
       SELECT $1, 1, v.description, v.underlying, v.entry_time, v.exit_time, v.legs, v.monthly_fee_paise
       FROM template_version v JOIN strategy_template t ON t.id = v.template_id AND t.current_version = v.version WHERE t.id = $2`,
      [templateId, of],
    );
  }
}

/** @param prefix - of the client ids; letters and digits */
export function floorUsers(prefix: string, count: number): FloorUser[] {
  return Array.from({ length: count }, (_, index) => ({
    email: `${prefix.toLowerCase()}${index}@floor.example`,
    clientId: `${prefix}${index}`,
    apiKey: `key_${prefix}${index}`,
    apiSecret: 'test_api_secret',
  }));
}

async function ok(client: HttpClient, method: string, path: string, body?: Body | object): Promise<Body> {
  const answer = await client.request(method, path, body === undefined ? {} : { body });
  if (answer.status < 200 || answer.status > 299) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}
