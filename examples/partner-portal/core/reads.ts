// Lists that many pages need.
import { firstOf, type BrokerAccount, type Subscription, type Template } from './quantleap.js';
import type { Services } from './request.js';

const MOST_ACCOUNTS = 20;
const MOST = 200;

export function accountsOf({ quantleap }: Services, email: string): Promise<BrokerAccount[]> {
  return firstOf(quantleap.pages('/partner/broker-accounts', { user_email: email }), MOST_ACCOUNTS);
}

export function subscriptionsOf({ quantleap }: Services, email: string): Promise<Subscription[]> {
  return firstOf(quantleap.pages('/partner/subscriptions', { user_email: email }), MOST);
}

/** By id. */
export async function templatesOf({ quantleap }: Services): Promise<Map<string, Template>> {
  const templates = await firstOf(quantleap.pages('/partner/marketplace/templates'), MOST);
  return new Map(templates.map((template) => [template.template_id, template]));
}
