// Rows that platform workflow tests begin with. Every call makes things of its own, so tests share one database.
import { randomUUID } from 'node:crypto';
import { BrokerAccountRepository, type BrokerAccount } from '../../../db/repositories/broker-accounts.js';
import { PositionRepository } from '../../../db/repositories/positions.js';
import { SubscriptionRepository, type Subscription } from '../../../db/repositories/subscriptions.js';
import type { Database } from '../../../db/sql.js';
import { splitFee } from '../../../domain/money.js';
import { newId } from '../../../platform/ids.js';
import type { Vault } from '../../../vault/vault.js';

export const CREDENTIALS = { apiKey: 'canary_api_key', apiSecret: 'canary_api_secret' };

export class Factories {
  private readonly accounts: BrokerAccountRepository;
  private readonly subscriptions: SubscriptionRepository;

  constructor(
    private readonly db: Database,
    private readonly vault: Vault,
  ) {
    this.accounts = new BrokerAccountRepository(db);
    this.subscriptions = new SubscriptionRepository(db);
  }

  async partner(): Promise<string> {
    const id = `partner-${randomUUID()}`;
    await this.db.query(
      `INSERT INTO partner (id, name, broker_name, callback_url) VALUES ($1, 'Zebu', 'zebu', 'https://zebu.example/callback')`,
      [id],
    );
    return id;
  }

  async template(entryTime = '09:20'): Promise<string> {
    const id = `template-${randomUUID()}`;
    await this.db.query(`INSERT INTO strategy_template (id, name, current_version) VALUES ($1, 'Test', 1)`, [id]);
    await this.db.query(
      `INSERT INTO template_version (template_id, version, description, underlying, entry_time, legs, monthly_fee_paise)
       VALUES ($1, 1, 'Test', 'NIFTY', $2, '[]', 99900)`,
      [id, entryTime],
    );
    return id;
  }

  /** As the API leaves it before onboarding: a pending row with sealed credentials. */
  async pendingAccount(
    given: { partnerId?: string; clientId?: string; userEmail?: string } = {},
  ): Promise<BrokerAccount> {
    const partnerId = given.partnerId ?? (await this.partner());
    const clientId = given.clientId ?? `C${randomUUID().slice(0, 8)}`;
    const account = await this.db.transaction(async (tx) => {
      const userEmail = given.userEmail ?? `${clientId}@canary.example`;
      const created = await this.accounts.createPending(tx, {
        id: newId('acc'),
        partnerId,
        mode: 'live',
        userEmail,
        clientId,
        brokerName: 'zebu',
      });
      if ('conflict' in created) throw new Error(created.conflict);
      const secretId = await this.vault.seal(
        { partnerId, ownerId: created.id, purpose: 'credentials', plaintext: JSON.stringify(CREDENTIALS) },
        tx,
      );
      await this.accounts.setCredentials(tx, created.id, secretId);
      return created;
    });
    return this.reread(account.id);
  }

  async linkedAccount(given: Parameters<Factories['pendingAccount']>[0] = {}): Promise<BrokerAccount> {
    const account = await this.pendingAccount(given);
    await this.accounts.markEnabled(account.id);
    return this.reread(account.id);
  }

  async requestToken(account: BrokerAccount, plaintext = 'canary_request_token'): Promise<string> {
    return this.vault.seal({ partnerId: account.partnerId, ownerId: account.id, purpose: 'request_token', plaintext });
  }

  async subscription(
    given: { account?: BrokerAccount; templateId?: string; subscriptionDate?: Date; nextBillingDate?: string } = {},
  ): Promise<Subscription> {
    const account = given.account ?? (await this.linkedAccount());
    const templateId = given.templateId ?? (await this.template());
    const created = await this.db.transaction((tx) =>
      this.subscriptions.create(tx, {
        id: newId('sub'),
        allocationId: newId('alloc'),
        partnerId: account.partnerId,
        mode: account.mode,
        userPk: account.userPk,
        templateId,
        accountId: account.id,
        lotMultiplier: 1,
        subscriptionDate: given.subscriptionDate ?? new Date(),
        nextBillingDate: given.nextBillingDate ?? '2999-01-01',
        monthlyFeePaise: 99_900,
        ...splitFee(99_900),
      }),
    );
    if ('conflict' in created) throw new Error(created.conflict);
    return created;
  }

  /** An entry of the subscription whose instant was a moment ago and which has not ended. */
  async entryUnderWay(
    subscription: Subscription,
  ): Promise<{ runId: string; executionId: string; end: () => Promise<void> }> {
    const runId = newId('run');
    const executionId = newId('exe');
    await this.db.query(
      `INSERT INTO strategy_run (id, template_id, template_version, mode, trading_day, entry_at, status, workflow_id, created_by)
       VALUES ($1, $2, 1, $3, current_date, now(), 'running', $1, 'test')`,
      [runId, subscription.templateId, subscription.mode],
    );
    await this.db.query(
      `INSERT INTO execution (id, run_id, subscription_id, account_id, partner_id, mode, shard, lot_multiplier)
       VALUES ($1, $2, $3, $4, $5, $6, 0, 1)`,
      [
        executionId,
        runId,
        subscription.id,
        subscription.allocation.accountId,
        subscription.partnerId,
        subscription.mode,
      ],
    );
    return {
      runId,
      executionId,
      end: async () => {
        await this.db.query(`UPDATE execution SET outcome = 'completed' WHERE id = $1`, [executionId]);
      },
    };
  }

  /** What a completed entry leaves open. */
  async position(subscription: Subscription): Promise<{ runId: string; executionId: string }> {
    const { end, ...ids } = await this.entryUnderWay(subscription);
    await end();
    const position = { executionId: ids.executionId, status: 'open', exitAtMs: null, entryIncomplete: false } as const;
    await new PositionRepository(this.db).open(this.db, position);
    return ids;
  }

  async reread(accountId: string): Promise<BrokerAccount> {
    const account = await this.accounts.findById(accountId);
    if (!account) throw new Error(`no account ${accountId}`);
    return account;
  }
}
