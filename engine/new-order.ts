// An order as it is intended: whose it is, and the tag that names it for ever.
import type { EntryContext } from '../db/repositories/executions.js';
import type { NewOrder } from '../db/repositories/orders.js';
import { orderTag } from '../domain/order-tag.js';
import { newId } from '../platform/ids.js';

type Terms = Omit<NewOrder, 'id' | 'tag' | 'executionId' | 'runId' | 'accountId'>;

export function newOrder({ executionId, runId, subscriptionId, accountId }: EntryContext, terms: Terms): NewOrder {
  const { purpose, legIndex, sliceIndex, generation } = terms;
  const tag = orderTag({ runId, subscriptionId, purpose, legIndex, sliceIndex, generation });
  return { ...terms, id: newId('ord'), executionId, runId, accountId, tag };
}
