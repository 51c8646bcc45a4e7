// What a former driver may have sent, said so in the transaction that takes over from it.
import type { OrderRow } from '../db/repositories/orders.js';
import type { Sql } from '../db/sql.js';
import type { EngineDeps } from './engine-deps.js';

type Takeover = {
  leaseId: string;
  formerLeaseId: string | null;
  /** The former driver had marked the run's burst: its first wave may have left without a mark of its own. */
  burst: boolean;
};

/**
 * What may have left becomes AMBIGUOUS. A first-wave order still INTENDED provably never left unless its holder had
 * marked the burst; one with attempts has its answer on record.
 */
export async function reclassify(
  deps: EngineDeps,
  tx: Sql,
  { leaseId, formerLeaseId, burst }: Takeover,
  orders: readonly OrderRow[],
): Promise<void> {
  const doubtful = orders.filter(
    (o) =>
      o.state === 'SENDING' ||
      (burst && o.state === 'INTENDED' && o.purpose === 'entry' && o.wave === 0 && o.attempts === 0),
  );
  if (doubtful.length === 0) return;
  const moves = doubtful.map((o) => ({
    orderId: o.id,
    from: o.state,
    to: 'AMBIGUOUS' as const,
    atMs: deps.now(),
    patch: { sentAtMs: o.sentAtMs ?? o.sendAtMs },
    evidence: { takenOverFrom: formerLeaseId, burstMarked: burst },
  }));
  await deps.orders.move(leaseId, moves, tx);
}
