// weeklyReport's activity: one event per partner and mode, all of a week in one transaction.
import { OutboxRepository } from '../db/repositories/outbox.js';
import { ReportRepository } from '../db/repositories/reports.js';
import type { Database } from '../db/sql.js';
import { addDays, istInstant, type TradingDay } from '../domain/trading-time.js';
import { weeklyReport } from '../domain/weekly-report-event.js';
import { withFailures } from './failures.js';

/** IST time that the events bear, on the Monday after the week, whenever it really runs. */
const REPORT_TIME = '07:00';

export function createWeeklyReportActivities({ db }: { db: Database }) {
  const reports = new ReportRepository(db);
  const outbox = new OutboxRepository(db);
  return {
    /** Repeatable: a partner is told of a week once. */
    reportWeek: withFailures(
      async ({ weekStart }: { weekStart: TradingDay }): Promise<{ weekStart: TradingDay; reports: number }> => {
        const next = addDays(weekStart, 7);
        const weeks = await reports.weeks(weekStart, next);
        await db.transaction(async (tx) => {
          for (const { partnerId, mode, ...totals } of weeks) {
            const event = weeklyReport({ partnerId, mode, weekStart, totals, atMs: istInstant(next, REPORT_TIME) });
            await outbox.append(tx, { partnerId, mode, ...event });
          }
        });
        return { weekStart, reports: weeks.length };
      },
    ),
  };
}
