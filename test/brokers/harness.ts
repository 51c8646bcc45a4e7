// What the broker tests share: a simulator with its `/_sim`, a logged-in client, an order that is sure to cross, and waiting on a condition.
import { createHash, randomUUID } from 'node:crypto';
import { request } from 'undici';
import type {
  BrokerAdapter,
  BrokerSession,
  PlaceOrder,
  PlacementResult,
  PreparedPlacement,
  WireAnswer,
} from '../../brokers/port.js';
import type { RecordedOrder } from '../../brokers/simulator/record.js';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../brokers/simulator/simulator.js';
import { resolveLeg, type OptionInstrument, type Side } from '../../domain/option-contract.js';
import { listedOptions } from '../../domain/simulated-listing.js';
import { quoteOf, spotPaise } from '../../domain/simulated-market.js';
import { tradingDayOf } from '../../domain/trading-time.js';

export type SimHarness = {
  simulator: Simulator;
  zebuUrl: string;
  /** Calls `/_sim/…`; answers with status and JSON. */
  sim<T = unknown>(method: string, path: string, body?: unknown): Promise<{ status: number; json: T }>;
  arm(fault: Record<string, unknown>): Promise<void>;
  record(clientId: string): Promise<RecordedOrder[]>;
  /** Logs a client in through the login page and the token exchange. */
  login(clientId: string): Promise<BrokerSession>;
};

export async function startSimulator(options: Partial<SimulatorOptions> = {}): Promise<SimHarness> {
  const simulator = await createSimulator({ port: 0, ...options });
  const zebuUrl = `${simulator.url}/zebu`;
  const sim = async <T>(method: string, path: string, body?: unknown): Promise<{ status: number; json: T }> => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await fetch(`${simulator.url}/_sim${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, json: (await answer.json()) as T };
  };
  return {
    simulator,
    zebuUrl,
    sim,
    arm: async (fault) => {
      const { status, json } = await sim('POST', '/faults', { broker: 'zebu', ...fault });
      if (status !== 200) throw new Error(`fault refused: ${JSON.stringify(json)}`);
    },
    record: async (clientId) => (await sim<RecordedOrder[]>('GET', `/orders?broker=zebu&client_id=${clientId}`)).json,
    login: (clientId) => loginAt(zebuUrl, clientId),
  };
}

async function loginAt(zebuUrl: string, clientId: string): Promise<BrokerSession> {
  const apiKey = 'conformance_key';
  const query = new URLSearchParams({
    api_key: apiKey,
    state: 's',
    redirect_uri: 'http://localhost/cb',
    login_hint: clientId,
    auto_approve: '1',
  });
  const redirected = await fetch(`${zebuUrl}/connect/login?${query.toString()}`, { redirect: 'manual' });
  const requestToken = new URL(redirected.headers.get('location') ?? '').searchParams.get('request_token') ?? '';
  const checksum = createHash('sha256').update(`${apiKey}${requestToken}test_api_secret`).digest('hex');
  const form = new URLSearchParams({ api_key: apiKey, request_token: requestToken, checksum });
  const answer = (await (await fetch(`${zebuUrl}/session/token`, { method: 'POST', body: form })).json()) as {
    data: { access_token: string };
  };
  return { clientId, apiKey, accessToken: answer.data.access_token };
}

/** The at-the-money NIFTY call of the nearest expiry. */
export function atTheMoneyCall(): OptionInstrument {
  const now = Date.now();
  const leg = { side: 'BUY', optionType: 'CE', strikeOffset: 0, expiry: 'nearest', lots: 1 } as const;
  const option = resolveLeg(leg, listedOptions('NIFTY', tradingDayOf(now)), spotPaise('NIFTY', now), tradingDayOf(now));
  if (!option) throw new Error('no at-the-money option is listed');
  return option;
}

let lastTag = 0;

/** An order of one lot with a fresh tag whose limit is 20 % through the touch. */
export function crossingOrder(
  side: Side = 'BUY',
  change: Partial<PlaceOrder> = {},
  option = atTheMoneyCall(),
): PlaceOrder {
  const quote = quoteOf(option, Date.now());
  const limit = side === 'BUY' ? quote.askPaise * 1.2 : quote.bidPaise * 0.8;
  return {
    tag: `T${(++lastTag).toString(36).toUpperCase()}${randomUUID().slice(0, 8).toUpperCase()}`,
    tradingsymbol: option.tradingsymbol,
    instrumentKey: option.instrumentKey,
    exchange: option.exchange,
    side,
    quantityUnits: option.lotUnits,
    limitPricePaise: Math.round(limit / option.tickPaise) * option.tickPaise,
    ...change,
  };
}

/** An order that rests: a buyer who offers one tick. */
export function restingOrder(): PlaceOrder {
  return crossingOrder('BUY', { limitPricePaise: 5 });
}

/** Sends a prepared placement the simplest way. */
export async function send(prepared: PreparedPlacement, timeoutMs = 5_000): Promise<PlacementResult> {
  if (prepared.via === 'call') return prepared.place();
  const { origin, path, method, headers, body } = prepared.request;
  let answer: WireAnswer;
  try {
    const options = { method: method as 'POST', headers, body: body ?? null, signal: AbortSignal.timeout(timeoutMs) };
    const response = await request(`${origin}${path}`, options);
    answer = { kind: 'response', status: response.statusCode, body: await response.body.text() };
  } catch (error) {
    answer = {
      kind: 'failure',
      code: error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN',
      sent: true,
    };
  }
  return prepared.read(answer);
}

/** Places and expects acceptance. @returns the broker's order id */
export async function placed(adapter: BrokerAdapter, session: BrokerSession, order: PlaceOrder): Promise<string> {
  const result = await send(adapter.prepare(session, order));
  if (result.outcome !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(result)}`);
  return result.brokerOrderId;
}

/** Polls until the look succeeds. @throws Error naming what was waited for */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  timeoutMs = 5_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The error a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('expected a failure');
    },
    (error: unknown) => error,
  );
}
