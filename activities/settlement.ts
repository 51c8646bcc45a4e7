// settlement's activities: close a partner's month in one transaction, approve it, record that it was paid. All are repeatable.
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { LedgerRepository } from '../db/repositories/ledger.js';
import { OutboxRepository } from '../db/repositories/outbox.js';
import { SettlementRepository, type Settlement } from '../db/repositories/settlements.js';
import type { Database, Sql } from '../db/sql.js';
import { entriesOf, paymentCause, paymentMoves } from '../domain/ledger.js';
import { settlementPaid, settlementReady } from '../domain/settlement-event.js';
import { directionOf, monthOf, type Month } from '../domain/settlement.js';
import { tradingDayOf } from '../domain/trading-time.js';
import type {
  ApproveInput,
  MarkPaidInput,
  SettlePartnerInput,
  SettlePartnerResult,
  SettlementChangeResult,
} from '../workflows/messages/settlement.js';
import { withFailures } from './failures.js';
import { creditFailedExecutions } from './settlement-credits.js';

const HEARTBEAT_MS = 5_000;

export function createSettlementActivities({ db, clock }: { db: Database; clock: () => number }) {
  const settlements = new SettlementRepository(db);
  const outbox = new OutboxRepository(db);
  const ledger = new LedgerRepository();

  /** Holds the partner's statements and reads the month's. */
  async function locked(tx: Sql, { month, partnerId }: SettlePartnerInput): Promise<Settlement> {
    await settlements.lock(tx, partnerId);
    const found = await settlements.find(month, partnerId, tx);
    if (!found)
      throw ApplicationFailure.nonRetryable(`${month} was not asked for with ${partnerId}`, 'unknown_settlement');
    return found;
  }

  async function tell(tx: Sql, of: Settlement, event: typeof settlementReady): Promise<void> {
    const { month, partnerId, currency } = of;
    const netPayablePaise = of.netPayablePaise ?? 0;
    await outbox.append(tx, {
      ...{ partnerId, mode: 'live' as const },
      ...event({
        ...{ month, partnerId, currency, netPayablePaise, direction: directionOf(netPayablePaise), atMs: clock() },
        closingPaise: of.closingPaise ?? 0,
        payoutReference: of.payoutReference,
      }),
    });
  }

  return {
    /** The month's partners after one, by id; notes that the month is asked for. */
    partnersToSettle: withFailures(
      async ({ month, after, limit }: { month: Month; after: string; limit: number }): Promise<string[]> => {
        if (after === '') await settlements.request(month);
        return settlements.partners(month, after, limit);
      },
    ),

    /** All of it or nothing; a closed month is left as it is, the running one stays a draft. */
    settleMonth: withFailures(async (of: SettlePartnerInput): Promise<SettlePartnerResult> =>
      whileHeartbeating(async () => {
        await settlements.request(of.month, of.partnerId);
        return db.transaction(async (tx): Promise<SettlePartnerResult> => {
          const { status } = await locked(tx, of);
          if (status !== 'DRAFT') return { outcome: 'settled', status };
          if (of.month >= monthOf(tradingDayOf(clock()))) return { outcome: 'interim', status };
          if (await settlements.laterIsClosed(of.month, of.partnerId, tx))
            return { outcome: 'later_month_closed', status };
          await creditFailedExecutions(tx, of);
          await settlements.close(tx, of.month, of.partnerId, new Date(clock()));
          await tell(tx, await locked(tx, of), settlementReady);
          return { outcome: 'settled', status: 'RECONCILED' };
        });
      }),
    ),

    /** From RECONCILED; repeated by the same operator it changes nothing. */
    approveSettlement: withFailures(
      async ({ by, ...of }: SettlePartnerInput & ApproveInput): Promise<SettlementChangeResult> =>
        db.transaction(async (tx): Promise<SettlementChangeResult> => {
          const { status, approvedBy } = await locked(tx, of);
          if (status === 'APPROVED' && approvedBy === by) return { outcome: 'changed', status };
          if (status !== 'RECONCILED') return { outcome: 'refused', status };
          await settlements.approve(tx, of.month, of.partnerId, by, new Date(clock()));
          return { outcome: 'changed', status: 'APPROVED' };
        }),
    ),

    /** From APPROVED, with the payment's posting; repeated with the same reference it changes nothing. No bank is touched. */
    paySettlement: withFailures(
      async ({ by, payoutReference, ...of }: SettlePartnerInput & MarkPaidInput): Promise<SettlementChangeResult> =>
        db.transaction(async (tx): Promise<SettlementChangeResult> => {
          const before = await locked(tx, of);
          const { status, partnerId } = before;
          if (status === 'PAID' && before.payoutReference === payoutReference) return { outcome: 'changed', status };
          if (status !== 'APPROVED') return { outcome: 'refused', status };
          if (await settlements.referenceIsOthers(tx, partnerId, payoutReference))
            return { outcome: 'reference_used', status };
          await settlements.markPaid(tx, { ...of, by, at: new Date(clock()), reference: payoutReference });
          await ledger.post(
            tx,
            {
              ...{ cause: paymentCause(of.month, partnerId), kind: 'payment', partnerId, subscriptionId: null },
              effectiveDay: tradingDayOf(clock()),
              reason: payoutReference,
              entries: entriesOf(paymentMoves(before.netPayablePaise ?? 0, before.commissionPaise ?? 0)),
            },
            by,
          );
          await tell(tx, await locked(tx, of), settlementPaid);
          return { outcome: 'changed', status: 'PAID' };
        }),
    ),
  };
}

/** A worker that dies is noticed within the heartbeat's time-out, however long the statement takes. */
async function whileHeartbeating<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
