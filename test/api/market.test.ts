// The operator's market data: what held on past days, changes with their refusals, the audit.
import { expect } from 'chai';
import { seedReferenceData } from '../../db/seeds/reference-data.js';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { zebuLive } from './support/http.js';

type Day = { open: boolean; closes: string | null; reason: string | null; underlyings: Record<string, unknown>[] };

describe('market data over HTTP', () => {
  let rig: ApiRig;
  before(async () => {
    rig = await apiRig();
    await rig.db.transaction((tx) => seedReferenceData(tx));
  });
  after(() => rig.close());

  const day = async (of: string) => (await rig.operator.get(`/operator/market/${of}`)).body as unknown as Day;
  const change = (body: unknown) => rig.operator.post('/operator/market/changes', body);

  it('gives the quantities that were right on a past day', async () => {
    for (const [of, lot, most] of [
      ['2025-10-28', 75, 1800],
      ['2026-01-13', 65, 1755],
    ] as const) {
      const { underlyings, ...session } = await day(of);
      expect(session).to.include({ open: true, closes: '15:30', reason: null });
      expect(underlyings[0]).to.deep.include({ underlying: 'NIFTY', order_units: most, weekly_expiry: 'Tuesday' });
      expect(underlyings[0]?.['lot']).to.include({ units: lot });
      expect(underlyings[0]?.['freeze']).to.include({ units: 1800 });
    }
  });

  it('says what is not loaded', async () => {
    expect(await day('2027-01-04')).to.include({ open: false, reason: 'calendar of 2027 is not loaded' });
    const [nifty] = (await day('2025-06-27')).underlyings;
    expect(nifty).to.include({ freeze: null, order_units: null, weekly_expiry: null });
    const bad = await rig.operator.get('/operator/market/2026-02-30');
    expect(bad.status).to.equal(400);
    expect(bad.body['message']).to.contain('trading_day');
  });

  it('takes a holiday at short notice, and says in the audit who gave it', async () => {
    const rows = [{ kind: 'holiday', day: '2026-12-08', name: 'State funeral' }];
    expect((await change({ rows, dry_run: true })).body).to.include({ message: 'Nothing was changed', added: 1 });
    expect((await day('2026-12-08')).open).to.equal(true);
    const answer = await change({ rows, reason: 'circular' });
    expect([answer.status, answer.body['added']]).to.deep.equal([200, 1]);
    expect(await day('2026-12-08')).to.include({ open: false, reason: 'market holiday: State funeral' });
    const audit = (await rig.operator.get('/operator/market/changes?limit=1')).body['changes'] as object[];
    expect(audit[0]).to.deep.include({
      ...{ changed_by: 'operator development', reason: 'circular', fact: 'market_holiday', before: null },
      after: { day: '2026-12-08', name: 'State funeral' },
    });
    await change({ remove: [{ kind: 'holiday', day: '2026-12-08' }] });
    expect((await day('2026-12-08')).open).to.equal(true);
  });

  it('refuses what contradicts, naming the row, and changes nothing', async () => {
    const rows = [
      { kind: 'holiday', day: '2026-12-09', name: 'x' },
      { kind: 'lot', underlying: 'NIFTY', from: '2025-12-31', units: 50, source: 's' },
    ];
    const answer = await change({ rows });
    expect([answer.status, answer.body['code']]).to.deep.equal([409, 'market_data_conflict']);
    expect(answer.body['message']).to.contain('rows.1 lot of NIFTY from 2025-12-31: is loaded and says otherwise');
    expect((await day('2026-12-09')).open).to.equal(true);
  });

  for (const [what, body, field] of [
    ['nothing', {}, 'rows'],
    ['an unknown kind', { rows: [{ kind: 'holidey', day: '2026-12-09' }] }, 'rows.0.kind'],
    ['an unknown field', { rows: [{ kind: 'holiday', day: '2026-12-09', name: 'x', units: 5 }] }, 'rows.0.units'],
    [
      'half a lot',
      { rows: [{ kind: 'lot', underlying: 'NIFTY', from: '2027-01-01', units: 0.5, source: 's' }] },
      'rows.0.units',
    ],
    [
      'hours backwards',
      { rows: [{ kind: 'session_hours', from: '2027-01-01', opens: '10:00', closes: '09:00', source: 's' }] },
      'rows.0.closes',
    ],
    ['a removal without its key', { remove: [{ kind: 'lot', underlying: 'NIFTY' }] }, 'remove.0.from'],
    ['what Postgres cannot store', { rows: [{ kind: 'holiday', day: '2026-12-09', name: 'a\u0000b' }] }, 'rows.0.name'],
  ] as const)
    it(`refuses ${what}, naming ${field}`, async () => {
      const { status, body: answer } = await change(body);
      expect(status).to.equal(400);
      expect((answer['details'] as { field: string }[]).map((d) => d.field)).to.include(field);
    });

  it('is for operators only', async () => {
    for (const answer of [
      await rig.partner(zebuLive).get('/operator/market/2026-01-13'),
      await rig.partner(zebuLive).post('/operator/market/changes', { rows: [] }),
      await rig.anonymous.get('/operator/market/changes'),
    ])
      expect(answer.status).to.equal(401);
  });
});

describe('lists of contracts over HTTP', () => {
  let rig: ApiRig;
  /** 10 Oct 2025, 00:10 IST: still the 9th in UTC. */
  const clock = () => Date.UTC(2025, 9, 9, 18, 40);
  before(async () => {
    rig = await apiRig({ clock });
  });
  after(() => rig.close());

  it("are read on an operator's wish, today in India", async () => {
    const asked = await rig.operator.post('/operator/instruments', { wire: 'zebu', accept_shrunk: true });
    expect([asked.status, asked.body]).to.deep.equal([
      202,
      { trading_day: '2025-10-10', wire: 'zebu', workflow_id: 'instruments/zebu/2025-10-10' },
    ]);
    expect(rig.fake.listsAsked).to.deep.equal([
      { wire: 'zebu', day: '2025-10-10', by: 'operator development', acceptShrunk: true },
    ]);
    const { body } = await rig.operator.get('/operator/instruments/2025-10-10');
    expect((body['lists'] as object[])[0]).to.deep.include({
      ...{ wire: 'zebu', status: 'waiting', counts: {}, warnings: [], requested_by: 'operator development' },
      loaded_at: null,
    });
    expect((await rig.operator.get('/operator/instruments/2025-10-09')).body['lists']).to.deep.equal([]);
  });

  it('are refused for a wire that is none, and to partners', async () => {
    const refused = await rig.operator.post('/operator/instruments', { wire: 'groww' });
    expect(refused.status).to.equal(400);
    expect(refused.body['message']).to.contain('wire must be one of zebu, zebu-noren, angel, upstox');
    expect((await rig.partner(zebuLive).post('/operator/instruments', { wire: 'zebu' })).status).to.equal(401);
  });

  it('say 503 when Temporal is away', async () => {
    rig.fake.next = { away: true };
    expect((await rig.operator.post('/operator/instruments', { wire: 'zebu' })).status).to.equal(503);
  });
});
