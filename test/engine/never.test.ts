// The promise: no order is ever placed after the deadline, on a holiday, after the kill switch, or for a subscription that is paused,
// cancelled or logged out. Two engines on one database, each with entries in its hands; the broker's own record is the judge.
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { createRunActivities } from '../../activities/runs.js';
import { ExecutionRepository } from '../../db/repositories/executions.js';
import { GateRepository } from '../../db/repositories/gates.js';
import type { HaltTarget } from '../../db/repositories/halts.js';
import { ReferenceDataRepository } from '../../db/repositories/reference-data.js';
import { RunRepository } from '../../db/repositories/runs.js';
import { istInstant } from '../../domain/trading-time.js';
import type { RunningEngine } from '../../engine/create-engine.js';
import { waitFor } from '../support/wait.js';
import { netPosition, startRig, type Rig } from './rig.js';

/** Between a stop's commit and the instant. */
const SHORTLY_MS = 400;
const ENTRY_IN_MS = 3_500;
const LEGS = 4;
const forever = new AbortController().signal;
setMaxListeners(100, forever);

type Armed = { clientId: string; executionId: string; runId: string; entryAtMs: number; outcome: Promise<string> };

describe('never', function () {
  this.timeout(90_000);
  let rig: Rig;
  let engines: [RunningEngine, RunningEngine];
  let clients = 0;

  before(async () => {
    rig = await startRig();
    engines = [await rig.engine(), await rig.engine()];
  });
  after(() => rig.close());

  const nextClient = () => `NEVER${++clients}`;
  const clientOf = async (subscription: string) => {
    const rows = await rig.db.query<{ clientId: string; accountId: string }>(
      `SELECT a.client_id AS "clientId", a.id AS "accountId" FROM broker_allocation l JOIN broker_account a ON a.id = l.account_id
       WHERE l.subscription_id = $1`,
      [subscription],
    );
    return rows[0] ?? { clientId: '', accountId: '' };
  };

  /** One run of subscribers of a strategy of their own, in the hands of both engines in turn. */
  async function armed(subscriptions: readonly string[], templateId: string, inMs = ENTRY_IN_MS): Promise<Armed[]> {
    const { runId, executions, exitAtMs: entryAtMs } = await rig.run(templateId, inMs);
    return Promise.all(
      subscriptions.map(async (subscription, index) => {
        const executionId = executions.get(subscription) ?? '';
        const engine = engines[index % 2] ?? engines[0];
        const { clientId } = await clientOf(subscription);
        return { clientId, executionId, runId, entryAtMs, outcome: engine.entries.execute(executionId) };
      }),
    );
  }
  async function strategy(subscribers: number): Promise<{ templateId: string; subscriptions: string[] }> {
    const templateId = await rig.template('basket_admin_iron_condor', {});
    const subscriptions: string[] = [];
    for (let n = 0; n < subscribers; n += 1) subscriptions.push(await rig.subscriber(nextClient(), { templateId }));
    return { templateId, subscriptions };
  }
  const intended = (entries: readonly Armed[]) =>
    waitFor(
      async () =>
        (await Promise.all(entries.map((e) => rig.orders(e.executionId)))).every((orders) => orders.length === LEGS),
      { timeoutMs: ENTRY_IN_MS, description: 'all are armed' },
    );
  /** Does something shortly before the instant; the change it announces is known everywhere before it. */
  async function shortlyBefore(entryAtMs: number, act: () => Promise<number[]>): Promise<void> {
    await sleep(Math.max(0, entryAtMs - SHORTLY_MS - Date.now()));
    const gates = new GateRepository(rig.db);
    for (const change of await act())
      await waitFor(() => gates.acknowledged(change), { timeoutMs: 2_000, description: 'both engines know' });
    expect(Date.now(), 'known before the instant').to.be.lessThan(entryAtMs);
  }
  async function nothingLeft(entries: readonly Armed[], reason: RegExp): Promise<void> {
    for (const { clientId, executionId, outcome } of entries) {
      expect(await outcome, clientId).to.equal('skipped');
      expect((await rig.outcome(executionId)).reason).to.match(reason);
      expect(await rig.record(clientId), clientId).to.deep.equal([]);
    }
  }
  async function allLeft(entries: readonly Armed[]): Promise<void> {
    for (const { clientId, outcome } of entries) {
      expect(await outcome, clientId).to.equal('completed');
      expect(await rig.record(clientId), clientId).to.have.length(LEGS);
    }
  }

  describe('after the kill switch', () => {
    it('of a template, run, account or subscription: what both engines hold of it stays, the others leave', async () => {
      const [byTemplate, byRun, byAccount, bySubscription, others] = [
        await strategy(2),
        await strategy(2),
        await strategy(2),
        await strategy(2),
        await strategy(2),
      ];
      const groups = [byTemplate, byRun, byAccount, bySubscription, others];
      const entries = await Promise.all(groups.map((g) => armed(g.subscriptions, g.templateId)));
      await intended(entries.flat());
      const first = Math.min(...entries.flat().map((e) => e.entryAtMs));
      const targets: HaltTarget[] = [
        { scope: 'template', scopeId: byTemplate.templateId },
        { scope: 'run', scopeId: entries[1]?.[0]?.runId },
        { scope: 'account', scopeId: (await clientOf(byAccount.subscriptions[0] ?? '')).accountId },
        { scope: 'subscription', scopeId: bySubscription.subscriptions[1] },
      ];
      await shortlyBefore(first, () =>
        Promise.all(targets.map((target) => rig.halt(target, `drill of ${target.scope}`))),
      );
      await nothingLeft(entries[0] ?? [], /kill switch: drill of template/);
      await nothingLeft(entries[1] ?? [], /kill switch: drill of run/);
      await nothingLeft(entries[2]?.slice(0, 1) ?? [], /kill switch: drill of account/);
      await nothingLeft(entries[3]?.slice(1) ?? [], /kill switch: drill of subscription/);
      await allLeft([...(entries[2]?.slice(1) ?? []), ...(entries[3]?.slice(0, 1) ?? []), ...(entries[4] ?? [])]);

      // Nothing resumes by itself; released, the next run leaves.
      const still = await armed(byTemplate.subscriptions, byTemplate.templateId, 2_500);
      await nothingLeft(still, /kill switch: drill of template/);
      for (const target of targets) await rig.release(target);
      const resumed = await armed(byTemplate.subscriptions, byTemplate.templateId, 2_500);
      await allLeft(resumed);
    });

    for (const target of [{ scope: 'all' }, { scope: 'partner', scopeId: 'zebu' }] satisfies HaltTarget[])
      it(`of ${target.scope}: nothing that either engine holds leaves`, async () => {
        const { templateId, subscriptions } = await strategy(4);
        const entries = await armed(subscriptions, templateId);
        await intended(entries);
        await shortlyBefore(entries[0]?.entryAtMs ?? 0, async () => [await rig.halt(target, 'drill')]);
        await nothingLeft(entries, /kill switch: drill/);
        await rig.release(target);
      });

    it('between the waves: no short follows, and what was bought is sold again under the halt', async () => {
      const { templateId, subscriptions } = await strategy(1);
      const entries = await armed(subscriptions, templateId);
      const [{ clientId, executionId, runId, entryAtMs, outcome }] = entries as [Armed];
      // The hedges are accepted late: the halt falls between them and the shorts.
      await rig.sim.arm({ client_id: clientId, kind: 'slow', delay_ms: 1_500, count: 2 });
      await sleep(entryAtMs + 200 - Date.now());
      const haltedAtMs = Date.now();
      await rig.halt({ scope: 'run', scopeId: runId }, 'drill');
      expect(await outcome).to.equal('unwound');
      const record = await rig.record(clientId);
      const orders = await rig.orders(executionId);
      const tagsOf = (purpose: string) => orders.filter((o) => o.purpose === purpose).map((o) => o.tag);
      expect(record.filter((o) => tagsOf('entry').includes(o.tag)).map((o) => o.side)).to.deep.equal(['BUY', 'BUY']);
      const unwinding = record.filter((o) => tagsOf('unwind').includes(o.tag));
      expect(unwinding.map((o) => o.side)).to.include('SELL');
      for (const { received_at } of unwinding) expect(Date.parse(received_at)).to.be.greaterThan(haltedAtMs);
      expect([...netPosition(record).values()].every((units) => units === 0)).to.equal(true);
      await rig.release({ scope: 'run', scopeId: runId });
    });

    it('or a pause, exits pass all the same', async () => {
      const { templateId, subscriptions } = await strategy(1);
      const [entry] = (await armed(subscriptions, templateId, 2_500)) as [Armed];
      expect(await entry.outcome).to.equal('completed');
      await rig.stop('subscription', subscriptions[0] ?? '', `UPDATE subscription SET status = 'PAUSED' WHERE id = $1`);
      const halted: HaltTarget[] = [{ scope: 'all' }, { scope: 'run', scopeId: entry.runId }];
      for (const target of halted) await rig.halt(target, 'drill');
      const following = engines[1].exits.follow(entry.executionId, forever);
      await rig.stop(
        'subscription',
        subscriptions[0] ?? '',
        `UPDATE position SET flatten_requested_at = now(), flatten_requested_by = 'test' WHERE subscription_id = $1`,
      );
      expect(await following).to.deep.equal({ status: 'closed' });
      expect([...netPosition(await rig.record(entry.clientId)).values()].every((units) => units === 0)).to.equal(true);
      for (const target of halted) await rig.release(target);
    });
  });

  describe('for a subscription that is', () => {
    const stops = [
      ['paused', 'subscription', `UPDATE subscription SET status = 'PAUSED' WHERE id = $1`],
      ['cancelled', 'subscription', `UPDATE subscription SET status = 'CANCELLED', cancelled_at = now() WHERE id = $1`],
      [
        'logged out',
        'account',
        `UPDATE broker_account SET session_status = 'login_required', token_secret_id = NULL
         WHERE id = (SELECT account_id FROM broker_allocation WHERE subscription_id = $1)`,
      ],
    ] as const;

    for (const [what, scope, sql] of stops) {
      it(`${what} before its entry is armed`, async () => {
        const { templateId, subscriptions } = await strategy(2);
        const { executions } = await rig.run(templateId, 2_000);
        for (const subscription of subscriptions) await rig.db.query(sql, [subscription]);
        for (const [index, subscription] of subscriptions.entries()) {
          const outcome = await engines[index % 2]?.entries.execute(executions.get(subscription) ?? '');
          expect(outcome).to.equal('skipped');
          expect(await rig.record((await clientOf(subscription)).clientId)).to.deep.equal([]);
        }
      });

      it(`${what} between arming and the instant, in either engine`, async () => {
        const { templateId, subscriptions } = await strategy(4);
        const entries = await armed(subscriptions, templateId);
        await intended(entries);
        const gates = new GateRepository(rig.db);
        await shortlyBefore(entries[0]?.entryAtMs ?? 0, () =>
          Promise.all(
            subscriptions.slice(0, 2).map((subscription) =>
              rig.db.transaction(async (tx) => {
                await tx.query(sql, [subscription]);
                return gates.announce(tx, scope, subscription);
              }),
            ),
          ),
        );
        await nothingLeft(entries.slice(0, 2), /paused or cancelled|logged out/);
        await allLeft(entries.slice(2));
      });
    }
  });

  describe('after the deadline', () => {
    it('when it cannot be armed before it', async () => {
      const { templateId, subscriptions } = await strategy(1);
      const [entry] = (await armed(subscriptions, templateId, -25_000)) as [Armed];
      expect(await entry.outcome).to.equal('missed');
      expect(await rig.record(entry.clientId)).to.deep.equal([]);
    });

    it('when the hedges were filled too late for the shorts', async () => {
      const hasty = await rig.engine({ entryDeadlineMs: 1_000, ambiguousWindowMs: 4_000, unwindFillWaitMs: 1_000 });
      const { templateId, subscriptions } = await strategy(1);
      const { clientId } = await clientOf(subscriptions[0] ?? '');
      await rig.sim.arm({ client_id: clientId, kind: 'slow', delay_ms: 1_500, count: 2 });
      const { executions, exitAtMs: entryAtMs } = await rig.run(templateId, 2_500);
      const executionId = executions.get(subscriptions[0] ?? '') ?? '';
      expect(await hasty.entries.execute(executionId)).to.equal('unwound');
      const opening = new Set((await rig.orders(executionId)).filter((o) => o.purpose === 'entry').map((o) => o.tag));
      const record = await rig.record(clientId);
      const late = record.filter((o) => opening.has(o.tag) && Date.parse(o.received_at) > entryAtMs + 1_000);
      expect(late.filter((o) => o.side === 'SELL')).to.deep.equal([]);
      expect([...netPosition(record).values()].every((units) => units === 0)).to.equal(true);
    });
  });

  describe('on a holiday', () => {
    it('nobody is armed; and a stray execution of such a run is skipped', async () => {
      const { templateId, subscriptions } = await strategy(1);
      const { clientId } = await clientOf(subscriptions[0] ?? '');
      const runs = new RunRepository(rig.db);
      const scheduledAtMs = istInstant('2026-01-26', '09:19');
      const activities = createRunActivities({
        runs,
        arming: { leadS: () => Promise.resolve(60) },
        executions: new ExecutionRepository(rig.db),
        referenceData: new ReferenceDataRepository(rig.db),
        abandon: () => Promise.reject(new Error('nothing to abandon')),
        entryDeadlineS: 60,
        clock: () => scheduledAtMs,
      });
      const opened = await activities.openRun({
        templateId,
        mode: 'live',
        workflowId: 'holiday',
        leadS: 60,
        scheduledAtMs,
      });
      expect(opened).to.deep.include({ status: 'skipped' });
      expect(opened)
        .to.have.property('reason')
        .that.matches(/^market holiday/);
      expect(await rig.db.query('SELECT 1 FROM execution WHERE run_id = $1', [opened.runId])).to.deep.equal([]);
      await rig.db.query(
        `INSERT INTO execution (id, run_id, subscription_id, account_id, partner_id, mode, shard, lot_multiplier)
         SELECT 'exe_stray', $1, s.id, l.account_id, s.partner_id, s.mode, 0, 1
         FROM subscription s JOIN broker_allocation l ON l.subscription_id = s.id WHERE s.id = $2`,
        [opened.runId, subscriptions[0]],
      );
      // Even with its instant ahead.
      await rig.db.query(`UPDATE strategy_run SET entry_at = now() + interval '2 seconds' WHERE id = $1`, [
        opened.runId,
      ]);
      expect(await engines[0].entries.execute('exe_stray')).to.equal('skipped');
      expect(await rig.record(clientId)).to.deep.equal([]);
    });
  });
});
