// Schedules on a real server: one per template and mode, kept equal to the templates, and what a firing at the wrong time does.
import { expect } from 'chai';
import { Client, Connection, ScheduleOverlapPolicy, type ScheduleDescription } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import pino from 'pino';
import { createRunActivities } from '../../activities/runs.js';
import { ArmingRepository } from '../../db/repositories/arming.js';
import { ExecutionRepository } from '../../db/repositories/executions.js';
import { ReferenceDataRepository } from '../../db/repositories/reference-data.js';
import { RunRepository } from '../../db/repositories/runs.js';
import { seedDevelopmentData } from '../../db/seeds/development-data.js';
import { seedReferenceData } from '../../db/seeds/reference-data.js';
import { ensureSchedules, type ScheduleSources } from '../../workers/schedules.js';
import { ensureSearchAttributes } from '../../workers/search-attributes.js';
import { entryScheduleId, type TemplateRunResult } from '../../workflows/messages/run.js';
import { TRADING_QUEUE } from '../../workflows/messages/task-queues.js';
import { openTestDatabase, type OpenedDatabase } from '../db/database.js';
import { devServer, workflowBundle } from '../support/temporal.js';
import { waitFor } from '../support/wait.js';

const NAMESPACE = `schedules_${process.pid}`;
const TEMPLATES = ['basket_admin_iron_condor', 'basket_admin_short_straddle', 'basket_admin_test_strategy'];
const ENTRIES = TEMPLATES.flatMap((id) => [`entry/live/${id}`, `entry/test/${id}`]);
const HOUSE = [
  'instrument-master',
  'login-reminder',
  'readiness',
  'reconciliation',
  'settlement',
  'sweeper',
  'weekly-report',
];
const CONDOR = entryScheduleId('live', 'basket_admin_iron_condor');

describe('Schedules', function () {
  this.timeout(60_000);
  let database: OpenedDatabase;
  let connection: Connection;
  let client: Client;

  before(async () => {
    database = await openTestDatabase({ migrated: true });
    await seedReferenceData(database.db);
    await seedDevelopmentData(database.db, 'test-pepper-0123456789');
    const { address } = await devServer();
    connection = await Connection.connect({ address });
    await connection.workflowService.registerNamespace({
      namespace: NAMESPACE,
      workflowExecutionRetentionPeriod: { seconds: 86_400 } as never,
    });
    client = new Client({ connection, namespace: NAMESPACE });
    await waitFor(() => client.workflow.count().then(() => true), { description: `the namespace ${NAMESPACE}` });
    await ensureSearchAttributes(client, NAMESPACE);
  });
  after(async () => {
    await connection.close();
    await database.close();
  });

  const ensure = (schedulesOn = true, instead: Partial<ScheduleSources> = {}) => {
    const { db } = database;
    const sources = { runs: new RunRepository(db), arming: new ArmingRepository(db, 60), ...instead };
    return ensureSchedules(client, sources, { schedulesOn }, pino({ level: 'silent' }));
  };
  const describeSchedule = (id: string): Promise<ScheduleDescription> => client.schedule.getHandle(id).describe();
  const listed = async (): Promise<string[]> => {
    const ids: string[] = [];
    for await (const { scheduleId } of client.schedule.list()) ids.push(scheduleId);
    return ids.sort();
  };
  /** A new version of the iron condor's template. */
  const enterAt = (entryTime: string) =>
    database.db.query(
      `WITH t AS (UPDATE strategy_template SET current_version = current_version + 1 WHERE id = $1 RETURNING id, current_version)
       INSERT INTO template_version (template_id, version, description, underlying, entry_time, legs, monthly_fee_paise)
       SELECT t.id, t.current_version, v.description, v.underlying, $2, v.legs, v.monthly_fee_paise
       FROM t JOIN template_version v ON v.template_id = t.id AND v.version = t.current_version - 1`,
      ['basket_admin_iron_condor', entryTime],
    );
  const clockOf = ({ spec }: ScheduleDescription) => {
    const [calendar] = spec.calendars ?? [];
    return [calendar?.hour, calendar?.minute, calendar?.second].map((range) => range?.[0]?.start ?? 0);
  };

  it('are one per template and mode, a minute before the entry in Indian time, and four for the house', async () => {
    await ensure();
    await waitFor(async () => (await listed()).length === ENTRIES.length + HOUSE.length, {
      description: 'the list of Schedules',
    });
    expect(await listed()).to.deep.equal([...ENTRIES, ...HOUSE].sort());
    for (const id of ENTRIES) {
      const schedule = await describeSchedule(id);
      expect(schedule.spec.timezone, id).to.equal('Asia/Kolkata');
      expect(clockOf(schedule), id).to.deep.equal(id.includes('straddle') ? [9, 29, 0] : [9, 19, 0]);
      expect(schedule.policies.catchupWindow, id).to.equal(60_000);
      expect(schedule.policies.overlap, id).to.equal(ScheduleOverlapPolicy.SKIP);
      expect(schedule.spec.jitter ?? 0, id).to.equal(0);
      expect(schedule.state.paused, id).to.equal(false);
      const [, mode, templateId] = id.split('/');
      expect(schedule.action, id).to.deep.include({
        type: 'startWorkflow',
        workflowType: 'templateRun',
        taskQueue: 'trading',
        workflowId: `run/${mode}/${templateId}`,
        args: [{ templateId, mode, leadS: 60 }],
      });
    }
    const reminder = await describeSchedule('login-reminder');
    expect(clockOf(reminder)).to.deep.equal([8, 30, 0]);
    expect(reminder.spec.timezone).to.equal('Asia/Kolkata');
    const instruments = await describeSchedule('instrument-master');
    expect(clockOf(instruments)).to.deep.equal([8, 35, 0]);
    expect(instruments.spec.timezone).to.equal('Asia/Kolkata');
    expect(instruments.action).to.deep.include({ workflowType: 'instrumentMaster', taskQueue: 'platform' });
    const reconciliation = await describeSchedule('reconciliation');
    expect(clockOf(reconciliation)).to.deep.equal([15, 45, 0]);
    expect(reconciliation.spec.timezone).to.equal('Asia/Kolkata');
    expect(reconciliation.policies.catchupWindow).to.equal(8 * 3_600_000);
    expect(reconciliation.action).to.deep.include({ workflowType: 'endOfDayReconciliation', taskQueue: 'platform' });
    expect((await describeSchedule('sweeper')).spec.intervals?.[0]?.every).to.equal(60_000);
  });

  it('compare the books at 15:45 in India, which is 10:15 UTC', async () => {
    const next = (await describeSchedule('reconciliation')).info.nextActionTimes[0];
    expect(next?.toISOString()).to.match(/T10:15:00\.000Z$/);
  });

  it('settle on the 1st at 02:00 in India, which is 20:30 UTC of the day before', async () => {
    const next = (await describeSchedule('settlement')).info.nextActionTimes[0];
    expect(next?.toISOString()).to.match(/-(28|29|30|31)T20:30:00\.000Z$/);
  });

  it('fire at 09:19:00 in India, which is 03:49:00 UTC', async () => {
    const next = (await describeSchedule(CONDOR)).info.nextActionTimes[0];
    expect(next?.toISOString()).to.match(/T03:49:00\.000Z$/);
  });

  it('that are right are not touched', async () => {
    const before = await Promise.all(ENTRIES.map(describeSchedule));
    await ensure();
    const after = await Promise.all(ENTRIES.map(describeSchedule));
    expect(after.map(({ info }) => info.lastUpdatedAt)).to.deep.equal(before.map(({ info }) => info.lastUpdatedAt));
    expect(before.every(({ info }) => info.lastUpdatedAt === undefined)).to.equal(true);
  });

  it('follow the entry time of a template, and only that one changes', async () => {
    await enterAt('10:05');
    await ensure();
    const changed = await describeSchedule(CONDOR);
    expect(clockOf(changed)).to.deep.equal([10, 4, 0]);
    expect(changed.policies.catchupWindow).to.equal(60_000);
    expect(changed.policies.overlap).to.equal(ScheduleOverlapPolicy.SKIP);
    expect(changed.info.lastUpdatedAt).to.be.instanceOf(Date);
    const other = await describeSchedule(entryScheduleId('live', 'basket_admin_short_straddle'));
    expect(other.info.lastUpdatedAt).to.equal(undefined);
  });

  it('fire earlier when there is more to arm, but not in the half hour before the entry', async () => {
    const arming = { leadS: () => Promise.resolve(150) };
    const indian = (time: string) => () => Date.parse(`2026-01-13T${time}:00+05:30`);
    await ensure(true, { arming, now: indian('09:45') });
    expect(clockOf(await describeSchedule(CONDOR)), 'near the entry').to.deep.equal([10, 4, 0]);
    await ensure(true, { arming, now: indian('10:06') });
    expect(clockOf(await describeSchedule(CONDOR)), 'after it').to.deep.equal([10, 2, 30]);
    const [input] = (await describeSchedule(CONDOR)).action.args as { leadS: number }[];
    expect(input?.leadS).to.equal(150);
    await ensure(true, { now: indian('12:00') });
    expect(clockOf(await describeSchedule(CONDOR)), 'back').to.deep.equal([10, 4, 0]);
  });

  it('paused by an operator stay as he left them', async () => {
    await client.schedule.getHandle(CONDOR).pause('the feed is wrong');
    await enterAt('10:35');
    await ensure();
    const kept = await describeSchedule(CONDOR);
    expect(kept.state).to.deep.include({ paused: true, note: 'the feed is wrong' });
    expect(clockOf(kept)).to.deep.equal([10, 4, 0]);
    await client.schedule.getHandle(CONDOR).unpause('good again');
    await ensure();
    expect(clockOf(await describeSchedule(CONDOR))).to.deep.equal([10, 34, 0]);
  });

  it('are paused by SCHEDULES=off and go on without it', async () => {
    await ensure(false);
    for (const id of await listed()) expect((await describeSchedule(id)).state.paused, id).to.equal(true);
    await ensure(true);
    for (const id of await listed()) expect((await describeSchedule(id)).state.paused, id).to.equal(false);
  });

  it('paused by an operator outlive SCHEDULES=off', async () => {
    await client.schedule.getHandle(CONDOR).pause('the feed is wrong');
    await ensure(false);
    await ensure(true);
    expect((await describeSchedule(CONDOR)).state.paused).to.equal(true);
    await client.schedule.getHandle(CONDOR).unpause();
  });

  it('of a retired template are removed', async () => {
    await database.db.query(`UPDATE strategy_template SET status = 'retired' WHERE id = $1`, [TEMPLATES[2]]);
    const kept = [...ENTRIES.filter((id) => !id.endsWith(TEMPLATES[2] ?? '')), ...HOUSE].sort();
    // The list of Schedules lags a moment behind; what one look misses the next removes.
    const removed = async () => {
      await ensure();
      return (await listed()).join() === kept.join();
    };
    await waitFor(removed, { description: 'the removal' });
  });

  it('triggered by hand away from the entry time start a run that ends skipped and snapshots nobody', async () => {
    const { address } = await devServer();
    const native = await NativeConnection.connect({ address });
    const runs = new RunRepository(database.db);
    const worker = await Worker.create({
      connection: native,
      namespace: NAMESPACE,
      taskQueue: TRADING_QUEUE,
      workflowBundle,
      activities: createRunActivities({
        runs,
        arming: new ArmingRepository(database.db, 60),
        executions: new ExecutionRepository(database.db),
        referenceData: new ReferenceDataRepository(database.db),
        abandon: () => Promise.reject(new Error('nothing to abandon')),
        entryDeadlineS: 60,
        clock: Date.now,
      }),
    });
    const result = await worker.runUntil(async () => {
      await enterAt(farFromNow());
      await ensure();
      await client.schedule.getHandle(CONDOR).trigger();
      const started = async () => (await describeSchedule(CONDOR)).info.recentActions.at(-1)?.action.workflow;
      const { workflowId, firstExecutionRunId } = await waitFor(started, { description: 'the triggered run' });
      expect(workflowId).to.match(/^run\/live\/basket_admin_iron_condor-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      return (await client.workflow.getHandle(workflowId, firstExecutionRunId).result()) as TemplateRunResult;
    });
    await native.close();
    expect(result.status).to.equal('skipped');
    const rows = await database.db.query('SELECT status, reason FROM strategy_run WHERE id = $1', [result.runId]);
    expect(rows).to.have.length(1);
    expect(rows[0]).to.have.property('status', 'skipped');
    expect(rows[0]).to.have.property('reason').that.is.a('string').and.is.not.empty;
    expect(await database.db.query('SELECT 1 FROM execution')).to.deep.equal([]);
  });
});

/** A time of day within the session that is two hours or more from now, Indian time. */
function farFromNow(): string {
  const istHour = new Date(Date.now() + 330 * 60_000).getUTCHours();
  return istHour < 12 ? '14:30' : '09:30';
}
