// The guide's first steps as one call each, for tests that are about what comes after.
import { expect } from 'chai';
import type { HttpClient } from './http.js';

export const TEMPLATE = 'basket_admin_test_strategy';
let users = 0;

export type LinkedUser = { email: string; clientId: string };

/** Links a broker account. */
export async function linkUser(
  client: HttpClient,
  broker = 'zebu',
  given: Partial<LinkedUser> = {},
): Promise<LinkedUser> {
  const n = ++users;
  const user = { email: `user${n}@example.com`, clientId: `CLIENT${n}`, ...given };
  const created = await client.post('/partner/broker-accounts', accountBody(user, broker));
  expect(created.status, created.text).to.equal(201);
  return user;
}

export function accountBody(user: LinkedUser, broker = 'zebu') {
  return {
    user_email: user.email,
    broker_name: broker,
    client_id: user.clientId,
    api_key: 'test_api_key',
    api_secret: 'test_api_secret',
  };
}

/** Completes the day's login. */
export async function logIn(client: HttpClient, user: LinkedUser): Promise<void> {
  const initiated = await client.post(`/partner/broker-accounts/${user.clientId}/oauth/initiate`, {
    user_email: user.email,
  });
  expect(initiated.status, initiated.text).to.equal(200);
  const completed = await client.post(`/partner/broker-accounts/${user.clientId}/oauth/callback`, {
    user_email: user.email,
    request_token: 'mock_token_12345',
    state: initiated.body['state'],
  });
  expect(completed.status, completed.text).to.equal(200);
}

export function subscribeBody(user: LinkedUser, templateId = TEMPLATE) {
  return { user_email: user.email, template_id: templateId, broker_client_id: user.clientId, lot_multiplier: 1 };
}

/** Links, logs in, subscribes. @returns the subscription's id */
export async function subscribeUser(
  client: HttpClient,
  broker = 'zebu',
): Promise<LinkedUser & { subscriptionId: string }> {
  const user = await linkUser(client, broker);
  await logIn(client, user);
  const subscribed = await client.post('/partner/marketplace/subscribe', subscribeBody(user));
  expect(subscribed.status, subscribed.text).to.equal(201);
  return { ...user, subscriptionId: String(subscribed.body['subscription_id']) };
}
