// Why an account cannot be changed now, as a refusal that names what is in the way.
import type { BrokerAccount } from '../db/repositories/broker-accounts.js';
import { assertNever } from '../domain/assert-never.js';
import type { ChangeHindrance } from '../workflows/messages/session.js';
import { refuse, type Refusal } from './errors.js';
import { presentOpen } from './presenters/subscriptions.js';
import type { ApiServices } from './services.js';

/** What was in the way may be gone by now: the list is then empty, and asking again succeeds. */
export async function hindranceRefusal(
  services: ApiServices,
  account: BrokerAccount,
  by: ChangeHindrance,
  positionMessage: string,
): Promise<Refusal> {
  switch (by) {
    case 'entry_in_progress':
      return refuse('entry_in_progress', { headers: { 'Retry-After': '10' } });
    case 'position_open': {
      const open = await services.positions.openOf(account.id);
      return refuse('position_open', { message: positionMessage, extra: { open_positions: open.map(presentOpen) } });
    }
    case 'order_unknown':
      return refuse('order_unknown', {
        message:
          'An order of this account that got no answer is still looked for, until the end of the trading day at the latest, and would be closed with its login: ask again later',
        headers: { 'Retry-After': '60' },
      });
    case 'subscribed': {
      const living = await services.accountChanges.livingSubscriptions(account.id);
      const subscriptions = living.map(({ subscriptionId, templateId, status }) => ({
        subscription_id: subscriptionId,
        template_id: templateId,
        status,
      }));
      return refuse('account_in_use', { extra: { subscriptions } });
    }
    default:
      return assertNever(by, 'hindrance');
  }
}
