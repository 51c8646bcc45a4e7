// endOfDayReconciliation: what it raises and resolves, what it says it could not read, and that nothing stops it half way.
import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { expect } from 'chai';
import { BrokerError } from '../../brokers/errors.js';
import type { BrokerOrder, BrokerSession } from '../../brokers/port.js';
import { encodeSession } from '../../brokers/session-codec.js';
import { BrokerAccountRepository, type BrokerAccount } from '../../db/repositories/broker-accounts.js';
import { marketDay } from '../../domain/market-calendar.js';
import { orderTag } from '../../domain/order-tag.js';
import { addDays, tradingDayOf } from '../../domain/trading-time.js';
import type { endOfDayReconciliation } from '../../workflows/end-of-day-reconciliation.js';
import { reconciliationWorkflowId, type ReconciliationInput } from '../../workflows/messages/reconciliation.js';
import { PLATFORM_QUEUE } from '../../workflows/messages/task-queues.js';
import { historyText } from './rig/history-text.js';
import { AFTER_CLOSE_MS, CALENDAR, startPlatformRig, type PlatformRig } from './rig/platform-rig.js';

const TOKEN = 'canary_access_token';

type Trader = { account: BrokerAccount; executionId: string; order: BrokerOrder };

describe('endOfDayReconciliation', () => {
  let rig: PlatformRig;
  const day = tradingDayOf(AFTER_CLOSE_MS);
  /** Awaits results without skipping time. */
  let client: Client;
  /** What each client's book answers; a client without an entry has an empty book. */
  const books = new Map<string, () => Promise<BrokerOrder[]>>();
  const reads: string[] = [];

  before(async () => {
    rig = await startPlatformRig();
    client = new Client({ connection: rig.env.connection });
    rig.broker.onOrderBook = async ({ clientId }: BrokerSession) => {
      reads.push(clientId);
      return (await books.get(clientId)?.()) ?? [];
    };
  });
  after(() => rig.stop());
  afterEach(() => {
    reads.length = 0;
  });

  const start = (input: ReconciliationInput, workflowId = `test/${randomUUID()}`) =>
    client.workflow.start<typeof endOfDayReconciliation>('endOfDayReconciliation', {
      workflowId,
      taskQueue: PLATFORM_QUEUE,
      args: [input],
    });
  const reconcile = async (given: ReconciliationInput = {}) => {
    const { workflowId } = await start({ day, ...given });
    return client.workflow.getHandle<typeof endOfDayReconciliation>(workflowId).result();
  };

  /** Skips the pauses between an activity's attempts. */
  const reconcilePatiently = async () => {
    const { workflowId } = await start({ day });
    return rig.env.client.workflow.getHandle<typeof endOfDayReconciliation>(workflowId).result();
  };

  async function loggedIn(account: BrokerAccount): Promise<BrokerAccount> {
    const tokenSecretId = await rig.vault.seal({
      ...{ partnerId: account.partnerId, ownerId: account.id, purpose: 'access_token' },
      plaintext: encodeSession({ clientId: account.clientId, apiKey: 'key', accessToken: TOKEN }),
    });
    const until = new Date(AFTER_CLOSE_MS + 3_600_000);
    const session = { tokenSecretId, lastLogin: new Date(), tokenExpiresAt: until, entryValidUntil: until };
    await new BrokerAccountRepository(rig.db).setToken(rig.db, account.id, session);
    return rig.make.reread(account.id);
  }

  /** A user whose one order of the day was filled; their book says the same. */
  async function trader(given: { session?: boolean; state?: string; clientId?: string } = {}): Promise<Trader> {
    const { session = true, state = 'COMPLETE', clientId } = given;
    const linked = await rig.make.linkedAccount(clientId === undefined ? {} : { clientId });
    const account = session ? await loggedIn(linked) : linked;
    const subscription = await rig.make.subscription({ account });
    const { runId, executionId, end } = await rig.make.entryUnderWay(subscription);
    await end();
    const identity = { runId, subscriptionId: subscription.id, purpose: 'entry' } as const;
    const tag = orderTag({ ...identity, legIndex: 0, sliceIndex: 0, generation: 0 });
    await rig.db.query(
      `INSERT INTO order_intent (id, execution_id, run_id, account_id, tag, purpose, leg_index, slice_index, wave, side, quantity_units,
         tradingsymbol, limit_price_paise, state, broker_order_id, filled_units, average_price_paise, send_at, sent_at, settled_at)
       SELECT 'ord_' || $1, $1, $2, $3, $4, 'entry', 0, 0, 0, 'BUY', 75, 'NIFTY26NOV2624500CE', 15050, $5,
         CASE WHEN $5 = 'COMPLETE' THEN 'b_' || $1 END, CASE WHEN $5 = 'COMPLETE' THEN 75 ELSE 0 END,
         CASE WHEN $5 = 'COMPLETE' THEN 15045 ELSE 0 END, t.at, t.at, t.at FROM (SELECT to_timestamp($6::double precision / 1000) AS at) t`,
      [executionId, runId, account.id, tag, state, AFTER_CLOSE_MS - 3_600_000],
    );
    const order: BrokerOrder = {
      ...{
        brokerOrderId: `b_${executionId}`,
        tag,
        tradingsymbol: 'NIFTY26NOV2624500CE',
        instrumentKey: 'NIFTY26NOV2624500CE',
        side: 'BUY',
        status: 'COMPLETE',
      },
      ...{ quantityUnits: 75, filledUnits: 75, limitPricePaise: 15_050, averagePricePaise: 15_045 },
    };
    books.set(account.clientId, () => Promise.resolve([order]));
    return { account, executionId, order };
  }

  const bookOf = ({ account }: Trader, ...orders: BrokerOrder[]) =>
    books.set(account.clientId, () => Promise.resolve(orders));
  const findings = ({ account }: Pick<Trader, 'account'>) =>
    rig.db.query<{
      id: string;
      kind: string;
      problem: string;
      open: boolean;
      times: number;
      execution_id: string | null;
    }>(
      `SELECT id, kind, problem, resolved_at IS NULL AS open, times, execution_id FROM reconciliation_finding WHERE account_id = $1 ORDER BY id`,
      [account.id],
    );
  const accountRow = async ({ account }: Pick<Trader, 'account'>) =>
    (
      await rig.db.query<{ status: string; reason: string | null; our_orders: number; own_orders: number }>(
        'SELECT status, reason, our_orders, own_orders FROM reconciliation_account WHERE account_id = $1',
        [account.id],
      )
    )[0];
  const told = async ({ account }: Pick<Trader, 'account'>) =>
    (
      await rig.db.query<{ body: Record<string, unknown> }>(
        `SELECT body FROM outbox_event WHERE type = 'order_disputed' AND body->>'client_id' = $1 ORDER BY seq`,
        [account.clientId],
      )
    ).map(({ body }) => body);

  it('compares every book once and finds nothing where all is well', async () => {
    const fine = await trader();
    bookOf(fine, fine.order, { ...fine.order, brokerOrderId: 'own', tag: 'mine' });
    const result = await reconcile();
    expect(result).to.deep.equal({ outcome: 'completed', day, accounts: 1, compared: 1, notRead: 0, openFindings: 0 });
    expect(await accountRow(fine)).to.include({ status: 'compared', our_orders: 1, own_orders: 1 });
    expect(reads).to.deep.equal([fine.account.clientId]);
    expect(await told(fine)).to.deep.equal([]);
  });

  it('raises a stranger and a gap once, however often it is repeated, and tells the partner of each', async () => {
    const gap = await trader();
    bookOf(gap, { ...gap.order, status: 'CANCELLED', filledUnits: 50 });
    const stranger = await trader();
    bookOf(stranger, stranger.order, { ...stranger.order, brokerOrderId: 'twin', side: 'SELL' });
    await reconcile();
    expect(await reconcile()).to.include({ openFindings: 2 });
    expect(await findings(gap)).to.deep.include.members([
      {
        ...(await findings(gap))[0],
        kind: 'gap',
        problem: 'fills_differ',
        open: true,
        times: 1,
        execution_id: gap.executionId,
      },
    ]);
    expect((await findings(stranger)).map(({ kind, problem }) => [kind, problem])).to.deep.equal([
      ['stranger', 'second_order'],
    ]);
    const [event, ...more] = await told(gap);
    expect(more).to.deep.equal([]);
    expect(event).to.deep.include({
      ...{ event: 'order_disputed', kind: 'gap', problem: 'fills_differ', trading_day: day },
      ...{ user_email: gap.account.userEmail, execution_id: gap.executionId, broker_name: 'zebu' },
    });
    expect(event?.['broker_order']).to.deep.include({
      filled_quantity: 50,
      status: 'CANCELLED',
      average_price: 150.45,
    });
    expect(await told(stranger)).to.have.length(1);
    for (const { account, order } of [gap, stranger]) books.set(account.clientId, () => Promise.resolve([order]));
  });

  it('resolves what it no longer sees, raises and tells again what comes back, and leaves alone what a person resolved', async () => {
    const user = await trader();
    bookOf(user);
    await reconcile();
    bookOf(user, user.order);
    await reconcile();
    expect((await findings(user)).map(({ open }) => open)).to.deep.equal([false]);
    bookOf(user);
    await reconcile();
    expect((await findings(user)).map(({ open, times }) => [open, times])).to.deep.equal([[true, 2]]);
    expect(await told(user)).to.have.length(2);
    await rig.db.query(
      `UPDATE reconciliation_finding SET resolved_at = now(), resolution = 'seen', resolved_by = 'operator x' WHERE account_id = $1`,
      [user.account.id],
    );
    await reconcile();
    expect((await findings(user)).map(({ open, times }) => [open, times])).to.deep.equal([[false, 2]]);
    bookOf(user, { ...user.order, filledUnits: 25 });
    await reconcile();
    expect((await findings(user)).map(({ open, problem, times }) => [open, problem, times])).to.deep.equal([
      [true, 'fills_differ', 3],
    ]);
    bookOf(user, user.order);
  });

  it('lists what it could not read, with the reason and without the token, and never counts it as fine', async () => {
    const noSession = await trader({ session: false });
    const ended = await trader();
    books.set(ended.account.clientId, () =>
      Promise.reject(new BrokerError('auth', 'zebu', `Session of ${TOKEN} is over`, 'AB-1005')),
    );
    const silent = await trader();
    books.set(silent.account.clientId, () => Promise.reject(new BrokerError('unreachable', 'zebu', 'no answer')));
    const result = await reconcile();
    expect(result).to.include({ notRead: 3 });
    expect(await accountRow(noSession)).to.include({ status: 'not_read', reason: 'The user has no broker session' });
    expect(await accountRow(ended)).to.include({
      status: 'not_read',
      reason: 'The broker has ended the session: Session of [redacted] is over',
    });
    expect(await accountRow(silent)).to.include({
      status: 'not_read',
      reason: 'The broker gave no readable answer: no answer',
    });
    const readsOf = ({ account }: Trader) => reads.filter((id) => id === account.clientId).length;
    expect([noSession, ended, silent].map(readsOf)).to.deep.equal([0, 1, 3]);
    for (const { account, order } of [ended, silent]) books.set(account.clientId, () => Promise.resolve([order]));
    expect(await reconcile()).to.include({ notRead: 1 });
    expect(await accountRow(ended)).to.include({ status: 'compared', reason: null });
  });

  it('does not resolve the findings of a book that it could not read', async () => {
    const user = await trader();
    bookOf(user);
    await reconcile();
    books.set(user.account.clientId, () => Promise.reject(new BrokerError('throttled', 'zebu', 'slower')));
    await reconcile();
    expect((await findings(user)).map(({ open }) => open)).to.deep.equal([true]);
    bookOf(user, user.order);
  });

  it('raises an order nobody can vouch for, with or without a book', async () => {
    const unread = await trader({ session: false, state: 'UNKNOWN' });
    const absent = await trader({ state: 'UNKNOWN' });
    bookOf(absent);
    await reconcile();
    const problems = async (user: Trader) => (await findings(user)).map(({ kind, problem }) => [kind, problem]);
    expect(await problems(unread)).to.deep.equal([['gap', 'unread']]);
    expect(await problems(absent)).to.deep.equal([['gap', 'unresolved']]);
  });

  it("takes no order of another link of the same broker account for a stranger, and tells nobody another's business", async () => {
    const one = await trader();
    const other = await trader({ clientId: one.account.clientId });
    books.set(one.account.clientId, () => Promise.resolve([one.order, other.order]));
    await reconcile();
    expect([await findings(one), await findings(other)]).to.deep.equal([[], []]);
  });

  it('goes on with the accounts that wait when an attempt has failed, and reads no book twice', async () => {
    const [first, broken, last] = [await trader(), await trader(), await trader()];
    let attempts = 0;
    books.set(broken.account.clientId, () =>
      ++attempts < 3 ? Promise.reject(new Error('a bug')) : Promise.resolve([broken.order]),
    );
    const result = await reconcilePatiently();
    expect(await accountRow(broken)).to.include({ status: 'compared' });
    expect(attempts).to.equal(3);
    const readsOf = ({ account }: Trader) => reads.filter((id) => id === account.clientId).length;
    expect([first, last].map(readsOf)).to.deep.equal([1, 1]);
    expect(result).to.include({ outcome: 'completed' });
  });

  it('says of an account that always fails that it was not read, and compares the others', async () => {
    const [broken, fine] = [await trader(), await trader()];
    books.set(broken.account.clientId, () => Promise.reject(new Error('a bug')));
    await reconcilePatiently();
    expect(await accountRow(broken)).to.include({ status: 'not_read', reason: 'The comparison did not finish' });
    expect(await accountRow(fine)).to.include({ status: 'compared' });
    bookOf(broken, broken.order);
  });

  it('reads no book for another day than the running one', async () => {
    const user = await trader();
    await reconcile({ day: addDays(day, -1) });
    expect(reads).to.deep.equal([]);
    const rows = await rig.db.query<{ reason: string }>(
      'SELECT DISTINCT reason FROM reconciliation_account WHERE trading_day = $1 AND account_id = $2',
      [addDays(day, -1), user.account.id],
    );
    expect(rows).to.deep.equal([{ reason: 'Brokers keep the book of the running day only' }]);
  });

  it('does nothing on a day without a market, unless an operator asks', async () => {
    for (const [closed, reason] of [
      ['2026-01-26', 'market holiday: Republic Day'],
      ['2026-11-22', 'weekend: Sunday'],
      ['2031-01-06', 'calendar of 2031 is not loaded'],
    ] as const)
      expect(await reconcile({ day: closed, gated: true })).to.deep.equal({ outcome: 'skipped', day: closed, reason });
    expect(await rig.db.query(`SELECT 1 FROM reconciliation WHERE trading_day = '2026-01-26'`)).to.deep.equal([]);
    expect(await reconcile({ day: '2026-01-26' })).to.include({ outcome: 'completed', day: '2026-01-26' });
  });

  it("is fired as the day's own workflow, and once at a time", async () => {
    const slow = await trader();
    let release: (orders: BrokerOrder[]) => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      books.set(slow.account.clientId, () => {
        resolve();
        return new Promise((answer) => (release = answer));
      });
    });
    const firingDay = tradingDayOf(await rig.nowMs());
    const operators = await start({ day, by: 'operator x' }, reconciliationWorkflowId(firingDay));
    await asked;
    const fire = async () => (await start({})).result();
    expect(await fire()).to.deep.equal({ outcome: 'running_already', day: firingDay });
    release([slow.order]);
    expect(await operators.result()).to.include({ outcome: 'completed' });
    bookOf(slow, slow.order);

    const market = marketDay(CALENDAR, firingDay);
    if (market.open) expect(await fire()).to.include({ outcome: 'completed', day: firingDay });
    else expect(await fire()).to.deep.equal({ outcome: 'skipped', day: firingDay, reason: market.reason });
    const own = client.workflow.getHandle(reconciliationWorkflowId(firingDay));
    expect((await own.describe()).type).to.equal('endOfDayReconciliation');
  });

  it('carries more accounts than one shard holds, and no e-mail, tag or token in its history', async () => {
    for (let n = 0; n < 55; n += 1) await loggedIn(await rig.make.linkedAccount());
    const handle = await start({ day });
    const result = await handle.result();
    if (result.outcome !== 'completed') throw new Error(result.outcome);
    expect(result.accounts).to.be.greaterThan(55);
    expect(result.compared + result.notRead).to.equal(result.accounts);
    expect(new Set(reads).size).to.equal(reads.length - 1); // the account that two partners have linked
    const text = await historyText(client.workflow, handle.workflowId);
    expect(text.match(/activityType: name: reconcileShard/g)?.length ?? 0).to.be.greaterThan(1);
    expect(text).not.to.match(/@canary|canary_access_token|Q[0-9A-Z]{18}/);
  });
});
