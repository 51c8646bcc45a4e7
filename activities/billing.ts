// Billing of one subscription, inside the transaction of whoever calls: what is due is charged once, whatever is repeated.
import { BillingRepository } from '../db/repositories/billing.js';
import { contractOn, priceOn } from '../db/repositories/contracts.js';
import { SubscriptionRepository, type Subscription } from '../db/repositories/subscriptions.js';
import type { Database, Sql } from '../db/sql.js';
import { cancellationCredit, duePeriods, resumeBilling, type BillingPeriod } from '../domain/billing.js';
import { cancellationCreditCause, chargeCause } from '../domain/ledger.js';
import { splitFee } from '../domain/money.js';
import { addDays, type TradingDay } from '../domain/trading-time.js';

export function createBilling(db: Database) {
  const billing = new BillingRepository();
  const subscriptions = new SubscriptionRepository(db);

  async function chargePeriod(tx: Sql, of: Subscription, period: BillingPeriod, restarts: boolean): Promise<void> {
    const { id: subscriptionId, partnerId } = of;
    const { version, monthlyFeePaise } = await priceOn(tx, of.templateId, period.start);
    const { commissionBps } = await contractOn(tx, partnerId, period.start);
    const share = splitFee(monthlyFeePaise, commissionBps);
    await billing.notePrice(tx, subscriptionId, monthlyFeePaise, share);
    if (of.mode === 'test') return;
    await billing.add(tx, {
      cause: chargeCause(subscriptionId, period.start),
      kind: 'charge',
      ...{ partnerId, subscriptionId, period, restarts, commissionBps, ...share },
      templateVersion: version,
      effectiveDay: period.start,
      chargeCause: null,
    });
  }

  return {
    /**
     * Charges every period of an ACTIVE subscription that has begun, each at the price of its first day; of test mode only the dates move.
     * @param of - its locked row
     * @returns the date of the next charge
     */
    async chargeDue(tx: Sql, of: Subscription, today: TradingDay): Promise<TradingDay> {
      const before = await billing.lock(tx, of.id);
      if (of.status !== 'ACTIVE') return before.billedTo;
      const { periods, state } = duePeriods(before, today);
      for (const period of periods) await chargePeriod(tx, of, period, false);
      if (periods.length === 0) return before.billedTo;
      await billing.move(tx, of.id, state);
      await subscriptions.setNextBillingDate(of.id, of.nextBillingDate, state.billedTo, tx);
      return state.billedTo;
    },

    /** A charge that fell due during the pause is posted now and restarts the anniversary. @param of - its locked row */
    async resume(tx: Sql, of: Subscription, today: TradingDay): Promise<void> {
      const { restarts, ...resumed } = resumeBilling(await billing.lock(tx, of.id), today);
      if (!restarts) return;
      const { periods, state } = duePeriods(resumed, today);
      for (const period of periods) await chargePeriod(tx, of, period, true);
      await billing.move(tx, of.id, state);
      await subscriptions.setNextBillingDate(of.id, of.nextBillingDate, state.billedTo, tx);
    },

    /**
     * Gives the unused days back where the partner's contract says so; then they are not paid for any more, and who subscribes again
     * begins a whole month. @param of - its locked row
     */
    async cancel(tx: Sql, of: Subscription, today: TradingDay): Promise<void> {
      const state = await billing.lock(tx, of.id);
      const { id: subscriptionId, partnerId } = of;
      const { cancellationCredit: policy } = await contractOn(tx, partnerId, today);
      if (of.mode === 'test' || policy === 'none' || state.billedTo <= addDays(today, 1)) return;
      const charge = await billing.coveringCharge(tx, subscriptionId, state.billedTo);
      if (!charge) return;
      const creditPaise = cancellationCredit(charge.amountPaise, charge.period, today);
      const given = await billing.add(tx, {
        cause: cancellationCreditCause(subscriptionId),
        kind: 'cancellation_credit',
        ...{ partnerId, subscriptionId, restarts: false, effectiveDay: today, chargeCause: charge.cause },
        ...{ period: charge.period, templateVersion: charge.templateVersion, commissionBps: charge.commissionBps },
        ...splitFee(creditPaise, charge.commissionBps),
      });
      if (given) await billing.move(tx, subscriptionId, { anchor: addDays(today, 1), billedTo: addDays(today, 1) });
    },
  };
}
