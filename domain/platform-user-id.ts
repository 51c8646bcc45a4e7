// The guide's user id of a partner's user, derived from the e-mail.
import { sha256Hex } from './digest.js';

/** `user@example.com` → `partner-user-user-at-example-com`. */
export function platformUserId(email: string): string {
  return `partner-user-${email.trim().toLowerCase().replaceAll('@', '-at-').replaceAll('.', '-')}`;
}

/** The id of the later of two e-mails that would collide: the same with a short hash of the e-mail. */
export function collidingUserId(email: string): string {
  return `${platformUserId(email)}-${sha256Hex(email.trim().toLowerCase()).slice(0, 6)}`;
}
