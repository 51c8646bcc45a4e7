// Keeps Temporal's Schedules equal to the templates in the database: created, changed, removed. A Schedule that is right is not touched.
import {
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleOptions,
  type ScheduleDescription,
} from '@temporalio/client';
import type { RunRepository } from '../db/repositories/runs.js';
import { MODES } from '../domain/mode.js';
import type { TimeOfDay } from '../domain/trading-time.js';
import type { Logger } from '../platform/logger.js';
import { entryScheduleId, scheduledRunWorkflowId } from '../workflows/messages/run.js';
import { searchAttributes } from '../workflows/messages/search-attributes.js';
import { PLATFORM_QUEUE, TRADING_QUEUE } from '../workflows/messages/task-queues.js';

export type ScheduleSettings = {
  /** seconds before the entry time at which a run arms */ armLeadS: number;
  /** off: registered but paused */ schedulesOn: boolean;
};

const TIMEZONE = 'Asia/Kolkata';
const ENTRY_PREFIX = 'entry/';
const OFF = 'SCHEDULES=off';

/** @throws the client's error when the server cannot be reached; repeating it changes nothing that is right */
export async function ensureSchedules(
  client: Client,
  runs: RunRepository,
  settings: ScheduleSettings,
  logger: Logger,
): Promise<void> {
  const wanted = [
    ...(await entrySchedules(runs, settings)),
    loginReminderSchedule(),
    reconciliationSchedule(),
    sweeperSchedule(),
  ];
  for (const options of wanted) await ensure(client, options, settings, logger);
  const keep = new Set(wanted.map((options) => options.scheduleId));
  for await (const { scheduleId } of client.schedule.list())
    if (scheduleId.startsWith(ENTRY_PREFIX) && !keep.has(scheduleId)) {
      await client.schedule.getHandle(scheduleId).delete();
      logger.info({ scheduleId }, 'schedule removed');
    }
}

async function entrySchedules(runs: RunRepository, { armLeadS }: ScheduleSettings): Promise<ScheduleOptions[]> {
  const templates = await runs.activeTemplates();
  return templates.flatMap(({ templateId, name, entryTime }) =>
    MODES.map((mode): ScheduleOptions => ({
      scheduleId: entryScheduleId(mode, templateId),
      spec: { calendars: [clockTime(secondsBefore(entryTime, armLeadS))], timezone: TIMEZONE },
      action: {
        type: 'startWorkflow',
        workflowType: 'templateRun',
        taskQueue: TRADING_QUEUE,
        workflowId: scheduledRunWorkflowId(mode, templateId),
        args: [{ templateId, mode, leadS: armLeadS }],
        staticSummary: `${name} (${mode}) at ${entryTime} IST`,
        typedSearchAttributes: [
          { key: searchAttributes.template, value: templateId },
          { key: searchAttributes.mode, value: mode },
        ],
      },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
      // Says in the UI what the Schedule is, and tells a changed one from one that is right.
      state: { note: `${name}: entry ${entryTime} IST, arms ${armLeadS} s before` },
    })),
  );
}

function loginReminderSchedule(): ScheduleOptions {
  return {
    scheduleId: 'login-reminder',
    spec: { calendars: [{ hour: 8, minute: 30, second: 0 }], timezone: TIMEZONE },
    action: {
      type: 'startWorkflow',
      workflowType: 'loginReminder',
      taskQueue: PLATFORM_QUEUE,
      workflowId: 'login-reminder',
      args: [{}],
      staticSummary: 'Daily login reminder',
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '30 minutes' },
    state: { note: 'oauth_login_required to users without a session, 08:30 IST on trading days' },
  };
}

function reconciliationSchedule(): ScheduleOptions {
  return {
    scheduleId: 'reconciliation',
    // Every day, for special sessions fall on weekends too: the calendar decides.
    spec: { calendars: [{ hour: 15, minute: 45, second: 0 }], timezone: TIMEZONE },
    action: {
      type: 'startWorkflow',
      workflowType: 'endOfDayReconciliation',
      taskQueue: PLATFORM_QUEUE,
      workflowId: 'reconciliation',
      args: [{}],
      staticSummary: 'Daily reconciliation with the brokers',
    },
    // It only reads, and a book can be read until the day is over.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '8 hours' },
    state: { note: "brokers' order books against ours, 15:45 IST on trading days" },
  };
}

function sweeperSchedule(): ScheduleOptions {
  return {
    scheduleId: 'sweeper',
    spec: { intervals: [{ every: '1 minute' }] },
    action: {
      type: 'startWorkflow',
      workflowType: 'sweeper',
      taskQueue: PLATFORM_QUEUE,
      workflowId: 'sweeper',
      args: [],
      staticSummary: 'Finishes what was left half done',
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
    state: { note: 'every minute: missing workflows, stale rows' },
  };
}

async function ensure(
  client: Client,
  options: ScheduleOptions,
  { schedulesOn }: ScheduleSettings,
  logger: Logger,
): Promise<void> {
  const note = options.state?.note ?? '';
  const wantedNote = schedulesOn ? note : `${OFF}. ${note}`;
  const existing = await describe(client, options.scheduleId);
  const state = { note: wantedNote, paused: !schedulesOn };
  if (!existing) {
    await client.schedule.create({ ...options, state });
    logger.info({ scheduleId: options.scheduleId, paused: state.paused }, 'schedule created');
  } else if (existing.state.note !== wantedNote && !pausedByOperator(existing)) {
    await client.schedule.getHandle(options.scheduleId).update((former) => ({
      ...former,
      spec: options.spec,
      policies: options.policies ?? {},
      action: { ...former.action, ...options.action },
      state,
    }));
    logger.info({ scheduleId: options.scheduleId, paused: state.paused }, 'schedule changed');
  }
}

/** Pausing in the UI replaces the note; such a Schedule stays as the operator left it. */
function pausedByOperator(existing: ScheduleDescription): boolean {
  return existing.state.paused && !(existing.state.note ?? '').startsWith(OFF);
}

async function describe(client: Client, scheduleId: string): Promise<ScheduleDescription | undefined> {
  try {
    return await client.schedule.getHandle(scheduleId).describe();
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return undefined;
    throw error;
  }
}

/** `09:20`, 60 → 09:19:00. @throws RangeError when the firing would fall on the day before */
function secondsBefore(time: TimeOfDay, seconds: number): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const second = hours * 3_600 + minutes * 60 - seconds;
  if (second < 0) throw new RangeError(`entry time ${time} is within ${seconds} s of midnight`);
  return second;
}

function clockTime(secondOfDay: number) {
  return { hour: Math.floor(secondOfDay / 3_600), minute: Math.floor(secondOfDay / 60) % 60, second: secondOfDay % 60 };
}
