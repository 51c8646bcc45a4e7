// The client: every endpoint of the partner API by its path, typed from the API's own description.
import createClient, { type Client, type MaybeOptionalInit } from 'openapi-fetch';
import { QuantLeapError, type ErrorBody } from './errors.js';
import { itemsOf, type ItemOf, type ListPath } from './pages.js';
import { sendWithRetries, type RetryOptions } from './retry.js';
import type { components, paths } from './schema.js';

export type ClientOptions = {
  /** Where the API answers: an http(s) URL. */
  baseUrl: string;
  /** `pk_…` */
  publicKey: string;
  /** `sk_…` of the same key. It belongs on your server, never into a browser or an app. */
  secret: string;
  /** Attempts after the first (default 4). Only what can safely be sent again is. */
  maxRetries?: number;
  /** Milliseconds that one attempt may take (default 15,000). */
  timeoutMs?: number;
  /** Default: the platform's. */
  fetch?: (request: Request) => Promise<Response>;
};

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type PathsOf<M extends Method> = {
  [Path in keyof paths]: paths[Path] extends Record<M, { responses: unknown }> ? Path : never;
}[keyof paths];
type Init<M extends Method, Path extends PathsOf<M>> = MaybeOptionalInit<paths[Path], M>;
type Args<I> = undefined extends I ? [init?: I] : [init: I];
/** The JSON of a success; text of files. */
type Answer<M extends Method, Path extends PathsOf<M>> =
  paths[Path] extends Record<M, { responses: infer Responses }>
    ? { [Status in keyof Responses & (200 | 201 | 202)]: ContentOf<Responses[Status]> }[keyof Responses &
        (200 | 201 | 202)]
    : never;
type ContentOf<Response> = Response extends { content: { 'application/json': infer Json } } ? Json : string;

type Result = { data?: unknown; error?: unknown; response: Response };
type AnyInit = Record<string, unknown>;

/**
 * @throws TypeError (its constructor) when an option is missing or `baseUrl` is no http(s) URL
 * @example
 * const quantleap = new QuantLeap({ baseUrl, publicKey, secret });
 * const { templates } = await quantleap.get('/partner/marketplace/templates');
 * for await (const s of quantleap.pages('/partner/subscriptions', { status: 'ACTIVE' })) console.log(s.subscription_id);
 */
export class QuantLeap {
  private readonly client: Client<paths>;

  constructor({ baseUrl, publicKey, secret, maxRetries = 4, timeoutMs = 15_000, fetch }: ClientOptions) {
    for (const [name, value] of Object.entries({ baseUrl, publicKey, secret }))
      if (!value) throw new TypeError(`${name} must be given`);
    requireWebAddress(baseUrl);
    const retry: RetryOptions = {
      maxRetries,
      timeoutMs,
      fetch: fetch ?? ((request) => globalThis.fetch(request)),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      random: Math.random,
    };
    this.client = createClient<paths>({
      baseUrl: baseUrl.replace(/\/+$/, ''),
      headers: { Authorization: `Bearer ${publicKey}`, 'X-Partner-Secret': secret },
      fetch: (request) => sendWithRetries(request, retry),
    });
  }

  /** @throws QuantLeapError */
  get<Path extends PathsOf<'get'>>(path: Path, ...[init]: Args<Init<'get', Path>>): Promise<Answer<'get', Path>> {
    return this.send('get', path, init) as Promise<Answer<'get', Path>>;
  }

  /**
   * Safe to send again: an `Idempotency-Key` goes with it, of its own unless `init.params.header` has one. Give your own (an id of
   * your order, say) where your process may die and repeat the call.
   * @throws QuantLeapError
   */
  post<Path extends PathsOf<'post'>>(path: Path, ...[init]: Args<Init<'post', Path>>): Promise<Answer<'post', Path>> {
    return this.send('post', path, init) as Promise<Answer<'post', Path>>;
  }

  /** @throws QuantLeapError with `mayHaveHappened` when there was no answer */
  put<Path extends PathsOf<'put'>>(path: Path, ...[init]: Args<Init<'put', Path>>): Promise<Answer<'put', Path>> {
    return this.send('put', path, init) as Promise<Answer<'put', Path>>;
  }

  /** @throws QuantLeapError with `mayHaveHappened` when there was no answer */
  patch<Path extends PathsOf<'patch'>>(
    path: Path,
    ...[init]: Args<Init<'patch', Path>>
  ): Promise<Answer<'patch', Path>> {
    return this.send('patch', path, init) as Promise<Answer<'patch', Path>>;
  }

  /** @throws QuantLeapError with `mayHaveHappened` when there was no answer */
  delete<Path extends PathsOf<'delete'>>(
    path: Path,
    ...[init]: Args<Init<'delete', Path>>
  ): Promise<Answer<'delete', Path>> {
    return this.send('delete', path, init) as Promise<Answer<'delete', Path>>;
  }

  /**
   * Every item of a list, page after page.
   * @param query - filters, and `limit` of a page
   * @param pathParams - where the path has any
   * @throws QuantLeapError
   */
  async *pages<Path extends ListPath & PathsOf<'get'>>(
    path: Path,
    query: Record<string, string | number> = {},
    pathParams: Record<string, string> = {},
  ): AsyncGenerator<ItemOf<Path>, void, undefined> {
    for (let cursor: string | undefined; ;) {
      const init = { params: { path: pathParams, query: { ...query, ...(cursor !== undefined && { cursor }) } } };
      const page = (await this.send('get', path, init)) as { next_cursor: string | null };
      yield* itemsOf(page) as ItemOf<Path>[];
      if (page.next_cursor === null || page.next_cursor === cursor) return;
      cursor = page.next_cursor;
    }
  }

  /**
   * Every event after a cursor that there is now, oldest first: what a server that was down has missed.
   * @param after - the `cursor` of the last one you handled; absent: from the beginning
   * @returns pages of events; keep `cursor` once you have handled them
   * @throws QuantLeapError
   */
  async *events(
    after?: string,
  ): AsyncGenerator<{ events: components['schemas']['PartnerEvent'][]; cursor: string | undefined }, void, undefined> {
    for (let cursor = after; ;) {
      const query = cursor === undefined ? {} : { after: cursor };
      const page = await this.get('/partner/events', { params: { query } });
      cursor = page.next_cursor ?? cursor;
      if (page.events.length > 0) yield { events: page.events, cursor };
      if (!page.has_more) return;
    }
  }

  private async send(method: Method, path: string, init: AnyInit = {}): Promise<unknown> {
    const params = (init['params'] ?? {}) as { header?: Record<string, string> };
    const key = method === 'post' ? (params.header?.['Idempotency-Key'] ?? crypto.randomUUID()) : undefined;
    const header = { ...params.header, ...(key !== undefined && { 'Idempotency-Key': key }) };
    const parseAs = /\.(csv|html)$/.test(path) ? 'text' : 'json';
    const request = this.client.request as unknown as (m: Method, p: string, i: AnyInit) => Promise<Result>;
    const { data, error, response } = await request(method, path, {
      parseAs,
      ...init,
      params: { ...params, header },
    });
    if (response.ok) return data;
    throw failure(error, response, method, path, key);
  }
}

function requireWebAddress(baseUrl: string): void {
  const protocol = URL.canParse(baseUrl) ? new URL(baseUrl).protocol : undefined;
  if (protocol === 'http:' || protocol === 'https:') return;
  // Swapped variables must not bring a secret into a log.
  const given = /^(sk|whsec)_/.test(baseUrl) ? 'a secret' : `"${baseUrl}"`;
  throw new TypeError(`baseUrl must be an http or https URL such as http://127.0.0.1:8080, and is ${given}`);
}

function failure(error: unknown, response: Response, method: Method, path: string, key: string | undefined) {
  const body = isErrorBody(error) ? error : undefined;
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const isChange = method !== 'get' && method !== 'post';
  return new QuantLeapError(body?.message ?? `${method.toUpperCase()} ${path} was answered ${response.status}`, {
    status: response.status,
    body,
    requestId,
    mayHaveHappened: isChange && response.status >= 500,
    idempotencyKey: key,
  });
}

function isErrorBody(error: unknown): error is ErrorBody {
  return typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
}
