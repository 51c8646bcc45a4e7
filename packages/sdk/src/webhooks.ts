// Webhook signatures, by the Standard Webhooks scheme.
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { components } from './schema.js';

export { WebhookVerificationError };

/** The library's words. */
const NO_MATCH = 'No matching signature found';

/** The further fields of each `event` are in docs/webhooks.md. */
export type PartnerEvent = components['schemas']['PartnerEvent'];
/** The request's headers as Node, Express or Koa give them, or as `Headers`. */
export type WebhookHeaders = Headers | Record<string, string | string[] | undefined>;

/**
 * Proves that a delivery is ours and not older than five minutes, and reads it. Drop repeats by `event_id`.
 * @param rawBody - the body's bytes as they came: parsed and written again they have another signature
 * @param secret - `whsec_…`, with or without white space round it; while it is being rotated, both
 * @throws WebhookVerificationError answer 4xx then, and do not trust the body
 * @throws TypeError when a secret is malformed or undefined: a fault of the set-up, which says nothing of the delivery
 */
export function verifyWebhook(
  rawBody: string | Uint8Array,
  headers: WebhookHeaders,
  secret: string | readonly string[],
): PartnerEvent {
  const text = typeof rawBody === 'string' ? rawBody : new TextDecoder('utf-8', { fatal: true }).decode(rawBody);
  const plain = plainHeaders(headers);
  let refusal: unknown = new WebhookVerificationError('no secret was given');
  for (const one of [secret].flat()) {
    try {
      return webhookOf(one).verify(text, plain) as PartnerEvent;
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error;
      refusal = error;
    }
  }
  throw explained(refusal);
}

/** Of a secret as it comes out of a file or a variable, which may be unset. The error does not repeat it. */
function webhookOf(secret: unknown): Webhook {
  const trimmed = typeof secret === 'string' ? secret.trim() : '';
  try {
    if (trimmed.startsWith('whsec_')) return new Webhook(trimmed);
  } catch {
    // Not base64: what the decoder says of it helps nobody.
  }
  throw new TypeError('The webhook secret is malformed: expected whsec_…');
}

/** No signature is by a secret that was given: another endpoint's secret is the likeliest cause. */
function explained(refusal: unknown): unknown {
  if (!(refusal instanceof WebhookVerificationError) || refusal.message !== NO_MATCH) return refusal;
  return new WebhookVerificationError(`${NO_MATCH}: is it this endpoint's secret, and the body as it came?`);
}

function plainHeaders(headers: WebhookHeaders): Record<string, string> {
  const entries = headers instanceof Headers ? [...headers.entries()] : Object.entries(headers);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), String(value)]])),
  );
}
