// An engine over a real database and the real simulator: what Temporal's activity would call, called directly.
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { createAdapters } from '../../brokers/registry.js';
import { decodeSession, encodeSession } from '../../brokers/session-codec.js';
import type { RecordedOrder } from '../../brokers/simulator/record.js';
import { openDatabase } from '../../db/data-source.js';
import { BrokerAccountRepository } from '../../db/repositories/broker-accounts.js';
import { ExecutionRepository } from '../../db/repositories/executions.js';
import { GateRepository, type GateScope } from '../../db/repositories/gates.js';
import { HaltRepository, type HaltTarget } from '../../db/repositories/halts.js';
import { OrderRepository } from '../../db/repositories/orders.js';
import { PaperOrderRepository } from '../../db/repositories/paper-orders.js';
import { ReferenceDataRepository } from '../../db/repositories/reference-data.js';
import { RunContractRepository } from '../../db/repositories/run-contracts.js';
import { RunRepository } from '../../db/repositories/runs.js';
import { SubscriptionRepository } from '../../db/repositories/subscriptions.js';
import { seedDevelopmentData } from '../../db/seeds/development-data.js';
import { seedReferenceData } from '../../db/seeds/reference-data.js';
import type { Database } from '../../db/sql.js';
import { DEFAULT_TIMINGS, startEngine, type RunningEngine } from '../../engine/create-engine.js';
import { Connections } from '../../engine/connections.js';
import { ContractFixer } from '../../engine/contract-fixer.js';
import { bytesOf, firePlacement } from '../../engine/placement.js';
import type { EngineTimings } from '../../engine/engine-deps.js';
import { wireSettings } from '../../platform/broker-wires.js';
import { newId } from '../../platform/ids.js';
import type { ExitRules } from '../../domain/exit-rules.js';
import { tradingDayOf } from '../../domain/trading-time.js';
import { startSimulator, type SimHarness } from '../brokers/harness.js';
import { createTestDatabase } from '../support/postgres.js';
import { waitFor } from '../support/wait.js';
import { PlainVault } from '../workflow/rig/plain-vault.js';

export type Rig = {
  db: Database;
  sim: SimHarness;
  /** A further engine: another worker process as far as leases and the database can tell. */
  engine(timings?: Partial<EngineTimings>): Promise<RunningEngine>;
  /** A live Zebu user, logged in at the simulator, subscribed. @returns the subscription's id */
  subscriber(
    clientId: string,
    options?: { templateId?: string; lotMultiplier?: number; loggedIn?: boolean },
  ): Promise<string>;
  /** A further strategy for the user and account of a subscription. @returns the subscription's id */
  alsoSubscribe(subscriptionId: string, templateId: string, lotMultiplier?: number): Promise<string>;
  /** Logs a client in at the simulator. @returns the id of the sealed token */
  sealedLogin(accountId: string, clientId: string): Promise<string>;
  /** The template itself, or with exit rules a copy of it that has them. @returns its id */
  template(templateId: string, rules?: ExitRules): Promise<string>;
  /**
   * Opens a run whose entry is `inMs` from now. @param exitAfterMs - after the entry; absent: no exit is planned
   * @returns the execution ids by subscription
   */
  run(
    templateId: string,
    inMs: number,
    onlySubscription?: string,
    exitAfterMs?: number,
  ): Promise<{ runId: string; executions: Map<string, string>; exitAtMs: number }>;
  position(
    executionId: string,
  ): Promise<{ status: string; exitReason: string | null; realisedPnlPaise: number | null }>;
  outcome(executionId: string): Promise<{ outcome: string | null; reason: string | null }>;
  orders(executionId: string): Promise<{ tag: string; purpose: string; side: string; state: string; filled: number }[]>;
  events(): Promise<{ type: string; body: Record<string, unknown> }[]>;
  record(clientId: string): Promise<RecordedOrder[]>;
  /** Fixes a run's contracts before its engine does, with limits that cross however the market moves. */
  generousLimits(executionId: string): Promise<void>;
  /** Sends an execution's first wave as its former holder would have, straight to the broker. */
  placeAsHolder(executionId: string): Promise<void>;
  /** Engages the kill switch as the API does. @returns the announced change, for `acknowledged` */
  halt(target: HaltTarget, reason: string): Promise<number>;
  /** Releases it, explicitly. */
  release(target: HaltTarget): Promise<void>;
  /** Makes a change that stops entries, and announces it as the API does; resolves when every engine has taken note. */
  stop(scope: GateScope, scopeId: string, sql: string): Promise<void>;
  close(): Promise<void>;
};

/** Waits shortened so that a suite takes seconds; the ambiguous window stays longer than the simulator's delays in use. */
const QUICK: Partial<EngineTimings> = {
  entryDeadlineMs: 20_000,
  entryFillWaitMs: 1_500,
  unwindFillWaitMs: 1_000,
  entryRepriceMs: 500,
  exposedRetryMs: 2_000,
  exitLeadMs: 1_000,
  ambiguousWindowMs: 4_000,
  lateLookMs: 300,
};

export async function startRig(): Promise<Rig> {
  const { url, drop } = await createTestDatabase();
  const { db, dataSource } = await openDatabase(url, 20);
  await seedReferenceData(db);
  await seedDevelopmentData(db, 'test-pepper-0123456789');
  const sim = await startSimulator();
  const vault = new PlainVault(db);
  const adapters = createAdapters({ wires: wireSettings(sim.simulator.url), paperBook: new PaperOrderRepository(db) });
  const engines: RunningEngine[] = [];
  const logger = pino({ level: 'silent' });
  const accounts = new BrokerAccountRepository(db);
  const subscriptions = new SubscriptionRepository(db);
  const runs = new RunRepository(db);
  const gates = new GateRepository(db);
  const halts = new HaltRepository(db);
  const subscribe = async (
    account: { id: string; userPk: string },
    templateId: string,
    lotMultiplier: number,
  ): Promise<string> => {
    const subscription = await db.transaction((tx) =>
      subscriptions.create(tx, {
        id: newId('sub'),
        allocationId: newId('alloc'),
        partnerId: 'zebu',
        mode: 'live',
        userPk: account.userPk,
        templateId,
        accountId: account.id,
        lotMultiplier,
        subscriptionDate: new Date(),
        nextBillingDate: '2027-01-01',
        monthlyFeePaise: 99_900,
        partnerCommissionPaise: 29_970,
        platformFeePaise: 69_930,
      }),
    );
    if ('conflict' in subscription) throw new Error('subscription exists');
    return subscription.id;
  };

  const sealedLogin = async (ownerId: string, clientId: string) => {
    const plaintext = encodeSession(await sim.login(clientId));
    return vault.seal({ partnerId: 'zebu', ownerId, purpose: 'access_token', plaintext });
  };

  const broker = async (executionId: string) => {
    const found = adapters.adapterFor('zebu', 'live');
    if (!found.available) throw new Error(found.message);
    const context = await new ExecutionRepository(db).context(executionId);
    if (!context?.tokenSecretId) throw new Error('no session');
    const { partnerId, accountId: ownerId, tokenSecretId: secretId } = context;
    const session = decodeSession(await vault.open({ partnerId, ownerId, purpose: 'access_token', secretId }));
    const sizing = await new ReferenceDataRepository(db).sizing(context.underlying, context.tradingDay);
    if (!sizing) throw new Error('no sizes');
    const contracts = await new ContractFixer(new RunContractRepository(db)).fix({
      ...context,
      adapter: found.adapter,
      session,
      ...sizing,
    });
    return { runId: context.runId, adapter: found.adapter, session, contracts };
  };

  return {
    db,
    sim,
    sealedLogin,
    async engine(timings = QUICK) {
      const engine = await startEngine({
        db,
        databaseUrl: url,
        vault,
        adapterFor: (broker, mode, chosen) => {
          const found = adapters.adapterFor(broker, mode, chosen);
          return found.available ? found.adapter : undefined;
        },
        worker: `test-${engines.length}`,
        logger,
        timings: { ...DEFAULT_TIMINGS, ...timings },
      });
      engines.push(engine);
      return engine;
    },
    async subscriber(clientId, { templateId = 'basket_admin_iron_condor', lotMultiplier = 1, loggedIn = true } = {}) {
      const account = await db.transaction((tx) =>
        accounts.createPending(tx, {
          id: newId('acc'),
          partnerId: 'zebu',
          mode: 'live',
          userEmail: `${clientId}@example.com`.toLowerCase(),
          clientId,
          brokerName: 'zebu',
        }),
      );
      if ('conflict' in account) throw new Error('account exists');
      await accounts.markEnabled(account.id);
      if (loggedIn) {
        const tokenSecretId = await sealedLogin(account.id, clientId);
        const until = new Date(Date.now() + 6 * 3_600_000);
        await db.transaction((tx) =>
          accounts.setToken(tx, account.id, {
            tokenSecretId,
            lastLogin: new Date(),
            tokenExpiresAt: until,
            entryValidUntil: until,
          }),
        );
      }
      return subscribe(account, templateId, lotMultiplier);
    },
    async alsoSubscribe(subscriptionId, templateId, lotMultiplier = 1) {
      const [account] = await db.query<{ id: string; userPk: string }>(
        `SELECT l.account_id AS id, s.user_pk AS "userPk" FROM subscription s JOIN broker_allocation l ON l.subscription_id = s.id WHERE s.id = $1`,
        [subscriptionId],
      );
      if (!account) throw new Error(`no subscription ${subscriptionId}`);
      return subscribe(account, templateId, lotMultiplier);
    },
    async template(templateId, rules) {
      if (!rules) return templateId;
      const id = newId('tpl');
      await db.query('INSERT INTO strategy_template (id, name, current_version) VALUES ($1, $1, 1)', [id]);
      await db.query(
        `INSERT INTO template_version (template_id, version, description, underlying, entry_time, exit_time, legs, monthly_fee_paise, exit_rules)
         SELECT $1, 1, description, underlying, entry_time, exit_time, legs, monthly_fee_paise, $3::jsonb
         FROM template_version WHERE template_id = $2 AND version = 1`,
        [id, templateId, JSON.stringify(rules)],
      );
      return id;
    },
    async position(executionId) {
      const rows = await db.query<Awaited<ReturnType<Rig['position']>>>(
        `SELECT status, exit_reason AS "exitReason", realised_pnl_paise AS "realisedPnlPaise" FROM position WHERE execution_id = $1`,
        [executionId],
      );
      return rows[0] ?? { status: 'none', exitReason: null, realisedPnlPaise: null };
    },
    async run(templateId, inMs, onlySubscription, exitAfterMs) {
      const runId = newId('run');
      const entryAtMs = Date.now() + inMs;
      const exitAtMs = entryAtMs + (exitAfterMs ?? 0);
      await runs.create({
        runId,
        templateId,
        mode: 'live',
        tradingDay: tradingDayOf(entryAtMs),
        entryAtMs,
        ...(exitAfterMs !== undefined && { exitAtMs }),
        ignoreCalendar: true,
        force: true,
        createdBy: 'test',
        workflowId: runId,
      });
      await runs.snapshotSubscribers(runId, 60);
      if (onlySubscription !== undefined)
        await db.query('DELETE FROM execution WHERE run_id = $1 AND subscription_id <> $2', [runId, onlySubscription]);
      const rows = await db.query<{ id: string; subscription: string }>(
        'SELECT id, subscription_id AS subscription FROM execution WHERE run_id = $1',
        [runId],
      );
      return { runId, executions: new Map(rows.map((row) => [row.subscription, row.id])), exitAtMs };
    },
    async outcome(executionId) {
      const rows = await db.query<{ outcome: string | null; reason: string | null }>(
        'SELECT outcome, reason FROM execution WHERE id = $1',
        [executionId],
      );
      return rows[0] ?? { outcome: null, reason: null };
    },
    orders: (executionId) =>
      db.query(
        'SELECT tag, purpose, side, state, filled_units AS filled FROM order_intent WHERE execution_id = $1 ORDER BY purpose, wave, leg_index, generation',
        [executionId],
      ),
    events: () => db.query('SELECT type, body FROM outbox_event ORDER BY seq'),
    record: (clientId) => sim.record(clientId),
    async generousLimits(executionId) {
      const { runId, contracts } = await broker(executionId);
      const generous = contracts.map((c) => {
        const limitPricePaise =
          Math.round((c.limitPricePaise * (c.side === 'BUY' ? 1.5 : 0.5)) / c.tickPaise) * c.tickPaise;
        return { ...c, limitPricePaise };
      });
      await db.query('UPDATE run_contract SET contracts = $2::jsonb WHERE run_id = $1', [
        runId,
        JSON.stringify(generous),
      ]);
    },
    async placeAsHolder(executionId) {
      const { adapter, session, contracts } = await broker(executionId);
      const connections = new Connections();
      for (const order of (await new OrderRepository(db).ofExecution(executionId)).filter((o) => o.wave === 0)) {
        const { tradingsymbol, instrumentKey, exchange, limitPricePaise } = contracts[order.legIndex] ?? fail();
        const placement = adapter.prepare(session, {
          tag: order.tag,
          tradingsymbol,
          instrumentKey,
          exchange,
          side: order.side,
          quantityUnits: order.quantityUnits,
          limitPricePaise,
        });
        await firePlacement(connections, bytesOf(placement), () => undefined);
      }
      connections.close();
    },
    halt: (target, reason) =>
      db.transaction(async (tx) => {
        await halts.engage(tx, target, { id: newId('hlt'), reason, by: 'test', flatten: false });
        return gates.announce(tx, target.scope, target.scopeId);
      }),
    async release(target) {
      const changeId = await db.transaction(async (tx) => {
        if (!(await halts.release(tx, target, 'test'))) throw new Error('nothing to release');
        return gates.announce(tx, target.scope, target.scopeId);
      });
      await waitFor(() => gates.acknowledged(changeId), { description: 'the release is known' });
    },
    async stop(scope, scopeId, sql) {
      const changeId = await db.transaction(async (tx) => {
        await tx.query(sql, [scopeId]);
        return gates.announce(tx, scope, scopeId);
      });
      await waitFor(() => gates.acknowledged(changeId), { timeoutMs: 6_000, description: 'the stop is acknowledged' });
    },
    async close() {
      for (const engine of engines) await engine.stop();
      await adapters.close();
      await sim.simulator.close();
      await sleep(50);
      await dataSource.destroy();
      await drop();
    },
  };
}

const fail = (): never => {
  throw new Error('no contract');
};

/** Units bought less units sold, per contract: all zero means flat. */
export function netPosition(record: readonly RecordedOrder[]): Map<string, number> {
  const net = new Map<string, number>();
  for (const { tradingsymbol, side, filled_quantity } of record)
    net.set(tradingsymbol, (net.get(tradingsymbol) ?? 0) + (side === 'BUY' ? filled_quantity : -filled_quantity));
  return net;
}
