// The little HTTP the simulators need: calls, replies and how a reply leaves, without a framework between the clock and the socket.
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { assertNever } from '../../domain/assert-never.js';

export type Call = {
  method: string;
  /** Without the wire's prefix and the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
  /** Epoch ms with a microsecond fraction: the first moment of the request. */
  receivedAtMs: number;
};

export type Reply =
  /** `delayMs` counts from the request's arrival. */
  | {
      kind: 'answer';
      status: number;
      type: string;
      body: string | Buffer;
      headers?: Record<string, string>;
      delayMs?: number;
    }
  | { kind: 'reset' }
  | { kind: 'silent'; closeAfterMs: number };

export function json(status: number, body: unknown, delayMs?: number): Reply {
  return {
    kind: 'answer',
    status,
    type: 'application/json; charset=utf-8',
    body: JSON.stringify(body),
    ...(delayMs !== undefined && { delayMs }),
  };
}

export function html(status: number, body: string, delayMs?: number): Reply {
  const headers = {
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'cache-control': 'no-store',
  };
  return {
    kind: 'answer',
    status,
    type: 'text/html; charset=utf-8',
    body,
    headers,
    ...(delayMs !== undefined && { delayMs }),
  };
}

export function redirect(location: string): Reply {
  return {
    kind: 'answer',
    status: 302,
    type: 'text/plain; charset=utf-8',
    body: `See ${location}`,
    headers: { location, 'cache-control': 'no-store' },
  };
}

/** Whether the caller is a browser that wants a page. */
export function prefersHtml(headers: IncomingHttpHeaders): boolean {
  return (headers.accept ?? '').includes('text/html');
}

/**
 * Reads a JSON or form body into fields.
 * @returns undefined when it is neither; form values are text
 */
export function readFields({ headers, body }: Call): Record<string, unknown> | undefined {
  if ((headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(body));
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A field that should be text; empty when it is missing or anything else. */
export function fieldText(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

/** Sends a reply when it is due. @param elapsedMs - since the request's arrival */
export function sendReply(reply: Reply, response: ServerResponse, elapsedMs: number): void {
  switch (reply.kind) {
    case 'answer': {
      const waitMs = Math.round((reply.delayMs ?? 0) - elapsedMs);
      if (waitMs <= 0) write(reply, response);
      else setTimeout(write, waitMs, reply, response).unref();
      return;
    }
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'silent':
      setTimeout(() => response.socket?.destroy(), reply.closeAfterMs).unref();
      return;
    default:
      assertNever(reply, 'reply');
  }
}

function write(reply: Extract<Reply, { kind: 'answer' }>, response: ServerResponse): void {
  if (response.destroyed) return;
  response.writeHead(reply.status, {
    'content-type': reply.type,
    'content-length': Buffer.byteLength(reply.body),
    ...reply.headers,
  });
  response.end(reply.body);
}
