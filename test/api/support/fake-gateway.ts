// Temporal's place in tests of the HTTP layer: does to the rows at once what the workflows do, or fails as it is told.
import { MockActivityEnvironment } from '@temporalio/testing';
import { createAccountChangeActivities } from '../../../activities/account-changes.js';
import { createSettlementActivities } from '../../../activities/settlement.js';
import { ServiceUnavailableError } from '../../../api/errors.js';
import type {
  AccountRef,
  LogoutOutcome,
  Redelivery,
  SubscriptionAct,
  SubscriptionRef,
  TemporalGateway,
} from '../../../api/temporal-gateway.js';
import type { SettlementAct } from '../../../api/temporal-settlements.js';
import { BrokerAccountRepository } from '../../../db/repositories/broker-accounts.js';
import { PositionRepository } from '../../../db/repositories/positions.js';
import { SubscriptionRepository } from '../../../db/repositories/subscriptions.js';
import type { Database } from '../../../db/sql.js';
import { nextState } from '../../../domain/subscription-state.js';
import type { TradingDay } from '../../../domain/trading-time.js';
import type { Vault } from '../../../vault/vault.js';
import type { ReadNow } from '../../../workflows/messages/instruments.js';
import type { SettlementChangeResult, SettlePartnerResult } from '../../../workflows/messages/settlement.js';
import type { OnboardResult } from '../../../workflows/messages/onboard.js';
import type {
  CompleteLoginResult,
  RotateCredentialsInput,
  RotateCredentialsResult,
  UnlinkResult,
} from '../../../workflows/messages/session.js';
import type { LotMultiplierResult, SubscriptionChangeResult } from '../../../workflows/messages/subscription.js';

/** 24 Nov 2099, 15:30 IST */
const SESSION_ENDS_MS = Date.UTC(2099, 10, 24, 10);

export class FakeGateway implements TemporalGateway {
  /** What the next calls answer; `away` makes every call fail as an unreachable Temporal does. */
  next: {
    onboard?: OnboardResult | 'late';
    login?: CompleteLoginResult;
    change?: SubscriptionChangeResult;
    logout?: 'entry_in_progress';
    /** What the broker says of other credentials; without it they are committed. */
    rotate?: RotateCredentialsResult;
    away?: boolean;
  } = {};
  pollerCount = 1;
  /** Runs that were told to show what is halted. */
  readonly toldOfHalts: string[] = [];
  /** What was asked to be delivered again. */
  readonly redeliveries: Redelivery[] = [];

  /** Days asked to be reconciled, and by whom. */
  readonly reconciled: { day: TradingDay; by: string }[] = [];

  /** Lists of contracts asked for, and by whom. */
  readonly listsAsked: ({ wire: string; day: TradingDay } & ReadNow)[] = [];

  private readonly accounts: BrokerAccountRepository;
  private readonly subscriptions: SubscriptionRepository;

  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
    private readonly clock: () => number = Date.now,
  ) {
    this.accounts = new BrokerAccountRepository(db);
    this.subscriptions = new SubscriptionRepository(db);
  }

  async onboard(account: AccountRef): Promise<OnboardResult | undefined> {
    this.assertHere();
    const result = this.next.onboard ?? { outcome: 'enabled' as const };
    if (result === 'late') return undefined;
    if (result.outcome === 'enabled') await this.accounts.markEnabled(account.id);
    else {
      await this.accounts.markRejected(account.id, result.outcome);
      await this.vault.eraseOwner(account.id);
    }
    return result;
  }

  beginLogin(): Promise<{ expiresInS: number }> {
    this.assertHere();
    return Promise.resolve({ expiresInS: 300 });
  }

  async completeLogin(accountId: string): Promise<CompleteLoginResult> {
    this.assertHere();
    if (this.next.login) return this.next.login;
    await this.db.query(
      `UPDATE broker_account SET session_status = 'ready', last_oauth_login = now(), token_expires_at = $2, entry_valid_until = $2 WHERE id = $1`,
      [accountId, new Date(SESSION_ENDS_MS)],
    );
    return { outcome: 'ready', tokenExpiresAtMs: SESSION_ENDS_MS, entryValidUntilMs: SESSION_ENDS_MS };
  }

  async logout({ id: accountId }: AccountRef, hasToken: boolean, force: boolean): Promise<LogoutOutcome> {
    this.assertHere();
    if (this.next.logout) return this.next.logout;
    const open = await new PositionRepository(this.db).openOf(accountId);
    if (hasToken && !force && open.length > 0) return 'position_open';
    await this.accounts.markLoginRequired(this.db, accountId, new Date());
    return 'logged_out';
  }

  async rotateCredentials(
    { id: accountId }: AccountRef,
    input: RotateCredentialsInput,
  ): Promise<RotateCredentialsResult> {
    this.assertHere();
    if (this.next.rotate) return this.next.rotate;
    const committed = await this.accountChanges().commitCandidate({ accountId, ...input });
    if (committed.outcome === 'rotated') return { outcome: 'rotated' };
    return committed.outcome === 'expired' ? { outcome: 'unreachable' } : committed;
  }

  async unlink({ id: accountId }: AccountRef, by: string): Promise<UnlinkResult> {
    this.assertHere();
    const ended = await this.accountChanges().unlinkAccount({ accountId, by });
    return ended.outcome === 'unlinked' ? { outcome: 'unlinked' } : ended;
  }

  private accountChanges() {
    const adapters = () => undefined;
    return createAccountChangeActivities({ db: this.db, vault: this.vault, adapters, clock: this.clock });
  }

  startSubscription(): Promise<void> {
    this.assertHere();
    return Promise.resolve();
  }

  async changeSubscription(
    ref: SubscriptionRef,
    act: SubscriptionAct,
    flatten: boolean,
  ): Promise<SubscriptionChangeResult> {
    this.assertHere();
    if (this.next.change) return this.next.change;
    const row = await this.subscriptions.findById(ref.id);
    const status = row?.status ?? 'CANCELLED';
    const to = nextState(status, act);
    if (!to) return { outcome: 'refused', status };
    if (flatten) await new PositionRepository(this.db).flattenSubscription(this.db, ref.id, 'partner', act);
    await this.subscriptions.changeStatus(this.db, ref.id, [status], to, new Date());
    return { outcome: 'changed', status: to };
  }

  async changeLotMultiplier(ref: SubscriptionRef, lotMultiplier: number): Promise<LotMultiplierResult> {
    this.assertHere();
    await this.subscriptions.setLotMultiplier(this.db, ref.id, lotMultiplier);
    return { outcome: 'changed', lotMultiplier };
  }

  startRun(): Promise<void> {
    this.assertHere();
    return Promise.resolve();
  }

  readInstruments(wire: string, day: TradingDay, wish: ReadNow): Promise<void> {
    this.assertHere();
    this.listsAsked.push({ wire, day, ...wish });
    return Promise.resolve();
  }

  reconcile(day: TradingDay, by: string): Promise<void> {
    this.assertHere();
    this.reconciled.push({ day, by });
    return Promise.resolve();
  }

  haltsChanged(runWorkflowId: string): Promise<void> {
    this.assertHere();
    this.toldOfHalts.push(runWorkflowId);
    return Promise.resolve();
  }

  async settle(month: string): Promise<void> {
    this.assertHere();
    const { partnersToSettle, settleMonth } = this.settlements();
    for (const partnerId of await partnersToSettle({ month, after: '', limit: 1000 }))
      await new MockActivityEnvironment().run<
        [{ month: string; partnerId: string }],
        SettlePartnerResult,
        typeof settleMonth
      >(settleMonth, { month, partnerId });
  }

  async changeSettlement(month: string, partnerId: string, act: SettlementAct): Promise<SettlementChangeResult> {
    this.assertHere();
    const { approveSettlement, paySettlement } = this.settlements();
    return act.act === 'approve'
      ? approveSettlement({ month, partnerId, by: act.by })
      : paySettlement({ month, partnerId, by: act.by, payoutReference: act.payoutReference });
  }

  private settlements() {
    return createSettlementActivities({ db: this.db, clock: this.clock });
  }

  redeliver(delivery: Redelivery): Promise<void> {
    this.assertHere();
    this.redeliveries.push(delivery);
    return Promise.resolve();
  }

  pollers(): Promise<number> {
    this.assertHere();
    return Promise.resolve(this.pollerCount);
  }

  private assertHere(): void {
    if (this.next.away) throw new ServiceUnavailableError('Temporal does not answer');
  }
}
