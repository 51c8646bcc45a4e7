// weeklyReport: on Monday mornings, a weekly_report event for every partner and mode with entries in the week before.
import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { createWeeklyReportActivities } from '../activities/weekly-report.js';
import { addDays, weekdayOf } from '../domain/trading-time.js';
import { databaseWork } from './activity-options.js';
import { firingDay } from './firing-day.js';
import type { WeeklyReportInput, WeeklyReportResult } from './messages/weekly-report.js';

const { reportWeek } = proxyActivities<ReturnType<typeof createWeeklyReportActivities>>(databaseWork);

export async function weeklyReport(input: WeeklyReportInput = {}): Promise<WeeklyReportResult> {
  const today = firingDay();
  const weekStart = input.weekStart ?? addDays(today, -(7 + ((weekdayOf(today) + 6) % 7)));
  const result = await reportWeek({ weekStart });
  setCurrentDetails(`Week from ${weekStart}: ${result.reports} reports`);
  return result;
}
