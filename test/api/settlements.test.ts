// Settlements over HTTP: what operators do, what a partner sees of its own, the files, and that nothing of another's is shown.
import { expect } from 'chai';
import { BillingRepository } from '../../db/repositories/billing.js';
import { createSubscriptionActivities } from '../../activities/subscription.js';
import { istInstant } from '../../domain/trading-time.js';
import { Factories } from '../workflow/rig/factories.js';
import { PlainVault } from '../workflow/rig/plain-vault.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { angelLive, zebuLive, zebuTest, type Body, type HttpClient } from './support/http.js';

describe('settlements', () => {
  let rig: ApiRig;
  let zebu: HttpClient;
  let nowMs = istInstant('2026-11-24', '10:00');
  let subscriptionIds: string[];
  before(async () => {
    rig = await apiRig({ clock: () => nowMs });
    zebu = rig.partner(zebuLive);
    subscriptionIds = [
      await charged('zebu', '2026-11-05'),
      await charged('zebu', '2026-11-05'),
      await charged('zebu', '2026-11-20'),
    ];
    await charged('angel', '2026-11-09');
  });
  after(() => rig.close());

  async function charged(partnerId: string, day: string): Promise<string> {
    const make = new Factories(rig.db, new PlainVault(rig.db));
    const account = await make.linkedAccount({ partnerId });
    const row = await make.subscription({
      account,
      subscriptionDate: new Date(istInstant(day, '09:00')),
      nextBillingDate: day,
    });
    await new BillingRepository().begin(rig.db, row.id, { anchor: day, billedTo: day, carriedFrom: null });
    await createSubscriptionActivities({ db: rig.db, clock: () => istInstant(day, '10:00') }).openSubscription({
      subscriptionId: row.id,
    });
    return row.id;
  }
  const settle = (month: unknown) => rig.operator.post('/operator/settlements', { month });
  const ofZebu = '/operator/settlements/2026-11/partners/zebu';

  it('wants an operator, a month, and none that is to come', async () => {
    expect((await zebu.post('/operator/settlements', { month: '2026-11' })).status).to.equal(401);
    for (const month of ['2026-13', '2026-1', 'x', 11, undefined]) {
      const { status, body } = await settle(month);
      expect([status, (body['details'] as Body[])[0]?.['field']], String(month)).to.deep.equal([400, 'month']);
    }
    expect((await settle('2026-12')).body['message']).to.match(/^month must not be later/);
    expect((await zebu.get('/partner/settlements/2026-11')).body['code']).to.equal('settlement_not_found');
    expect((await rig.operator.get('/operator/settlements/2026-11')).status).to.equal(404);
  });

  it('shows an interim draft of the running month to both, without any time, following the ledger', async () => {
    const started = await settle('2026-11');
    expect([started.status, started.body]).to.deep.equal([
      202,
      { month: '2026-11', workflow_id: 'settlement/2026-11', interim: true },
    ]);
    const draft = await zebu.get('/partner/settlements/2026-11');
    expect(draft.body, draft.text).to.deep.include({
      ...{
        status: 'DRAFT',
        partner_id: 'zebu',
        charges: 2997,
        commission: 899.1,
        platform_fee: 2097.9,
        net_payable: 2097.9,
      },
      ...{ direction: 'partner_pays', lines_count: 3, reconciled_at: null, approved_at: null, paid_at: null },
    });
    expect(draft.text).not.to.match(/\d\dT\d\d:/);
    expect((await rig.operator.get(ofZebu)).text).to.equal(draft.text);
    expect((await zebu.get('/partner/settlements/2026-11')).text).to.equal(draft.text);
    subscriptionIds.push(await charged('zebu', '2026-11-23'));
    expect((await zebu.get('/partner/settlements/2026-11')).body['lines_count']).to.equal(4);
    expect((await rig.operator.post(`${ofZebu}/approve`)).body).to.deep.include({
      ...{ code: 'invalid_settlement_transition', current_status: 'DRAFT' },
    });
  });

  it('posts adjustments and reversals once, naming what is wrong with a bad one', async () => {
    const adjustment = { partner_id: 'zebu', amount: -50.05, reason: 'Goodwill', reference: 'CRM-1' };
    const adjust = (more: object) => rig.operator.post('/operator/ledger/adjustments', { ...adjustment, ...more });
    for (const amount of [0, 0.001, 1e21, '5', null])
      expect(((await adjust({ amount })).body['details'] as Body[])[0]?.['field'], String(amount)).to.equal('amount');
    expect((await adjust({ partner_id: 'nobody' })).body['code']).to.equal('partner_not_found');
    expect((await adjust({})).body).to.deep.include({ cause: 'adjustment/zebu/CRM-1', posted: true });
    expect((await adjust({})).body).to.deep.include({ posted: false });
    expect((await adjust({ amount: -50 })).body['code']).to.equal('adjustment_reference_used');
    const cause = `charge/${subscriptionIds[2] ?? ''}/2026-11-20`;
    const reverse = (partnerId: string) =>
      rig.operator.post('/operator/ledger/reversals', { partner_id: partnerId, cause, reason: 'Objected' });
    expect((await reverse('angel')).body['code']).to.equal('ledger_transaction_not_found');
    expect((await reverse('zebu')).body).to.deep.include({ cause: `reversal/${cause}`, posted: true });
    expect((await reverse('zebu')).body).to.deep.include({ posted: false });
  });

  it('closes a month that is over, page by page the same as the file', async () => {
    nowMs = istInstant('2026-12-01', '02:00');
    expect((await settle('2026-11')).body['interim']).to.equal(false);
    const whole = await zebu.get('/partner/settlements/2026-11');
    expect(whole.body, whole.text).to.deep.include({
      ...{ status: 'RECONCILED', charges: 3996, credits: -999, commission: 899.1, platform_fee: 2097.9 },
      ...{ adjustments: -50.05, net_payable: 2047.85, closing_balance: 2047.85, reconciled_at: '2026-11-30T20:30:00Z' },
    });
    const lines = whole.body['lines'] as Body[];
    expect(lines.map(({ kind }) => kind)).to.have.members([
      ...Array<string>(4).fill('charge'),
      'adjustment',
      'reversal',
    ]);
    const paged: unknown[] = [];
    for (let cursor = ''; ;) {
      const { body } = await zebu.get(`/partner/settlements/2026-11?limit=2${cursor}`);
      paged.push(...(body['lines'] as Body[]));
      if (body['next_cursor'] === null) break;
      cursor = `&cursor=${body['next_cursor'] as string}`;
    }
    expect(paged).to.deep.equal(lines);
    const csv = await zebu.get('/partner/settlements/2026-11/statement.csv');
    expect(csv.headers.get('content-type')).to.match(/^text\/csv/);
    const rows = csv.text.trimEnd().split('\n');
    expect(rows).to.have.length(7);
    const sum = rows.slice(1).reduce((paise, row) => paise + Number((row.split(',').at(-3) ?? '').replace('.', '')), 0);
    expect(sum).to.equal(209_790);
    expect((await rig.operator.get(`${ofZebu}/statement.csv`)).text).to.equal(csv.text);
    const page = await zebu.get('/partner/settlements/2026-11/statement.html');
    expect(page.text).to.include('shared between the partner').and.to.include('₹2047.85').and.to.include('</html>');
    expect(page.text).not.to.include('<script');
  });

  it('adds up: every column of the file is the sum that the statement says', async () => {
    const { body } = await zebu.get('/partner/settlements/2026-11');
    const csv = await zebu.get('/partner/settlements/2026-11/statement.csv');
    const [head = '', ...rows] = csv.text.trimEnd().split('\n');
    const columns = head.split(',');
    const paise = (rupees: unknown) => Math.round(Number(rupees) * 100);
    // No text of these lines holds a comma.
    const sum = (column: string, kinds?: string[]) =>
      rows
        .map((row) => row.split(','))
        .filter((fields) => !kinds || kinds.includes(fields[columns.indexOf('kind')] ?? ''))
        .reduce((total, fields) => total + paise(fields[columns.indexOf(column)]), 0);
    expect(sum('amount', ['charge'])).to.equal(paise(body['charges']));
    expect(sum('amount', ['credit', 'reversal'])).to.equal(paise(body['credits']));
    for (const [column, field] of [
      ['commission', 'commission'],
      ['platform_fee', 'platform_fee'],
      ['adjustment', 'adjustments'],
      ['payment', 'payments'],
    ] as const)
      expect(sum(column), column).to.equal(paise(body[field]));
    expect(sum('platform_fee') + sum('adjustment')).to.equal(paise(body['net_payable']));
    expect(rows).to.have.length(Number(body['lines_count']));
  });

  it('shows each partner its own, in live mode only', async () => {
    const angel = rig.partner(angelLive);
    const theirs = await angel.get('/partner/settlements/2026-11');
    const own = await rig.operator.get('/operator/settlements/2026-11/partners/angel');
    expect(own.body).to.deep.include({ partner_id: 'angel', lines_count: 1 });
    expect(theirs.text).to.equal(own.text);
    for (const id of subscriptionIds) expect(own.text).not.to.include(id);
    for (const path of ['', '/statement.csv', '/statement.html'])
      expect((await rig.partner(zebuTest).get(`/partner/settlements/2026-11${path}`)).status).to.equal(404);
    const all = await rig.operator.get('/operator/settlements/2026-11?limit=1');
    const rest = await rig.operator.get(`/operator/settlements/2026-11?cursor=${all.body['next_cursor'] as string}`);
    const partners = [all, rest].flatMap(({ body }) => (body['settlements'] as Body[]).map((s) => s['partner_id']));
    expect(partners).to.deep.equal(['angel', 'zebu']);
  });

  it('is approved and paid, each once, with the operator and the reference on record', async () => {
    const pay = (reference: string) => rig.operator.post(`${ofZebu}/paid`, { payout_reference: reference });
    expect((await pay('UTR1')).body['current_status']).to.equal('RECONCILED');
    expect((await rig.operator.post(`${ofZebu}/approve`)).body['settlement']).to.deep.include({
      ...{ status: 'APPROVED', approved_by: 'operator development' },
    });
    expect((await rig.operator.post(`${ofZebu}/paid`, {})).status).to.equal(400);
    expect((await pay('UTR1')).body['settlement']).to.deep.include({ status: 'PAID', payout_reference: 'UTR1' });
    expect((await pay('UTR1')).status).to.equal(200);
    expect((await pay('UTR2')).body['code']).to.equal('invalid_settlement_transition');
    const before = await zebu.get('/partner/settlements/2026-11');
    expect((await settle('2026-11')).status).to.equal(202);
    expect((await zebu.get('/partner/settlements/2026-11')).text).to.equal(before.text);
    expect((await rig.operator.post('/operator/settlements/2026-11/partners/nobody/approve')).status).to.equal(404);
  });

  it('refuses an earlier month once a later one is closed, but repeats a closed one, whoever came since', async () => {
    expect((await settle('2026-10')).body['code']).to.equal('later_month_settled');
    expect(await rig.db.query(`SELECT 1 FROM settlement WHERE month = '2026-10'`)).to.deep.equal([]);
    await charged('upstox', '2026-12-01');
    expect((await settle('2026-11')).status).to.equal(202);
    expect(
      await rig.db.query(`SELECT 1 FROM settlement WHERE month = '2026-11' AND partner_id = 'upstox'`),
    ).to.deep.equal([]);
  });

  it('says 503 when the workflow cannot be started, and leaves the month asked for', async () => {
    rig.fake.next = { away: true };
    expect((await settle('2026-12')).status).to.equal(503);
    rig.fake.next = {};
    expect((await zebu.get('/partner/settlements/2026-12')).body).to.deep.include({
      status: 'DRAFT',
      payments: 2047.85,
    });
  });

  it('keeps texts of a statement out of a spreadsheet as formulas, and out of a page as markup', async () => {
    await rig.operator.post('/operator/ledger/adjustments', {
      ...{ partner_id: 'zebu', amount: 1, reason: '=HYPERLINK("x"),<b>bold</b>', reference: 'F1' },
    });
    expect((await zebu.get('/partner/settlements/2026-12/statement.csv')).text).to.include(
      `"'=HYPERLINK(""x""),<b>bold</b>"`,
    );
    expect((await zebu.get('/partner/settlements/2026-12/statement.html')).text).to.include('&lt;b&gt;bold');
  });

  it('keeps names and e-mails that begin like a formula texts in the file, and markup out of the page', async () => {
    const make = new Factories(rig.db, new PlainVault(rig.db));
    const emails = ['=1+1@x.example', '+9@x.example', '-9@x.example', '@sum@x.example', "o'<img/src=x>@x.example"];
    for (const userEmail of emails) {
      const account = await make.linkedAccount({ partnerId: 'upstox', userEmail });
      const given = { account, subscriptionDate: new Date(nowMs), nextBillingDate: '2026-12-01' };
      const row = await make.subscription(given);
      const begun = { anchor: '2026-12-01', billedTo: '2026-12-01', carriedFrom: null };
      await new BillingRepository().begin(rig.db, row.id, begun);
      await createSubscriptionActivities({ db: rig.db, clock: () => nowMs }).openSubscription({
        subscriptionId: row.id,
      });
    }
    await settle('2026-12');
    const path = '/operator/settlements/2026-12/partners/upstox/statement';
    const csv = (await rig.operator.get(`${path}.csv`)).text;
    for (const email of emails.slice(0, 4)) expect(csv).to.include(`,'${email},`).and.not.to.include(`,${email}`);
    const page = (await rig.operator.get(`${path}.html`)).text;
    expect(page).to.include('o&#39;&lt;img/src=x&gt;@x.example').and.not.to.include('<img');
  });

  it("takes no payout reference that is another partner's", async () => {
    const ofAngel = '/operator/settlements/2026-11/partners/angel';
    rig.fake.next = {};
    await rig.operator.post(`${ofAngel}/approve`);
    const reused = await rig.operator.post(`${ofAngel}/paid`, { payout_reference: 'UTR1' });
    expect([reused.status, reused.body['code']]).to.deep.equal([409, 'payout_reference_used']);
    expect((await rig.partner(angelLive).get('/partner/settlements/2026-11')).body).to.deep.include({
      ...{ status: 'APPROVED', payout_reference: null },
    });
  });

  it('refuses to reverse a charge of which a credit gave part back', async () => {
    const id = await charged('angel', '2026-12-01');
    await rig.db.query(
      `INSERT INTO partner_contract (partner_id, effective_from, cancellation_credit) VALUES ('angel', '2026-12-01', 'prorated')`,
    );
    await createSubscriptionActivities({ db: rig.db, clock: () => nowMs }).changeSubscription({
      ...{ subscriptionId: id, action: 'cancel', from: 'ACTIVE', changeId: 'c' },
    });
    const reversal = { partner_id: 'angel', cause: `charge/${id}/2026-12-01`, reason: 'Objected' };
    const refused = await rig.operator.post('/operator/ledger/reversals', reversal);
    expect([refused.status, refused.body['code']]).to.deep.equal([409, 'ledger_transaction_credited']);
    expect(refused.body['message']).to.include(`credit/${id}/cancellation`);
  });

  it('lists on the page what is left for a later month', async () => {
    const id = await charged('upstox', '2026-12-01');
    const [subscription] = await rig.db.query<{ id: string; templateId: string; accountId: string }>(
      `SELECT s.id, s.template_id AS "templateId", l.account_id AS "accountId" FROM subscription s
       JOIN broker_allocation l ON l.subscription_id = s.id WHERE s.id = $1`,
      [id],
    );
    await rig.db.query(
      `INSERT INTO strategy_run (id, template_id, template_version, mode, trading_day, entry_at, status, workflow_id, created_by)
       VALUES ('run_carried', $1, 1, 'live', '2026-12-01', now(), 'completed', 'run_carried', 'test')`,
      [subscription?.templateId],
    );
    await rig.db.query(
      `INSERT INTO execution (id, run_id, subscription_id, account_id, partner_id, mode, shard, lot_multiplier, outcome)
       VALUES ('exe_carried', 'run_carried', $1, $2, 'upstox', 'live', 0, 1, 'unknown')`,
      [id, subscription?.accountId],
    );
    const page = (await rig.operator.get('/operator/settlements/2026-12/partners/upstox/statement.html')).text;
    const left = page.split('<h2>Left for a later month')[1] ?? '';
    expect(left).to.include(`charge/${id}/2026-12-01`).and.to.include('disputed').and.to.include('</html>');
    expect(page.split('<h2>')[0]).not.to.include(id);
  });
});
