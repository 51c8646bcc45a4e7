// loginReminder's activity: one oauth_login_required per account and trading day, in batches that a retry goes on from.
import { Context } from '@temporalio/activity';
import { LoginReminderRepository, type AccountWithoutSession } from '../db/repositories/login-reminders.js';
import { OutboxRepository } from '../db/repositories/outbox.js';
import type { Database } from '../db/sql.js';
import { marketDay, type MarketCalendar } from '../domain/market-calendar.js';
import { oauthLoginRequired } from '../domain/partner-event.js';
import { istInstant, type TradingDay } from '../domain/trading-time.js';
import { withFailures } from './failures.js';

export type ReminderResult =
  { outcome: 'reminded'; day: TradingDay; accounts: number } | { outcome: 'skipped'; day: TradingDay; reason: string };

const BATCH = 200;

/** IST time that the events of a reminder bear, whenever it really runs: they belong to the day. */
const REMINDER_TIME = '08:30';

export type LoginReminderDeps = { db: Database; loadCalendar: () => Promise<MarketCalendar> };

export function createLoginReminderActivities({ db, loadCalendar }: LoginReminderDeps) {
  const reminders = new LoginReminderRepository(db);
  const outbox = new OutboxRepository(db);

  async function append(batch: AccountWithoutSession[], day: TradingDay): Promise<void> {
    await db.transaction(async (tx) => {
      for (const { id, partnerId, userEmail, clientId, brokerName } of batch) {
        const event = oauthLoginRequired({
          accountId: id,
          userEmail,
          clientId,
          brokerName,
          atMs: istInstant(day, REMINDER_TIME),
          occasion: { kind: 'reminder' },
        });
        await outbox.append(tx, { partnerId, mode: 'live', ...event });
      }
    });
  }

  return {
    /** Repeatable: an account is told once a day, whatever is retried. A day that isn't a trading day tells no one. */
    remindLogins: withFailures(async ({ day }: { day: TradingDay }): Promise<ReminderResult> => {
      const market = marketDay(await loadCalendar(), day);
      if (!market.open) return { outcome: 'skipped', day, reason: market.reason };
      let { afterId, accounts } = progressSoFar();
      for (;;) {
        const batch = await reminders.accountsWithoutSession(day, afterId, BATCH);
        const last = batch.at(-1);
        if (!last) return { outcome: 'reminded', day, accounts };
        await append(batch, day);
        afterId = last.id;
        accounts += batch.length;
        Context.current().heartbeat({ afterId, accounts });
      }
    }),
  };
}

type Progress = { afterId: string; accounts: number };

/** Where a former attempt stopped, by its last heartbeat. */
function progressSoFar(): Progress {
  const details: unknown = Context.current().info.heartbeatDetails;
  const known =
    typeof details === 'object' && details !== null && 'afterId' in details && 'accounts' in details
      ? details
      : undefined;
  return typeof known?.afterId === 'string' && typeof known.accounts === 'number'
    ? { afterId: known.afterId, accounts: known.accounts }
    : { afterId: '', accounts: 0 };
}
