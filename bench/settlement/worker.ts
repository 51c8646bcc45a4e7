// Closes the bench's month with every partner, four at a time as the workflow does; prints each partner and the memory it has.
import { MockActivityEnvironment } from '@temporalio/testing';
import { createSettlementActivities } from '../../activities/settlement.js';
import { openDatabase } from '../../db/data-source.js';
import type { SettlePartnerInput, SettlePartnerResult } from '../../workflows/messages/settlement.js';
import { CLOSED_AT_MS, MONTH } from './load.js';

const AT_ONCE = 4;
const MB = 1_048_576;

const [, , url = ''] = process.argv;
const { db, dataSource } = await openDatabase(url, AT_ONCE + 1);
const { partnersToSettle, settleMonth } = createSettlementActivities({ db, clock: () => CLOSED_AT_MS });
const waiting = await partnersToSettle({ month: MONTH, after: '', limit: 1_000 });

async function closeNext(): Promise<void> {
  for (let partnerId = waiting.shift(); partnerId !== undefined; partnerId = waiting.shift()) {
    await new MockActivityEnvironment().run<[SettlePartnerInput], SettlePartnerResult, typeof settleMonth>(
      settleMonth,
      {
        month: MONTH,
        partnerId,
      },
    );
    process.stdout.write(`${partnerId} ${Math.round(process.memoryUsage().rss / MB)}\n`);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, closeNext));
await dataSource.destroy();
