// What a handler answers: JSON of a stated response, something that is not JSON, or a refusal.
import type { Readable } from 'node:stream';
import type { Refusal } from './errors.js';

/** A JSON answer of one of the route's stated responses. */
export type JsonReply<S extends number = number, T = unknown> = { kind: 'json'; status: S; body: T };
/** An answer that is not JSON: a page, a text, a redirect. */
export type RawReply = {
  kind: 'raw';
  status: number;
  type?: string;
  /** A stream is read as it is sent. */
  body: string | Buffer | Readable;
  headers?: Record<string, string>;
};
export type Answer = JsonReply | RawReply | Refusal;

export function json<S extends number, const T>(status: S, body: T): JsonReply<S, T> {
  return { kind: 'json', status, body };
}
