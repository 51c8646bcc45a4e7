// One digest over all statements of the bench's month: the settlements' rows and every byte of their files, streamed.
import { createHash } from 'node:crypto';
import { csvText } from '../../api/pages/settlement-files.js';
import { statementTotals } from '../../domain/settlement.js';
import { openDatabase } from '../../db/data-source.js';
import { SettlementLineRepository } from '../../db/repositories/settlement-lines.js';
import { SettlementRepository } from '../../db/repositories/settlements.js';
import { MONTH } from './load.js';

export type Digests = { digest: string; bytes: number; partners: number; rssMb: number };

export async function statementDigests(url: string): Promise<Digests> {
  const { db, dataSource } = await openDatabase(url, 2);
  const settlementLines = new SettlementLineRepository(db);
  const { rows } = await new SettlementRepository(db).list(MONTH, { limit: 10_000 });
  const hash = createHash('sha256');
  let bytes = 0;
  let rssMb = 0;
  for (const settlement of rows) {
    hash.update(JSON.stringify(settlement));
    const scope = { month: MONTH, partnerId: settlement.partnerId, draft: false as const };
    const none = { lines: 0, chargesPaise: 0, creditsPaise: 0, commissionPaise: 0, platformFeePaise: 0 };
    const totals = statementTotals(0, { ...none, adjustmentsPaise: 0, paymentsPaise: 0 });
    for await (const chunk of csvText({ settlementLines }, { settlement, scope, totals })) {
      hash.update(chunk);
      bytes += Buffer.byteLength(chunk);
      rssMb = Math.max(rssMb, Math.round(process.memoryUsage().rss / 1_048_576));
    }
  }
  await dataSource.destroy();
  return { digest: hash.digest('hex'), bytes, partners: rows.length, rssMb };
}
