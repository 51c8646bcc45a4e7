// loginReminder: on trading mornings, an oauth_login_required event for every account that could not trade today's entry.
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { createLoginReminderActivities } from '../activities/login-reminder.js';
import { tradingDayOf } from '../domain/trading-time.js';
import { batchWork } from './activity-options.js';
import type { LoginReminderInput, LoginReminderResult } from './messages/login-reminder.js';

const { remindLogins } = proxyActivities<ReturnType<typeof createLoginReminderActivities>>(batchWork);

/** Set by the server on what a Schedule starts; a late firing still belongs to its own day. */
const scheduledStartTime = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);

export async function loginReminder(input: LoginReminderInput = {}): Promise<LoginReminderResult> {
  const firedAt = workflowInfo().typedSearchAttributes.get(scheduledStartTime) ?? workflowInfo().startTime;
  return remindLogins({ day: input.day ?? tradingDayOf(firedAt.getTime()) });
}
