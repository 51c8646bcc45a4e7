// Keeps Temporal's Schedules equal to the templates in the database: created, changed, removed. A Schedule that is right is not touched.
import {
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleOptions,
  type ScheduleDescription,
} from '@temporalio/client';
import type { ArmingRepository } from '../db/repositories/arming.js';
import type { RunRepository } from '../db/repositories/runs.js';
import { LONGEST_LEAD_S } from '../domain/arming-lead.js';
import { MODES, type Mode } from '../domain/mode.js';
import { istInstant, tradingDayOf, type TimeOfDay } from '../domain/trading-time.js';
import type { Logger } from '../platform/logger.js';
import { entryScheduleId, scheduledRunWorkflowId, type TemplateRunInput } from '../workflows/messages/run.js';
import { searchAttributes } from '../workflows/messages/search-attributes.js';
import { PLATFORM_QUEUE, TRADING_QUEUE } from '../workflows/messages/task-queues.js';

export type ScheduleSettings = {
  /** off: registered but paused */ schedulesOn: boolean;
};
/** Where the Schedules come from: the templates, and how long before their entries their runs must begin to arm. */
export type ScheduleSources = {
  runs: Pick<RunRepository, 'activeTemplates'>;
  arming: Pick<ArmingRepository, 'leadS'>;
  /** Epoch ms. @default Date.now */
  now?: () => number;
};
/** A Schedule as it should be, given what there is. */
type Wanted = { scheduleId: string; options: (existing: ScheduleDescription | undefined) => ScheduleOptions };

const TIMEZONE = 'Asia/Kolkata';
const ENTRY_PREFIX = 'entry/';
const OFF = 'SCHEDULES=off';

/** @throws the client's error when the server cannot be reached; repeating it changes nothing that is right */
export async function ensureSchedules(
  client: Client,
  sources: ScheduleSources,
  settings: ScheduleSettings,
  logger: Logger,
): Promise<void> {
  const wanted = [
    ...(await entrySchedules(sources)),
    ...[
      loginReminderSchedule(),
      instrumentSchedule(),
      readinessSchedule(),
      reconciliationSchedule(),
      sweeperSchedule(),
      settlementSchedule(),
      weeklyReportSchedule(),
    ].map(fixed),
  ];
  for (const schedule of wanted) await ensure(client, schedule, settings, logger);
  const keep = new Set(wanted.map(({ scheduleId }) => scheduleId));
  for await (const { scheduleId } of client.schedule.list())
    if (scheduleId.startsWith(ENTRY_PREFIX) && !keep.has(scheduleId)) {
      await client.schedule.getHandle(scheduleId).delete();
      logger.info({ scheduleId }, 'schedule removed');
    }
}

const fixed = (options: ScheduleOptions): Wanted => ({ scheduleId: options.scheduleId, options: () => options });

async function entrySchedules({ runs, arming, now = Date.now }: ScheduleSources): Promise<Wanted[]> {
  const templates = await runs.activeTemplates();
  const wanted = templates.flatMap((template) =>
    MODES.map(async (mode): Promise<Wanted> => {
      const leadS = await arming.leadS(template.templateId, mode);
      const options = (existing?: ScheduleDescription) =>
        entrySchedule(template, mode, keptLeadS(existing, template.entryTime, now()) ?? leadS);
      return { scheduleId: entryScheduleId(mode, template.templateId), options };
    }),
  );
  return Promise.all(wanted);
}

type Template = Awaited<ReturnType<RunRepository['activeTemplates']>>[number];

function entrySchedule({ templateId, name, entryTime }: Template, mode: Mode, leadS: number): ScheduleOptions {
  return {
    scheduleId: entryScheduleId(mode, templateId),
    spec: { calendars: [clockTime(secondsBefore(entryTime, leadS))], timezone: TIMEZONE },
    action: {
      type: 'startWorkflow',
      workflowType: 'templateRun',
      taskQueue: TRADING_QUEUE,
      workflowId: scheduledRunWorkflowId(mode, templateId),
      args: [{ templateId, mode, leadS } satisfies TemplateRunInput],
      staticSummary: `${name} (${mode}) at ${entryTime} IST`,
      typedSearchAttributes: [
        { key: searchAttributes.template, value: templateId },
        { key: searchAttributes.mode, value: mode },
      ],
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
    // Says in the UI what the Schedule is, and tells a changed one from one that is right.
    state: { note: `${name}: entry ${entryTime} IST, arms ${leadS} s before` },
  };
}

/**
 * The lead that must not be changed now: a firing moved ahead of the present would be lost for the day. Around the entry
 * (the longest lead and five minutes before it) a Schedule of the same entry time therefore keeps the lead it has.
 */
function keptLeadS(existing: ScheduleDescription | undefined, entryTime: TimeOfDay, nowMs: number): number | undefined {
  const entryAtMs = istInstant(tradingDayOf(nowMs), entryTime);
  if (!existing || nowMs < entryAtMs - (LONGEST_LEAD_S + 300) * 1_000 || nowMs > entryAtMs) return undefined;
  const [input] = (existing.action.args ?? []) as { leadS?: number }[];
  const [calendar] = existing.spec.calendars ?? [];
  const [hour, minute, second] = [calendar?.hour, calendar?.minute, calendar?.second].map((r) => r?.[0]?.start ?? 0);
  const firesAt = (hour ?? 0) * 3_600 + (minute ?? 0) * 60 + (second ?? 0);
  const leadS = input?.leadS;
  return leadS !== undefined && firesAt === secondsBefore(entryTime, leadS) ? leadS : undefined;
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

function weeklyReportSchedule(): ScheduleOptions {
  return {
    scheduleId: 'weekly-report',
    spec: { calendars: [{ dayOfWeek: 'MONDAY', hour: 7, minute: 0, second: 0 }], timezone: TIMEZONE },
    action: {
      type: 'startWorkflow',
      workflowType: 'weeklyReport',
      taskQueue: PLATFORM_QUEUE,
      workflowId: 'weekly-report',
      args: [{}],
      staticSummary: 'Weekly execution reports',
    },
    // A week is told however late.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '6 days' },
    state: { note: 'weekly_report to partners, Mondays 07:00 IST' },
  };
}

function instrumentSchedule(): ScheduleOptions {
  return {
    scheduleId: 'instrument-master',
    // Every day, for special sessions fall on weekends too: the calendar decides.
    spec: { calendars: [{ hour: 8, minute: 35, second: 0 }], timezone: TIMEZONE },
    action: {
      type: 'startWorkflow',
      workflowType: 'instrumentMaster',
      taskQueue: PLATFORM_QUEUE,
      workflowId: 'instrument-master',
      args: [{}],
      staticSummary: "Daily instrument lists of the brokers' wires",
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '6 hours' },
    state: { note: "brokers' lists of contracts, 08:35 IST on trading days" },
  };
}

function readinessSchedule(): ScheduleOptions {
  return {
    scheduleId: 'readiness',
    // Every day, for special sessions fall on weekends too: the calendar decides.
    spec: { calendars: [{ hour: 8, minute: 45, second: 0 }], timezone: TIMEZONE },
    action: {
      type: 'startWorkflow',
      workflowType: 'readiness',
      taskQueue: PLATFORM_QUEUE,
      workflowId: 'readiness',
      args: [{}],
      staticSummary: 'Readiness for the entries of the day',
    },
    // Brokers are left alone from 09:10 on: a later firing could only say that nothing was checked.
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '25 minutes' },
    state: { note: "subscriptions' readiness, 08:45 to 09:10 IST on trading days" },
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

function settlementSchedule(): ScheduleOptions {
  return {
    scheduleId: 'settlement',
    spec: { calendars: [{ dayOfMonth: 1, hour: 2, minute: 0, second: 0 }], timezone: TIMEZONE },
    action: {
      type: 'startWorkflow',
      workflowType: 'settlement',
      taskQueue: PLATFORM_QUEUE,
      workflowId: 'settlement',
      args: [{}],
      staticSummary: 'Monthly settlement',
    },
    // Closing late is the same as closing in time: the firing names its month.
    policies: { overlap: ScheduleOverlapPolicy.BUFFER_ONE, catchupWindow: '20 days' },
    state: { note: 'closes the month before, the 1st, 02:00 IST' },
  };
}

async function ensure(
  client: Client,
  wanted: Wanted,
  { schedulesOn }: ScheduleSettings,
  logger: Logger,
): Promise<void> {
  const existing = await describe(client, wanted.scheduleId);
  const options = wanted.options(existing);
  const note = options.state?.note ?? '';
  const wantedNote = schedulesOn ? note : `${OFF}. ${note}`;
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
