// Everything the portal asks of QuantLeap goes through here, by the SDK.
// A project of its own imports it from '@quantleap/sdk'.
import { QuantLeap, QuantLeapError, type components } from '../../../packages/sdk/src/index.js';
import type { PortalOptions } from './options.js';

export { QuantLeap, QuantLeapError };
type Schemas = components['schemas'];
export type BrokerAccount = Schemas['BrokerAccount'];
export type Execution = Schemas['Execution'];
export type ExecutionWithTimeline = Schemas['ExecutionWithTimeline'];
export type Order = Schemas['Order'];
export type Subscription = Schemas['Subscription'];
export type Template = Schemas['Template'];
export type TemplateDetails = Schemas['TemplateDetails'];
export type TemplateLeg = Schemas['TemplateLeg'];

/** A page waits for it, so it gives up sooner than a job at night would. */
export function createClient({ quantleap }: PortalOptions): QuantLeap {
  return new QuantLeap({ ...quantleap, maxRetries: 2, timeoutMs: 12_000 });
}

/** Every item of a list, up to a number. */
export async function firstOf<Item>(items: AsyncIterable<Item>, most: number): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) if (found.push(item) >= most) break;
  return found;
}
