// The report before the open, as partners read it.
import { expect } from 'chai';
import { ReadinessRepository } from '../../db/repositories/readiness.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { angelLive, zebuLive, zebuTest, type HttpClient } from './support/http.js';
import { subscribeUser } from './support/journeys.js';

type Row = Record<string, unknown>;
const DAY = '2026-11-25';

describe('GET /partner/readiness', () => {
  let rig: ApiRig;
  let client: HttpClient;
  let reports: ReadinessRepository;
  let nowMs = Date.UTC(2026, 10, 25, 3, 20);
  const users: { email: string; subscriptionId: string }[] = [];

  before(async () => {
    rig = await apiRig({ clock: () => nowMs });
    client = rig.partner(zebuLive);
    reports = new ReadinessRepository(rig.db);
    for (let n = 0; n < 3; n += 1) users.push(await subscribeUser(client));
  });
  after(() => rig.close());

  const get = async (query = '', as = client) => {
    const answer = await as.get(`/partner/readiness${query}`);
    expect(answer.status, answer.text).to.equal(200);
    return answer.body;
  };
  const rows = (body: Row) => body['readiness'] as Row[];

  it('says that it has not begun', async () => {
    expect(await get()).to.deep.equal({
      trading_day: DAY,
      status: 'not_begun',
      completed_at: null,
      readiness: [],
      next_cursor: null,
    });
  });

  it('calls nothing ready that was not looked at', async () => {
    await reports.begin(DAY);
    const body = await get();
    expect(body['status']).to.equal('under_way');
    expect(rows(body)).to.have.length(3);
    for (const row of rows(body)) {
      expect(row).to.deep.include({
        status: 'not_checked',
        checked_at: null,
        margin: { available: null, needed: null },
      });
      expect((row['problems'] as Row[])[0]).to.include({ code: 'not_checked' });
    }
  });

  it('shows what was found, by user, not ready only, by pages', async () => {
    const [account] = await rig.db.query<{ id: string }>(
      `SELECT l.account_id AS id FROM broker_allocation l WHERE l.subscription_id = $1`,
      [users[0]?.subscriptionId],
    );
    const [toCheck] = await reports.toCheck(DAY, account?.id ?? '');
    const result = { problems: [], marginAvailablePaise: 25_000_050, marginNeededPaise: 2_500_000 };
    await reports.note(rig.db, [{ checkId: toCheck?.checkId ?? '', ...result }]);
    await reports.complete(rig.db, DAY);
    const mine = await get(`?user_email=${users[0]?.email}`);
    expect(mine['status']).to.equal('completed');
    expect(rows(mine)[0]).to.deep.include({
      subscription_id: users[0]?.subscriptionId,
      entry_at: '2026-11-25T03:50:00Z',
      status: 'ready',
      problems: [],
      margin: { available: 250_000.5, needed: 25_000 },
    });
    expect(rows(await get('?not_ready=true'))).to.have.length(2);
    const first = await get('?limit=2');
    const rest = await get(`?limit=2&cursor=${String(first['next_cursor'])}`);
    expect([rows(first).length, rows(rest).length, rest['next_cursor']]).to.deep.equal([2, 1, null]);
  });

  it("hides it from other partners and the other mode, and is today's only, on the Indian day", async () => {
    for (const keys of [angelLive, zebuTest]) expect(rows(await get('', rig.partner(keys)))).to.deep.equal([]);
    nowMs = Date.UTC(2026, 10, 25, 18, 30);
    expect(await get()).to.deep.include({ trading_day: '2026-11-26', status: 'not_begun', readiness: [] });
  });
});
