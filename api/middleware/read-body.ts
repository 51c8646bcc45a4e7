// Reads a JSON body: at most 64 kB, an object, in UTF-8; anything else is a stated refusal.
import { bodyParser } from '@koa/bodyparser';
import type { Context } from 'koa';
import { refuse, type Refusal } from '../errors.js';

export type BodyResult = { ok: true; body: unknown } | { ok: false; refusal: Refusal };

const parse = bodyParser({
  enableTypes: ['json'],
  jsonLimit: '64kb',
  parsedMethods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  onError: (error) => {
    throw new BodyError(statusOfParseError(error));
  },
});

/** A body that could not be read; the parser's own message is not shown, since it quotes the body. */
class BodyError extends Error {
  override name = 'BodyError';
  constructor(readonly status: number) {
    super(`body refused with ${status}`);
  }
}

/** @returns `{}` for no body at all, so that validation names what is missing */
export async function readBody(ctx: Context): Promise<BodyResult> {
  if (!hasBody(ctx)) return { ok: true, body: {} };
  if (!ctx.request.is('application/json')) return { ok: false, refusal: refuse('unsupported_media_type') };
  try {
    await parse(ctx, () => Promise.resolve());
    return { ok: true, body: ctx.request.body };
  } catch (error) {
    if (!(error instanceof BodyError)) throw error;
    if (error.status === 413)
      return { ok: false, refusal: refuse('body_too_large', { headers: { Connection: 'close' } }) };
    return { ok: false, refusal: refuse(error.status === 415 ? 'unsupported_media_type' : 'malformed_json') };
  }
}

function hasBody(ctx: Context): boolean {
  return ctx.get('transfer-encoding') !== '' || Number(ctx.get('content-length') || 0) > 0;
}

function statusOfParseError(error: Error): number {
  return 'status' in error && typeof error.status === 'number' ? error.status : 400;
}
