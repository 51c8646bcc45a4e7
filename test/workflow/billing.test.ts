// Billing's rules at their edges: repeats, midnight, contracts with credits, paid-up dates that carry over, test mode.
import { expect } from 'chai';
import { createSubscriptionActivities } from '../../activities/subscription.js';
import { BillingRepository } from '../../db/repositories/billing.js';
import { SubscriptionRepository, type Subscription } from '../../db/repositories/subscriptions.js';
import { openDatabase } from '../../db/data-source.js';
import type { Database } from '../../db/sql.js';
import { istInstant } from '../../domain/trading-time.js';
import { createTestDatabase } from '../support/postgres.js';
import { Factories } from './rig/factories.js';
import { PlainVault } from './rig/plain-vault.js';

describe('billing', () => {
  let db: Database;
  let make: Factories;
  let close: () => Promise<void>;
  let nowMs = 0;
  before(async () => {
    const { url, drop } = await createTestDatabase();
    const opened = await openDatabase(url, 10);
    db = opened.db;
    make = new Factories(db, new PlainVault(db));
    close = async () => {
      await opened.dataSource.destroy();
      await drop();
    };
  });
  after(() => close());

  const at = (day: string, time = '10:00') => (nowMs = istInstant(day, time));
  const activities = () => createSubscriptionActivities({ db, clock: () => nowMs });
  const open = ({ id }: Subscription) => activities().openSubscription({ subscriptionId: id });
  const change = ({ id }: Subscription, action: 'pause' | 'resume' | 'cancel') =>
    activities().changeSubscription({
      ...{ subscriptionId: id, action, changeId: `${action}/${nowMs}` },
      from: action === 'resume' ? 'PAUSED' : 'ACTIVE',
    });
  async function subscribed(day: string, given: Parameters<Factories['subscription']>[0] = {}): Promise<Subscription> {
    const row = await make.subscription({
      subscriptionDate: new Date(istInstant(day, '10:00')),
      nextBillingDate: day,
      ...given,
    });
    await new BillingRepository().begin(db, row.id, { anchor: day, billedTo: day, carriedFrom: null });
    return row;
  }
  const contract = (partnerId: string, terms: string, values: string) =>
    db.query(
      `INSERT INTO partner_contract (partner_id, effective_from, ${terms}) VALUES ($1, '2026-01-01', ${values})`,
      [partnerId],
    );
  async function lines({ id }: Subscription): Promise<string[]> {
    const rows = await db.query<{ line: string }>(
      `SELECT kind || ' ' || effective_day || ' ' || gross_paise AS line FROM ledger_movement WHERE subscription_id = $1 ORDER BY transaction_id`,
      [id],
    );
    return rows.map(({ line }) => line);
  }

  it('charges once however often and by however many it is asked', async () => {
    const row = await subscribed('2026-11-05');
    at('2026-11-05');
    await Promise.all([open(row), open(row), open(row)]);
    expect(await open(row)).to.deep.include({ nextBillingDate: '2026-12-05' });
    await activities().advanceBillingDate({ subscriptionId: row.id, dueDate: '2026-11-05' });
    expect(await lines(row)).to.deep.equal(['charge 2026-11-05 99900']);
  });

  it('charges at midnight in India, not a second before', async () => {
    const row = await subscribed('2026-11-05');
    at('2026-11-05');
    await open(row);
    at('2026-12-04', '23:59:59');
    await open(row);
    expect(await lines(row)).to.have.length(1);
    at('2026-12-05', '00:00');
    await open(row);
    expect(await lines(row)).to.deep.equal(['charge 2026-11-05 99900', 'charge 2026-12-05 99900']);
  });

  it('makes up for periods that nobody was there to charge', async () => {
    const row = await subscribed('2026-08-31');
    at('2026-11-24');
    await open(row);
    const days = ['2026-08-31', '2026-09-30', '2026-10-31'];
    expect(await lines(row)).to.deep.equal(days.map((day) => `charge ${day} 99900`));
  });

  it('charges nothing while paused, and nothing when it is cancelled out of the pause', async () => {
    const row = await subscribed('2026-11-05');
    at('2026-11-05');
    await open(row);
    at('2026-11-30');
    await change(row, 'pause');
    at('2027-01-10');
    await activities().advanceBillingDate({ subscriptionId: row.id, dueDate: '2026-12-05' });
    await activities().changeSubscription({ subscriptionId: row.id, action: 'cancel', from: 'PAUSED', changeId: 'c' });
    expect(await lines(row)).to.deep.equal(['charge 2026-11-05 99900']);
  });

  it('posts what fell due in a pause once, though the resume is repeated', async () => {
    const row = await subscribed('2026-11-05');
    at('2026-11-05');
    await open(row);
    await change(row, 'pause');
    at('2026-12-05', '00:00');
    await Promise.all([change(row, 'resume'), change(row, 'resume')]);
    await change(row, 'resume');
    expect(await lines(row)).to.deep.equal(['charge 2026-11-05 99900', 'charge 2026-12-05 99900']);
    expect((await new SubscriptionRepository(db).findById(row.id))?.nextBillingDate).to.equal('2027-01-05');
  });

  it('refunds nothing by default; prorated where the contract says so, once', async () => {
    for (const [prorated, expected] of [
      [false, []],
      [true, ['credit 2026-11-19 -49950']],
    ] as const) {
      const row = await subscribed('2026-11-05');
      if (prorated) await contract(row.partnerId, 'cancellation_credit', `'prorated'`);
      at('2026-11-05');
      await open(row);
      at('2026-11-19');
      await change(row, 'cancel');
      await change(row, 'cancel');
      expect(await lines(row)).to.deep.equal(['charge 2026-11-05 99900', ...expected]);
    }
  });

  it("uses the contract's percentage of the period's first day, and says the shares on the subscription", async () => {
    const row = await subscribed('2026-11-05');
    await contract(row.partnerId, 'commission_bps', '3333');
    at('2026-11-05');
    await open(row);
    const shown = await new SubscriptionRepository(db).findById(row.id);
    expect([shown?.partnerCommissionPaise, shown?.platformFeePaise]).to.deep.equal([33_296, 66_604]);
  });

  it('never bills in test mode, though the date moves', async () => {
    const account = { ...(await make.linkedAccount()), mode: 'test' as const };
    const row = await subscribed('2026-11-05', { account });
    at('2027-02-06');
    expect(await open(row)).to.deep.include({ nextBillingDate: '2027-03-05' });
    expect(await lines(row)).to.deep.equal([]);
    expect(await db.query('SELECT 1 FROM billing_item WHERE subscription_id = $1', [row.id])).to.deep.equal([]);
  });

  it('charges one made before billing was from its next billing date on', async () => {
    const row = await make.subscription({
      subscriptionDate: new Date(istInstant('2026-10-31', '10:00')),
      nextBillingDate: '2026-11-30',
    });
    at('2026-11-24');
    await open(row);
    expect(await lines(row)).to.deep.equal([]);
    at('2026-11-30');
    expect(await open(row)).to.deep.include({ nextBillingDate: '2026-12-31' });
    expect(await lines(row)).to.deep.equal(['charge 2026-11-30 99900']);
  });
});
