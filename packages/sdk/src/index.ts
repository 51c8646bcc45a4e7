// What the package exports.
export { QuantLeap, type ClientOptions } from './client.js';
export { QuantLeapError, type ErrorBody } from './errors.js';
export { verifyWebhook, WebhookVerificationError, type PartnerEvent, type WebhookHeaders } from './webhooks.js';
export type { ListPath } from './pages.js';
export type { components, paths } from './schema.js';
