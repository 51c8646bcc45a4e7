// A partner's or an operator's HTTP client for tests: real requests over a socket.

export type Keys = { publicKey: string; secret: string };
export type Body = Record<string, unknown>;
export type Answer = { status: number; body: Body; headers: Headers; text: string };
export type RequestOptions = {
  body?: unknown;
  headers?: Record<string, string>;
  raw?: string | Uint8Array<ArrayBuffer>;
};

/** The guide's keys, as the development seed has them. */
export const zebuTest: Keys = { publicKey: 'pk_zebu_test_XXXXXXXX', secret: 'sk_zebu_test_YYYYYYYY' };
export const zebuLive: Keys = { publicKey: 'pk_zebu_live_XXXXXXXX', secret: 'sk_zebu_live_YYYYYYYY' };
export const angelTest: Keys = { publicKey: 'pk_angel_test_XXXXXXXX', secret: 'sk_angel_test_YYYYYYYY' };
export const angelLive: Keys = { publicKey: 'pk_angel_live_XXXXXXXX', secret: 'sk_angel_live_YYYYYYYY' };
export const upstoxLive: Keys = { publicKey: 'pk_upstox_live_XXXXXXXX', secret: 'sk_upstox_live_YYYYYYYY' };
export const kiteLive: Keys = { publicKey: 'pk_kite_live_XXXXXXXX', secret: 'sk_kite_live_YYYYYYYY' };
const OPERATOR_TOKEN = 'op_dev_XXXXXXXX';

export class HttpClient {
  constructor(
    private readonly baseUrl: string,
    private readonly headers: Record<string, string>,
  ) {}

  async request(method: string, path: string, { body, headers, raw }: RequestOptions = {}): Promise<Answer> {
    const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(this.baseUrl + path, {
      method,
      redirect: 'manual',
      headers: { ...this.headers, ...(payload !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(payload !== undefined && { body: payload }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return { status: response.status, headers: response.headers, text, body: isJson ? (JSON.parse(text) as Body) : {} };
  }

  get(path: string, options?: RequestOptions) {
    return this.request('GET', path, options);
  }
  post(path: string, body?: unknown, headers?: Record<string, string>) {
    return this.request('POST', path, { ...(body !== undefined && { body }), ...(headers && { headers }) });
  }
  put(path: string, body?: unknown) {
    return this.request('PUT', path, body === undefined ? {} : { body });
  }
  patch(path: string, body: unknown) {
    return this.request('PATCH', path, { body });
  }
  delete(path: string) {
    return this.request('DELETE', path);
  }
}

export function partnerClient(baseUrl: string, keys: Keys): HttpClient {
  return new HttpClient(baseUrl, { authorization: `Bearer ${keys.publicKey}`, 'x-partner-secret': keys.secret });
}

export function operatorClient(baseUrl: string): HttpClient {
  return new HttpClient(baseUrl, { authorization: `Bearer ${OPERATOR_TOKEN}` });
}

export function anonymousClient(baseUrl: string): HttpClient {
  return new HttpClient(baseUrl, {});
}
