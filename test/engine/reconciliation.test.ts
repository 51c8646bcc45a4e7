// What the real engine leaves at the real simulator, reconciled: nothing after any fault, everything that somebody else did.
import { MockActivityEnvironment } from '@temporalio/testing';
import { expect } from 'chai';
import { createReconciliationActivities } from '../../activities/reconciliation.js';
import type { BrokerAdapter } from '../../brokers/port.js';
import { wireSettings } from '../../platform/broker-wires.js';
import { createAdapters } from '../../brokers/registry.js';
import { decodeSession, encodeSession } from '../../brokers/session-codec.js';
import { BrokerAccountRepository } from '../../db/repositories/broker-accounts.js';
import { PaperOrderRepository } from '../../db/repositories/paper-orders.js';
import { ExecutionHistoryRepository } from '../../db/repositories/execution-history.js';
import { executionTimeline } from '../../domain/execution-timeline.js';
import type { Mode } from '../../domain/mode.js';
import { listedOptions } from '../../domain/simulated-listing.js';
import { orderTag } from '../../domain/order-tag.js';
import { quoteOf } from '../../domain/simulated-market.js';
import { tradingDayOf, type TradingDay } from '../../domain/trading-time.js';
import { newId } from '../../platform/ids.js';
import { PlainVault } from '../workflow/rig/plain-vault.js';
import { startRig, type Rig } from './rig.js';

const FAULTS = {
  PLAIN: undefined,
  FUNDS: { kind: 'insufficient_funds', count: 10 },
  REJECTED: { kind: 'accept_then_reject' },
  PARTIAL: { kind: 'partial_fill' },
  RESTS: { kind: 'never_fills' },
  THROTTLED: { kind: 'throttle', count: 2 },
  LATE: { kind: 'late_accept', after_s: 1 },
  SILENT: { kind: 'timeout_after_accept' },
  RESET: { kind: 'reset_before_accept' },
} as const;
type Client = keyof typeof FAULTS;

describe('reconciliation of what the engine did', function () {
  this.timeout(90_000);
  let rig: Rig;
  let adapters: ReturnType<typeof createAdapters>;
  let day: TradingDay;
  const executions = new Map<Client, string>();

  before(async () => {
    rig = await startRig();
    adapters = createAdapters({
      wires: wireSettings(rig.sim.simulator.url),
      paperBook: new PaperOrderRepository(rig.db),
    });
    const engine = await rig.engine();
    const clients = Object.keys(FAULTS) as Client[];
    await Promise.all(
      clients.map(async (clientId) => {
        const subscription = await rig.subscriber(clientId);
        const fault = FAULTS[clientId];
        if (fault) await rig.sim.arm({ client_id: clientId, ...fault });
        const run = await rig.run('basket_admin_iron_condor', 3_000, subscription);
        const executionId = run.executions.get(subscription) ?? '';
        executions.set(clientId, executionId);
        await engine.entries.execute(executionId);
      }),
    );
    day = tradingDayOf(Date.now());
  });
  after(async () => {
    await adapters.close();
    await rig.close();
  });

  const adapterOf = (mode: Mode): BrokerAdapter => {
    const found = adapters.adapterFor('zebu', mode);
    if (!found.available) throw new Error(found.message);
    return found.adapter;
  };

  async function reconcile() {
    const activities = createReconciliationActivities({
      ...{ db: rig.db, vault: new PlainVault(rig.db), clock: Date.now, paceMs: 0 },
      adapters: (_broker, mode) => adapterOf(mode),
      loadCalendar: () => Promise.reject(new Error('not gated')),
    });
    const begun = await activities.beginReconciliation({ day, gated: false, by: 'test' });
    if (begun.outcome !== 'begun') throw new Error(begun.reason);
    for (let shard = 0; shard < begun.shards; shard += 1)
      await new MockActivityEnvironment().run(activities.reconcileShard, { day, shard });
    const counts = await activities.completeReconciliation({ day });
    const found = await rig.db.query<{ client: string; kind: string; problem: string; sentence: string }>(
      `SELECT a.client_id AS client, f.kind, f.problem, f.sentence FROM reconciliation_finding f JOIN broker_account a ON a.id = f.account_id
       WHERE f.resolved_at IS NULL ORDER BY a.client_id, f.kind`,
    );
    return { counts, found: found.map(({ client, kind, problem }) => [client, kind, problem]), rows: found };
  }

  it('finds nothing after any fault of the broker', async () => {
    const { counts, rows } = await reconcile();
    expect(rows).to.deep.equal([]);
    const clients = Object.keys(FAULTS).length;
    expect(counts).to.deep.equal({ accounts: clients, compared: clients, notRead: 0, openFindings: 0 });
  });

  it('has a timeline of every execution that goes from armed to told', async () => {
    const history = new ExecutionHistoryRepository(rig.db);
    const stepsOf = async (client: Client) => {
      const facts = await history.facts(executions.get(client) ?? '');
      if (!facts) throw new Error(client);
      return executionTimeline(facts).map(({ step }) => step);
    };
    const inOrder = (steps: string[], ...wanted: string[]) => {
      const places = wanted.map((step) => steps.indexOf(step));
      expect(places, steps.join()).to.deep.equal(places.toSorted((a, b) => a - b));
      expect(places, steps.join()).not.to.include(-1);
    };
    const plain = await stepsOf('PLAIN');
    inOrder(plain, 'armed', 'sent', 'acked', 'filled', 'completed', 'position_opened', 'notified');
    for (const step of ['sent', 'acked', 'filled'] as const)
      expect(plain.filter((name) => name === step)).to.have.length(4);
    inOrder(await stepsOf('THROTTLED'), 'armed', 'refused', 'sent', 'acked', 'completed');
    inOrder(await stepsOf('SILENT'), 'armed', 'sent', 'ambiguous', 'completed');
    inOrder(await stepsOf('REJECTED'), 'armed', 'sent', 'rejected', 'notified');
    inOrder(await stepsOf('RESTS'), 'armed', 'sent', 'repriced', 'cancelled', 'notified');
  });

  it('finds what somebody else placed under our tags, and what was altered on our side', async () => {
    await rig.db.query(
      `UPDATE order_intent SET average_price_paise = average_price_paise + 5 WHERE execution_id = $1 AND leg_index = 0`,
      [executions.get('PLAIN')],
    );
    const session = await sessionOf('THROTTLED');
    const { tradingsymbol, instrumentKey, exchange, limitPricePaise } = contract();
    const placement = adapterOf('live').prepare(session, {
      ...{ tradingsymbol, instrumentKey, exchange, limitPricePaise, side: 'BUY', quantityUnits: 65 },
      tag: orderTag({
        runId: 'elsewhere',
        subscriptionId: 's',
        purpose: 'entry',
        legIndex: 0,
        sliceIndex: 0,
        generation: 0,
      }),
    });
    if (placement.via !== 'http') throw new Error('not over HTTP');
    const { origin, path, method, headers, body } = placement.request;
    const answer = await fetch(`${origin}${path}`, { method, headers, ...(body !== undefined && { body }) });
    expect(answer.status, await answer.text()).to.equal(200);

    expect((await reconcile()).found).to.deep.equal([
      ['PLAIN', 'gap', 'price_differs'],
      ['THROTTLED', 'stranger', 'no_intent'],
    ]);
  });

  it('reads the paper book of test mode by the same port', async () => {
    const { tradingsymbol, instrumentKey, exchange, limitPricePaise } = contract();
    const paper = adapterOf('test');
    const grant = await paper.exchangeToken({
      credentials: { apiKey: 'key', apiSecret: 'secret' },
      token: 'mock_token_12345',
      redirectUri: '',
      expectedClientId: 'PAPER1',
    });
    const session = { clientId: 'PAPER1', apiKey: 'key', accessToken: grant.accessToken };
    await linkPaper(session);
    const placement = paper.prepare(session, {
      ...{ tradingsymbol, instrumentKey, exchange, limitPricePaise, side: 'BUY', quantityUnits: 65 },
      tag: orderTag({
        runId: 'paper',
        subscriptionId: 's',
        purpose: 'entry',
        legIndex: 0,
        sliceIndex: 0,
        generation: 0,
      }),
    });
    if (placement.via !== 'call') throw new Error('not a call');
    expect(await placement.place()).to.include({ outcome: 'accepted' });
    expect((await reconcile()).found).to.deep.include(['PAPER1', 'stranger', 'no_intent']);
    const events = await rig.events();
    expect(events.filter(({ type }) => type === 'order_disputed')).to.have.length(3);
  });

  const accounts = () => new BrokerAccountRepository(rig.db);

  async function sessionOf(clientId: Client) {
    const account = await accounts().find('zebu', 'live', clientId);
    return decodeSession(
      await new PlainVault(rig.db).open({
        ...{ partnerId: 'zebu', ownerId: account?.id ?? '', purpose: 'access_token' },
        secretId: account?.tokenSecretId ?? '',
      }),
    );
  }

  async function linkPaper(session: { clientId: string; apiKey: string; accessToken: string }): Promise<void> {
    const account = await rig.db.transaction((tx) =>
      accounts().createPending(tx, {
        ...{ id: newId('acc'), partnerId: 'zebu', mode: 'test', userEmail: 'paper@example.com' },
        ...{ clientId: session.clientId, brokerName: 'zebu' },
      }),
    );
    if ('conflict' in account) throw new Error(account.conflict);
    await accounts().markEnabled(account.id);
    const tokenSecretId = await new PlainVault(rig.db).seal({
      ...{ partnerId: 'zebu', ownerId: account.id, purpose: 'access_token' },
      plaintext: encodeSession(session),
    });
    const until = new Date(Date.now() + 3_600_000);
    await accounts().setToken(rig.db, account.id, {
      ...{ tokenSecretId, lastLogin: new Date(), tokenExpiresAt: until, entryValidUntil: until },
    });
  }

  /** A contract of the day near the money, at a price that fills. */
  function contract() {
    const [option] = listedOptions('NIFTY', day);
    if (!option) throw new Error('nothing is listed');
    return { ...option, limitPricePaise: quoteOf(option, Date.now()).askPaise };
  }
});
