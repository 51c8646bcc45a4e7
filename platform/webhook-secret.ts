// Signing secrets of webhook endpoints, in the form of Standard Webhooks.
import { randomBytes } from 'node:crypto';

/** @returns `whsec_` and 32 random bytes in base64 */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
