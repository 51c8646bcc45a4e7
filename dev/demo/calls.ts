// The calls a partner's backend makes, and an operator's, as plain HTTP: what the demo day does anyone can do.
import { z } from 'zod';
import type { DemoKey } from './demo-key.js';

const OPERATOR_TOKEN = 'op_dev_XXXXXXXX';

const initiated = z.object({ oauth_url: z.string() });
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
    private readonly key: DemoKey,
  ) {}

  async linkAccount(email: string, clientId: string): Promise<void> {
    await this.partner('POST', '/partner/broker-accounts', {
      user_email: email,
      broker_name: 'zebu',
      client_id: clientId,
      api_key: `demo_${clientId}`,
      api_secret: 'test_api_secret',
    });
  }

  /** The daily login, as a person would click it through: initiate, the broker's page, callback. */
  async login(email: string, clientId: string): Promise<void> {
    const { oauth_url } = initiated.parse(
      await this.partner('POST', `/partner/broker-accounts/${clientId}/oauth/initiate`, { user_email: email }),
    );
    const page = await fetch(`${oauth_url}&auto_approve=1`, { redirect: 'manual' });
    const back = new URL(page.headers.get('location') ?? '').searchParams;
    await this.partner('POST', `/partner/broker-accounts/${clientId}/oauth/callback`, {
      user_email: email,
      request_token: back.get('request_token'),
      state: back.get('state'),
    });
  }

  async logout(email: string, clientId: string): Promise<void> {
    await this.partner('POST', `/partner/broker-accounts/${clientId}/oauth/logout`, { user_email: email });
  }

  async subscribe(email: string, clientId: string, templateId: string, lotMultiplier: number): Promise<void> {
    await this.partner('POST', '/partner/marketplace/subscribe', {
      user_email: email,
      template_id: templateId,
      broker_client_id: clientId,
      lot_multiplier: lotMultiplier,
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

  private partner(method: string, path: string, body?: object): Promise<unknown> {
    return this.call(
      method,
      path,
      { authorization: `Bearer ${this.key.publicKey}`, 'x-partner-secret': this.key.secret },
      body,
    );
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
