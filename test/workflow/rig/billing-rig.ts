// Subscriptions' billing and settlement by activities alone, at any time: a database of its own and a clock that is set.
import { MockActivityEnvironment } from '@temporalio/testing';
import { createSettlementActivities } from '../../../activities/settlement.js';
import { createSubscriptionActivities } from '../../../activities/subscription.js';
import { openDatabase } from '../../../db/data-source.js';
import { BillingRepository } from '../../../db/repositories/billing.js';
import type { Subscription } from '../../../db/repositories/subscriptions.js';
import type { Database } from '../../../db/sql.js';
import { startBilling, type BillingState } from '../../../domain/billing.js';
import { istInstant, type TradingDay } from '../../../domain/trading-time.js';
import type { SettlePartnerInput, SettlePartnerResult } from '../../../workflows/messages/settlement.js';
import { createTestDatabase } from '../../support/postgres.js';
import { Factories } from './factories.js';
import { PlainVault } from './plain-vault.js';

type Given = Parameters<Factories['subscription']>[0];
type Action = 'pause' | 'resume' | 'cancel';

export class BillingRig {
  nowMs = 0;

  private constructor(
    readonly db: Database,
    readonly make: Factories,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(): Promise<BillingRig> {
    const { url, drop } = await createTestDatabase();
    const { db, dataSource } = await openDatabase(url, 10);
    return new BillingRig(db, new Factories(db, new PlainVault(db)), async () => {
      await dataSource.destroy();
      await drop();
    });
  }

  /** Sets the clock to a time in India. */
  at(day: TradingDay, time = '10:00'): void {
    this.nowMs = istInstant(day, time);
  }

  readonly clock = (): number => this.nowMs;

  /** As the API makes it on that day: not charged yet. */
  async subscribed(
    day: TradingDay,
    { trialDays = 0, ...given }: Given & { trialDays?: number } = {},
  ): Promise<Subscription> {
    const { nextBillingDate, ...begun } = startBilling(day, trialDays);
    const subscriptionDate = new Date(istInstant(day, '10:00'));
    const row = await this.make.subscription({ subscriptionDate, nextBillingDate, ...given });
    await new BillingRepository().begin(this.db, row.id, { ...begun, carriedFrom: null });
    return row;
  }

  /** As the API makes it after a cancellation, with what was paid before. */
  async subscribedAgain(day: TradingDay, former: Subscription): Promise<Subscription> {
    const previous = await this.standing(former);
    const { nextBillingDate, ...begun } = startBilling(day, 0, previous);
    const row = await this.make.subscription({
      account: await this.make.reread(former.allocation.accountId),
      ...{ templateId: former.templateId, nextBillingDate, subscriptionDate: new Date(istInstant(day, '10:00')) },
    });
    const carriedFrom = begun.billedTo === previous.billedTo ? former.id : null;
    await new BillingRepository().begin(this.db, row.id, { ...begun, carriedFrom });
    return row;
  }

  async standing({ id }: Subscription): Promise<BillingState> {
    const [state] = await this.db.query<BillingState>(
      'SELECT anchor, billed_to AS "billedTo" FROM subscription_billing WHERE subscription_id = $1',
      [id],
    );
    if (!state) throw new Error(`${id} has no billing`);
    return state;
  }

  /** Charges what is due, as the workflow does when it begins and at each due date. */
  async charge({ id }: Subscription): Promise<void> {
    await createSubscriptionActivities({ db: this.db, clock: this.clock }).openSubscription({ subscriptionId: id });
  }

  async change({ id }: Subscription, action: Action, from?: 'ACTIVE' | 'PAUSED') {
    return createSubscriptionActivities({ db: this.db, clock: this.clock }).changeSubscription({
      ...{ subscriptionId: id, action, changeId: `${action}/${this.nowMs}` },
      from: from ?? (action === 'resume' ? 'PAUSED' : 'ACTIVE'),
    });
  }

  /** `charge 2026-11-05 99900`, in the order of posting. */
  async lines(...subscriptions: Subscription[]): Promise<string[]> {
    const rows = await this.db.query<{ line: string }>(
      `SELECT kind || ' ' || effective_day || ' ' || gross_paise AS line FROM ledger_movement
       WHERE subscription_id = ANY($1) ORDER BY transaction_id`,
      [subscriptions.map(({ id }) => id)],
    );
    return rows.map(({ line }) => line);
  }

  /** @param terms - columns and SQL values: `cancellation_credit`, `'prorated'` */
  async contract(partnerId: string, from: TradingDay, terms: Record<string, string>): Promise<void> {
    await this.db.query(
      `INSERT INTO partner_contract (partner_id, effective_from, ${Object.keys(terms).join(', ')})
       VALUES ($1, $2, ${Object.values(terms).join(', ')})`,
      [partnerId, from],
    );
  }

  get settlement() {
    return createSettlementActivities({ db: this.db, clock: this.clock });
  }

  settle(month: string, partnerId: string): Promise<SettlePartnerResult> {
    const { settleMonth } = this.settlement;
    return new MockActivityEnvironment().run<[SettlePartnerInput], SettlePartnerResult, typeof settleMonth>(
      settleMonth,
      {
        month,
        partnerId,
      },
    );
  }

  /** An entry of a day with an outcome. @returns the execution's id */
  async execution(of: Subscription, day: TradingDay, outcome: string): Promise<string> {
    const { runId, executionId } = await this.make.entryUnderWay(of);
    await this.db.query(`UPDATE strategy_run SET trading_day = $2, status = 'completed' WHERE id = $1`, [runId, day]);
    await this.db.query(`UPDATE execution SET outcome = $2 WHERE id = $1`, [executionId, outcome]);
    return executionId;
  }
}
