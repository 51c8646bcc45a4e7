// Filters of lists by status and day, on Indian days, and how they go together with the cursor.
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { recordRun } from './support/entries.js';
import { zebuTest, type HttpClient } from './support/http.js';
import { subscribeUser, TEMPLATE } from './support/journeys.js';

type Row = Record<string, unknown>;

describe('filters of lists', () => {
  let rig: ApiRig;
  let client: HttpClient;
  const users: { email: string; subscriptionId: string }[] = [];

  before(async () => {
    rig = await apiRig();
    client = rig.partner(zebuTest);
    for (const made of [
      '2026-11-22T18:29:59Z',
      '2026-11-22T18:30:00Z',
      '2026-11-23T18:29:59Z',
      '2026-11-23T18:30:00Z',
    ]) {
      const user = await subscribeUser(client);
      users.push(user);
      await rig.db.query('UPDATE subscription SET subscription_date = $2 WHERE id = $1', [user.subscriptionId, made]);
    }
  });
  after(() => rig.close());

  const idsOf = async (path: string, list: string, id: string) => {
    const answer = await client.get(path);
    expect(answer.status, answer.text).to.equal(200);
    return (answer.body[list] as Row[]).map((row) => row[id]);
  };
  const subscriptions = (query: string) => idsOf(`/partner/subscriptions?${query}`, 'subscriptions', 'subscription_id');
  const made = (...which: number[]) => which.map((n) => users[n]?.subscriptionId);

  it('takes the subscriptions of Indian days, to the second', async () => {
    expect(await subscriptions('from=2026-11-23&to=2026-11-23')).to.deep.equal(made(1, 2));
    expect(await subscriptions('from=2026-11-24')).to.deep.equal(made(3));
    expect(await subscriptions('to=2026-11-22')).to.deep.equal(made(0));
    expect(await subscriptions(`from=2026-11-23&user_email=${users[2]?.email}&status=ACTIVE`)).to.deep.equal(made(2));
    expect(await subscriptions('from=2026-11-23&status=CANCELLED')).to.deep.equal([]);
  });

  it('pages through what a filter leaves', async () => {
    const first = await client.get('/partner/subscriptions?from=2026-11-23&limit=2');
    expect((first.body['subscriptions'] as Row[]).map((row) => row['subscription_id'])).to.deep.equal(made(1, 2));
    const cursor = String(first.body['next_cursor']);
    expect(await subscriptions(`from=2026-11-23&limit=2&cursor=${cursor}`)).to.deep.equal(made(3));
  });

  it('takes the executions of trading days and outcomes', async () => {
    const ids = users.map((user) => user.subscriptionId);
    const [monday, tuesday] = [await recordRun(rig.db, ids.slice(0, 2), []), await recordRun(rig.db, ids, [])];
    await rig.db.query(`UPDATE strategy_run SET trading_day = '2026-11-23' WHERE id = $1`, [monday]);
    await rig.db.query(`UPDATE execution SET outcome = 'skipped' WHERE run_id = $1 AND subscription_id = $2`, [
      tuesday,
      ids[0],
    ]);
    await rig.db.query(
      `UPDATE execution SET outcome = NULL, ended_at = NULL WHERE run_id = $1 AND subscription_id = $2`,
      [tuesday, ids[1]],
    );
    const of = (query: string) => idsOf(`/partner/executions?${query}`, 'executions', 'run_id');
    expect(await of('to=2026-11-23')).to.deep.equal([monday, monday]);
    expect(await of('from=2026-11-24&to=2026-11-24')).to.have.length(4);
    expect(await of('from=2026-11-25')).to.deep.equal([]);
    expect(await of('status=skipped')).to.deep.equal([tuesday]);
    expect(await of('status=in_progress&from=2026-11-24')).to.deep.equal([tuesday]);
    expect(await of(`status=completed&user_email=${users[0]?.email}`)).to.deep.equal([monday]);
    const first = await client.get('/partner/executions?from=2026-11-24&limit=3');
    expect(await of(`from=2026-11-24&limit=3&cursor=${String(first.body['next_cursor'])}`)).to.have.length(1);
  });

  it('refuses by name a range that ends before it begins, a day that is none, and an unknown status', async () => {
    for (const list of ['executions', 'subscriptions'])
      for (const [query, field] of [
        ['from=2026-11-24&to=2026-11-23', 'to'],
        ['from=2026-02-30', 'from'],
        ['status=nothing', 'status'],
      ]) {
        const refused = await client.get(`/partner/${list}?${query}`);
        expect(refused.status, `${list}?${query}`).to.equal(400);
        expect((refused.body['details'] as Row[])[0]?.['field']).to.equal(field);
      }
  });

  it('pages through the strategies', async () => {
    const all = await idsOf('/partner/marketplace/templates', 'templates', 'template_id');
    expect(all).to.have.length(3);
    const first = await client.get('/partner/marketplace/templates?limit=2');
    const cursor = String(first.body['next_cursor']);
    const rest = await client.get(`/partner/marketplace/templates?limit=2&cursor=${cursor}`);
    expect((rest.body['templates'] as Row[]).map((row) => row['template_id'])).to.deep.equal(all.slice(2));
    expect(rest.body['next_cursor']).to.equal(null);
  });

  describe('one strategy', () => {
    const path = `/partner/marketplace/templates/${TEMPLATE}`;

    it('does not show what it trades, unless the contract of the day discloses it', async () => {
      const hidden = await client.get(path);
      expect(hidden.status, hidden.text).to.equal(200);
      expect(hidden.body).to.deep.include({ template_id: TEMPLATE, legs: null, combined_exits: null });
      await rig.db.query(
        `INSERT INTO partner_contract (partner_id, effective_from, disclose_legs) VALUES ('zebu', '2020-01-01', true), ('zebu', '2999-01-01', false)`,
      );
      const shown = await client.get(path);
      expect(shown.body['legs']).to.have.length(1);
      expect((shown.body['legs'] as Row[])[0]).to.include({ transaction_type: 'BUY', lots: 1 });
      expect(shown.body['combined_exits']).to.have.keys('stop_loss', 'target');
      await rig.db.query(
        `INSERT INTO partner_contract (partner_id, effective_from, disclose_legs) VALUES ('zebu', '2021-01-01', false)`,
      );
      expect((await client.get(path)).body['legs']).to.equal(null);
    });

    it('is 404 where it is not offered', async () => {
      expect((await client.get('/partner/marketplace/templates/nothing')).body['code']).to.equal('template_not_found');
      await rig.db.query(`UPDATE strategy_template SET status = 'retired' WHERE id = $1`, [TEMPLATE]);
      expect((await client.get(path)).status).to.equal(404);
    });
  });
});
