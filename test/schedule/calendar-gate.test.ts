// The gate before every scheduled run: weekends, holidays, unloaded years, late firings. What it stops leaves a reason and no execution.
import { expect } from 'chai';
import { createRunActivities, type OpenRunInput } from '../../activities/runs.js';
import { ExecutionRepository } from '../../db/repositories/executions.js';
import { ReferenceDataRepository } from '../../db/repositories/reference-data.js';
import { RunRepository } from '../../db/repositories/runs.js';
import { seedDevelopmentData } from '../../db/seeds/development-data.js';
import { seedReferenceData } from '../../db/seeds/reference-data.js';
import { istInstant } from '../../domain/trading-time.js';
import { insertAccount, insertSubscription, insertUser } from '../db/rows.js';
import { openTestDatabase, PARTNER, type OpenedDatabase } from '../db/database.js';

const LEAD_S = 60;
const TEMPLATE = 'basket_admin_iron_condor';

describe('the calendar gate of a scheduled run', () => {
  let database: OpenedDatabase;
  let nowMs = 0;
  let firings = 0;

  before(async () => {
    database = await openTestDatabase();
    const { db } = database;
    await seedReferenceData(db);
    await seedDevelopmentData(db, 'test-pepper-0123456789');
    const userPk = await insertUser(db, PARTNER, 'gate@example.com');
    await insertAccount(db, PARTNER, 'acc_gate', userPk);
    await insertSubscription(db, PARTNER, 'sub_gate', userPk);
    await db.query(
      `INSERT INTO broker_allocation (id, subscription_id, account_id, lot_multiplier) VALUES ('alloc_gate', 'sub_gate', 'acc_gate', 1)`,
    );
  });
  after(() => database.close());

  const activities = () =>
    createRunActivities({
      runs: new RunRepository(database.db),
      arming: { leadS: () => Promise.resolve(LEAD_S) },
      executions: new ExecutionRepository(database.db),
      referenceData: new ReferenceDataRepository(database.db),
      abandon: () => Promise.reject(new Error('nothing to abandon')),
      entryDeadlineS: 60,
      clock: () => nowMs,
    });
  /** A firing of the Schedule. @param lateS - seconds between the nominal time and now */
  const fire = (day: string, entryTime = '09:20', lateS = 0) => {
    const scheduledAtMs = istInstant(day, entryTime) - LEAD_S * 1_000;
    nowMs = scheduledAtMs + lateS * 1_000;
    const input: OpenRunInput = {
      ...{ templateId: TEMPLATE, mode: 'test', leadS: LEAD_S, scheduledAtMs },
      workflowId: `run/test/${TEMPLATE}-${day}-${++firings}`,
    };
    return activities().openRun(input);
  };
  const rowOf = async (runId: string) => {
    const rows = await database.db.query<{ status: string; reason: string | null; executions: number }>(
      `SELECT status, reason, (SELECT count(*)::int FROM execution e WHERE e.run_id = r.id) AS executions FROM strategy_run r WHERE id = $1`,
      [runId],
    );
    return rows[0];
  };

  it('lets a trading day through, with its subscribers', async () => {
    const opened = await fire('2026-11-25');
    expect(opened).to.deep.include({ status: 'running', tradingDay: '2026-11-25', subscribers: 1, shards: 1 });
    expect(opened).to.have.property('entryAtMs', istInstant('2026-11-25', '09:20'));
    expect(await rowOf(opened.runId)).to.deep.equal({ status: 'running', reason: null, executions: 1 });
  });

  const stopped: {
    why: string;
    day: string;
    entryTime?: string;
    lateS?: number;
    status?: 'missed';
    reason: string | RegExp;
  }[] = [
    { why: 'a Saturday', day: '2026-11-28', reason: 'weekend: Saturday' },
    { why: 'a Sunday', day: '2026-11-29', reason: 'weekend: Sunday' },
    { why: 'Republic Day', day: '2026-01-26', reason: /^market holiday: .*Republic/ },
    { why: 'a year that is not loaded', day: '2031-03-05', reason: 'calendar of 2031 is not loaded' },
    {
      why: 'a firing away from the entry time',
      day: '2026-11-25',
      entryTime: '11:00',
      reason: 'triggered away from the entry time 09:20 IST: start an operator run instead',
    },
    {
      why: 'a firing when the exchange is closed',
      day: '2026-11-25',
      entryTime: '20:00',
      reason: 'entry time is outside the session 09:15–15:40',
    },
    {
      why: 'a firing so late that the deadline is over',
      day: '2026-11-25',
      lateS: 121,
      status: 'missed',
      reason: 'the run began after its entry deadline',
    },
  ];
  for (const { why, day, entryTime, lateS, status = 'skipped', reason } of stopped)
    it(`${status === 'missed' ? 'misses' : 'skips'} ${why}, says so, and snapshots nobody`, async () => {
      const opened = await fire(day, entryTime, lateS);
      expect(opened.status).to.equal(status);
      const row = await rowOf(opened.runId);
      expect(row).to.deep.include({ status, executions: 0 });
      if (reason instanceof RegExp) expect(row?.reason).to.match(reason);
      else expect(row?.reason).to.equal(reason);
      expect(opened).to.have.property('reason', row?.reason);
    });

  it('skips a day whose sizes are not loaded, and names what is missing', async () => {
    await database.db.query(
      `UPDATE freeze_quantity SET effective_to = '2026-11-25' WHERE underlying = 'NIFTY' AND effective_from = '2026-03-01'`,
    );
    const opened = await fire('2026-11-26');
    expect(opened).to.include({ status: 'skipped', reason: 'no freeze quantity of NIFTY is loaded for 2026-11-26' });
    expect(await rowOf(opened.runId)).to.include({ status: 'skipped', executions: 0 });
  });

  it('skips a template with a leg that cannot be meant, an operator’s run too', async () => {
    const { db } = database;
    await db.query(`INSERT INTO strategy_template (id, name, current_version) VALUES ('by_delta', 'By delta', 1)`);
    await db.query(
      `INSERT INTO template_version (template_id, version, description, underlying, entry_time, legs, monthly_fee_paise)
       VALUES ('by_delta', 1, 'x', 'NIFTY', '09:20',
         '[{"side": "BUY", "optionType": "CE", "expiry": "nearest", "lots": 1, "strike": {"by": "delta", "delta": 0.3}}]', 0)`,
    );
    const entryAtMs = istInstant('2026-11-25', '09:20');
    nowMs = entryAtMs - LEAD_S * 1_000;
    const runs = new RunRepository(db);
    await runs.create({
      ...{ runId: 'run_delta', templateId: 'by_delta', mode: 'test', tradingDay: '2026-11-25', entryAtMs },
      ...{ ignoreCalendar: true, force: false, createdBy: 'test', workflowId: 'run/test/by_delta/run_delta' },
    });
    const opened = await activities().openRun({
      ...{ templateId: 'by_delta', mode: 'test', runId: 'run_delta', workflowId: 'run/test/by_delta/run_delta' },
    });
    expect(opened).to.include({ status: 'skipped' });
    expect((await rowOf('run_delta'))?.reason).to.match(
      /^the template cannot be traded: legs\.0\.strike\.by delta is not offered/,
    );
  });

  it('answers the same when a lost answer is asked for again', async () => {
    const first = await fire('2026-11-28');
    firings -= 1;
    expect(await fire('2026-11-28')).to.deep.equal(first);
  });

  it('a firing half a minute late still trades', async () => {
    expect(await fire('2026-11-25', '09:20', 90)).to.deep.include({ status: 'running' });
  });
});
