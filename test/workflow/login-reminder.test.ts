// loginReminder: whom it tells on a trading morning, that it tells them once, and that it keeps quiet on other days.
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { BrokerAccountRepository, type BrokerAccount } from '../../db/repositories/broker-accounts.js';
import { istInstant, tradingDayOf, type TradingDay } from '../../domain/trading-time.js';
import type { loginReminder } from '../../workflows/login-reminder.js';
import type { LoginReminderInput } from '../../workflows/messages/login-reminder.js';
import { PLATFORM_QUEUE } from '../../workflows/messages/task-queues.js';
import { startPlatformRig, type PlatformRig } from './rig/platform-rig.js';

/** A Monday. */
const DAY: TradingDay = '2026-11-23';

describe('loginReminder', () => {
  let rig: PlatformRig;
  before(async () => {
    rig = await startPlatformRig();
  });
  after(() => rig.stop());

  const remind = async (input: LoginReminderInput) => (await start(input)).result();
  const start = (input: LoginReminderInput) =>
    rig.env.client.workflow.start<typeof loginReminder>('loginReminder', {
      workflowId: `login-reminder-${randomUUID()}`,
      taskQueue: PLATFORM_QUEUE,
      args: [input],
    });

  async function told(account: BrokerAccount): Promise<Record<string, unknown>[]> {
    const rows = await rig.db.query<{ body: Record<string, unknown> }>(
      `SELECT body FROM outbox_event WHERE partner_id = $1 AND type = 'oauth_login_required' AND body->>'client_id' = $2`,
      [account.partnerId, account.clientId],
    );
    return rows.map((row) => row.body);
  }

  async function loggedIn(account: BrokerAccount, entryValidUntil: string): Promise<BrokerAccount> {
    const tokenSecretId = await rig.vault.seal({
      partnerId: account.partnerId,
      ownerId: account.id,
      purpose: 'access_token',
      plaintext: 'token',
    });
    const until = new Date(istInstant(DAY, entryValidUntil));
    await new BrokerAccountRepository(rig.db).setToken(rig.db, account.id, {
      tokenSecretId,
      lastLogin: new Date(),
      tokenExpiresAt: until,
      entryValidUntil: until,
    });
    return account;
  }

  it('tells of every account that could not trade the day, once', async () => {
    const noLogin = await rig.make.linkedAccount();
    await rig.make.subscription({ account: noLogin });
    await rig.make.subscription({ account: noLogin });
    const endsTooEarly = await loggedIn(await rig.make.linkedAccount(), '09:20');
    await rig.make.subscription({ account: endsTooEarly });
    const lastsLongEnough = await loggedIn(await rig.make.linkedAccount(), '15:30');
    await rig.make.subscription({ account: lastsLongEnough });
    const noSubscription = await rig.make.linkedAccount();
    const paused = await rig.make.linkedAccount();
    const pausedSubscription = await rig.make.subscription({ account: paused });
    await rig.db.query(`UPDATE subscription SET status = 'PAUSED' WHERE id = $1`, [pausedSubscription.id]);

    expect(await remind({ day: DAY })).to.deep.equal({ outcome: 'reminded', day: DAY, accounts: 2 });
    expect(await remind({ day: DAY })).to.include({ outcome: 'reminded' });
    for (const account of [noLogin, endsTooEarly]) expect(await told(account), account.clientId).to.have.length(1);
    for (const account of [lastsLongEnough, noSubscription, paused])
      expect(await told(account), account.clientId).to.deep.equal([]);
    expect((await told(noLogin))[0]).to.include({
      event: 'oauth_login_required',
      user_email: noLogin.userEmail,
      client_id: noLogin.clientId,
      trading_day: DAY,
    });

    expect(await remind({ day: '2026-11-24' })).to.include({ outcome: 'reminded', accounts: 3 });
    expect(await told(noLogin)).to.have.length(2);
  });

  it('tells no one on a weekend, a holiday or in a year that is not loaded', async () => {
    const account = await rig.make.linkedAccount();
    await rig.make.subscription({ account });
    for (const [day, reason] of [
      ['2026-11-22', 'weekend: Sunday'],
      ['2026-01-26', 'market holiday: Republic Day'],
      ['2031-01-06', 'calendar of 2031 is not loaded'],
    ] as const)
      expect(await remind({ day })).to.deep.equal({ outcome: 'skipped', day, reason });
    expect(await told(account)).to.deep.equal([]);
  });

  it('goes through more accounts than one batch holds', async () => {
    const partnerId = await rig.make.partner();
    const templateId = await rig.make.template();
    await rig.db.query(
      `WITH users AS (
         INSERT INTO platform_user (partner_id, mode, user_id, email)
         SELECT $1, 'live', 'partner-user-' || n, n || '@batch.example' FROM generate_series(1, 450) n RETURNING id, user_id),
       accounts AS (
         INSERT INTO broker_account (id, partner_id, mode, user_pk, client_id, broker_name, account_status)
         SELECT 'acc_batch_' || user_id, $1, 'live', id, user_id, 'zebu', 'enabled' FROM users RETURNING id, user_pk),
       subscriptions AS (
         INSERT INTO subscription (id, partner_id, mode, user_pk, template_id, status, next_billing_date, monthly_fee_paise, partner_commission_paise, platform_fee_paise)
         SELECT 'sub_' || id, $1, 'live', user_pk, $2, 'ACTIVE', '2999-01-01', 0, 0, 0 FROM accounts RETURNING id)
       INSERT INTO broker_allocation (id, subscription_id, account_id, lot_multiplier)
       SELECT 'alloc_' || id, id, substr(id, 5), 1 FROM subscriptions`,
      [partnerId, templateId],
    );
    await remind({ day: DAY });
    const rows = await rig.db.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM outbox_event WHERE partner_id = $1`,
      [partnerId],
    );
    expect(rows[0]?.n).to.equal(450);
  });

  it('takes the day from the clock when it is given none', async () => {
    const handle = await start({});
    const { day } = await handle.result();
    expect(day).to.equal(tradingDayOf((await handle.describe()).startTime.getTime()));
  });
});
