// Idempotency-Key: the first final answer to a POST is kept (sealed) for a day and given again to a repeat.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { keyedHash } from '../../platform/keyed-hash.js';
import type { IdempotencyScope, SealedAnswer } from '../../db/repositories/idempotency.js';
import type { OperatorCaller, PartnerCaller } from '../caller.js';
import { isPassing, refuse, refuseFields, ServiceUnavailableError, type Refusal } from '../errors.js';
import { idFrom, type Once } from '../once.js';
import type { ApiServices } from '../services.js';

/** An answer as it goes over the wire. */
export type WireAnswer = { status: number; body: unknown; headers?: Record<string, string>; passing?: boolean };

type KeyedCaller = PartnerCaller | OperatorCaller;
type Services = Pick<ApiServices, 'idempotency' | 'config'>;

/** Why a key cannot be used, or undefined when it can. */
export function idempotencyKeyProblem(key: string): Refusal | undefined {
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return undefined;
  return refuseFields([{ field: 'Idempotency-Key', message: 'must be 1 to 255 visible ASCII characters' }]);
}

/**
 * Handles a request once per key.
 * @param request - what is asked: method, path and validated input; the same key with another one is refused
 * @param handle - does it; an answer with `passing` (or a throw) is not kept
 */
export async function handleOnce(
  services: Services,
  caller: KeyedCaller,
  key: string,
  request: unknown,
  handle: (once: Once) => Promise<WireAnswer>,
): Promise<WireAnswer | Refusal> {
  const { identity, ...owner } = ownerOf(caller);
  const scope: IdempotencyScope = { ...owner, key };
  // The hash is keyed because a request may carry a guessable secret; the caller's own name is in it because only this key's secret opens the answer.
  const hash = keyedHash(services.config.apiKeyPepper, JSON.stringify([identity, request])).toString('base64');
  const begun = await services.idempotency.begin(scope, hash);
  switch (begun.state) {
    case 'other_request':
      return refuse('idempotency_key_reused');
    case 'in_flight':
      return refuse('idempotency_in_flight', { headers: { 'Retry-After': '1' } });
    case 'answered':
      return {
        status: begun.status,
        body: unsealAnswer(caller.replayKey, scope, begun.answer),
        headers: { 'Idempotency-Replayed': 'true' },
      };
    case 'begun':
      return keep(services, caller, scope, begun, handle);
  }
}

async function keep(
  services: Services,
  caller: KeyedCaller,
  scope: IdempotencyScope,
  { claim, seed }: { claim: string; seed: string },
  handle: (once: Once) => Promise<WireAnswer>,
): Promise<WireAnswer> {
  const { idempotency } = services;
  const once: Once = {
    id: (prefix, attempt) => idFrom(seed, prefix, attempt),
    keep: async (tx, answer) => {
      const sealed = sealAnswer(caller.replayKey, scope, answer.body);
      if (!(await idempotency.finish(scope, claim, answer.status, sealed, tx))) throw new TakenOverError();
      return answer;
    },
  };
  let kept = false;
  try {
    const answer = await handle(once);
    if (!answer.passing) {
      await idempotency.finish(scope, claim, answer.status, sealAnswer(caller.replayKey, scope, answer.body));
      kept = true;
    }
    return answer;
  } finally {
    if (!kept) await idempotency.release(scope, claim);
  }
}

function ownerOf(caller: KeyedCaller): Omit<IdempotencyScope, 'key'> & { identity: string } {
  return caller.kind === 'partner'
    ? { ownerId: caller.partnerId, realm: caller.mode, identity: caller.publicKey }
    : { ownerId: caller.name, realm: 'operator', identity: caller.name };
}

/** The handler was so slow that a repeat has taken its request over: what it was about to commit must not stand. */
class TakenOverError extends ServiceUnavailableError {
  override name = 'TakenOverError';
}

/** Whether an answer with this error code may be kept: what another try could change is not. */
export const isPassingRefusal = (refusal: Refusal): boolean => isPassing(refusal.code);

/** Answers may hold a login URL or a webhook secret, so they are stored only as ciphertext under the caller's own secret. */
function sealAnswer(replayKey: Buffer, scope: IdempotencyScope, body: unknown): SealedAnswer {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', answerKey(replayKey, salt), nonce).setAAD(associatedData(scope));
  const box = Buffer.concat([cipher.update(JSON.stringify(body), 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { salt: salt.toString('base64'), nonce: nonce.toString('base64'), box: box.toString('base64') };
}

function unsealAnswer(replayKey: Buffer, scope: IdempotencyScope, answer: SealedAnswer): unknown {
  const box = Buffer.from(answer.box, 'base64');
  const decipher = createDecipheriv(
    'aes-256-gcm',
    answerKey(replayKey, Buffer.from(answer.salt, 'base64')),
    Buffer.from(answer.nonce, 'base64'),
    {
      authTagLength: 16,
    },
  ).setAAD(associatedData(scope));
  decipher.setAuthTag(box.subarray(-16));
  const text = Buffer.concat([decipher.update(box.subarray(0, -16)), decipher.final()]).toString('utf8');
  const body: unknown = JSON.parse(text);
  return body;
}

function answerKey(replayKey: Buffer, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', replayKey, salt, 'idempotency-answer', 32));
}

function associatedData(scope: IdempotencyScope): Buffer {
  return Buffer.from(JSON.stringify([scope.ownerId, scope.realm, scope.key]));
}
