// loginReminder: on trading mornings, an oauth_login_required event for every account that could not trade today's entry.
import { proxyActivities } from '@temporalio/workflow';
import type { createLoginReminderActivities } from '../activities/login-reminder.js';
import { batchWork } from './activity-options.js';
import { firingDay } from './firing-day.js';
import type { LoginReminderInput, LoginReminderResult } from './messages/login-reminder.js';

const { remindLogins } = proxyActivities<ReturnType<typeof createLoginReminderActivities>>(batchWork);

export async function loginReminder(input: LoginReminderInput = {}): Promise<LoginReminderResult> {
  return remindLogins({ day: input.day ?? firingDay() });
}
