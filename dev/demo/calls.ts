// The calls a partner's backend makes, and an operator's, as plain HTTP: what the demo day does anyone can do.
import { z } from 'zod';
import { TOKEN_FIELDS } from '../../api/schemas/broker-accounts.js';
import type { DemoUser } from './cast.js';
import type { DemoKeys } from './demo-keys.js';

const OPERATOR_TOKEN = 'op_dev_XXXXXXXX';

const initiated = z.object({ oauth_url: z.string(), state: z.string() });
const started = z.object({ run_id: z.string(), workflow_id: z.string() });
const run = z.object({
  status: z.string(),
  workflow_id: z.string(),
  lateness_ms: z.object({ p50: z.number().nullable(), p99: z.number().nullable(), max: z.number().nullable() }),
});
const execution = z.object({
  subscription_id: z.string(),
  client_id: z.string(),
  lot_multiplier: z.number(),
  outcome: z.string().nullable(),
  reason: z.string().nullable(),
  broker_response: z.object({ message: z.string() }).nullable(),
  orders: z.array(
    z.object({
      tradingsymbol: z.string().nullable(),
      transaction_type: z.string(),
      filled_quantity: z.number(),
      average_price: z.number().nullable(),
      status: z.string(),
    }),
  ),
});
const executions = z.object({ executions: z.array(execution), next_cursor: z.string().nullable() });
export type DemoRun = z.infer<typeof run>;
export type DemoExecution = z.infer<typeof execution>;

/** @throws Error with method, path, status and body when a call is not answered with 2xx */
export class DemoCalls {
  constructor(
    private readonly baseUrl: string,
    private readonly keys: DemoKeys['keys'],
  ) {}

  async linkAccount(user: DemoUser): Promise<void> {
    await this.partner(user, '/partner/broker-accounts', {
      broker_name: user.broker,
      client_id: user.clientId,
      api_key: `demo_${user.clientId}`,
      api_secret: 'test_api_secret',
    });
  }

  /** The daily login, as a person would click it through: initiate, the broker's own page, callback under its name for the token. */
  async login(user: DemoUser): Promise<void> {
    const path = `/partner/broker-accounts/${user.clientId}/oauth`;
    const { oauth_url, state } = initiated.parse(await this.partner(user, `${path}/initiate`));
    const page = await fetch(`${oauth_url}&auto_approve=1`, { redirect: 'manual' });
    const location = page.headers.get('location');
    if (location === null) throw new Error(`${user.clientId}: the broker's login page answered ${page.status}`);
    const back = new URL(location).searchParams;
    const field = TOKEN_FIELDS.find((name) => back.has(name));
    if (field === undefined) throw new Error(`${user.clientId}: the broker's login page brought no token`);
    await this.partner(user, `${path}/callback`, { [field]: back.get(field), state: back.get('state') ?? state });
  }

  async logout(user: DemoUser): Promise<void> {
    await this.partner(user, `/partner/broker-accounts/${user.clientId}/oauth/logout`);
  }

  async subscribe(user: DemoUser, templateId: string): Promise<void> {
    await this.partner(user, '/partner/marketplace/subscribe', {
      template_id: templateId,
      broker_client_id: user.clientId,
      lot_multiplier: user.lotMultiplier,
    });
  }

  async startRun(templateId: string, entryAt: string): Promise<{ run_id: string; workflow_id: string }> {
    return started.parse(
      await this.operator('POST', `/operator/templates/${templateId}/runs`, {
        entry_at: entryAt,
        mode: 'live',
        ignore_calendar: true,
        force: true,
      }),
    );
  }

  async run(runId: string): Promise<DemoRun> {
    return run.parse(await this.operator('GET', `/operator/runs/${runId}`));
  }

  async executions(runId: string): Promise<DemoExecution[]> {
    return executions.parse(await this.operator('GET', `/operator/runs/${runId}/executions?limit=100`)).executions;
  }

  /** A POST of the user's partner, about the user. */
  private partner({ broker, email }: DemoUser, path: string, body: object = {}): Promise<unknown> {
    const { publicKey, secret } = this.keys[broker];
    const headers = { authorization: `Bearer ${publicKey}`, 'x-partner-secret': secret };
    return this.call('POST', path, headers, { user_email: email, ...body });
  }

  private operator(method: string, path: string, body?: object): Promise<unknown> {
    return this.call(method, path, { authorization: `Bearer ${OPERATOR_TOKEN}` }, body);
  }

  private async call(method: string, path: string, headers: Record<string, string>, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as unknown;
  }
}
