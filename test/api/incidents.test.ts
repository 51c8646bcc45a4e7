// Incident notes from an operator to everybody: what the status page shows, what it hides, and that it answers without a database.
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { zebuTest, type Body } from './support/http.js';

const BODY = { title: 'Logins fail', body: 'We look into it.', components: ['daily_login'], impact: 'major' };
const DAY_MS = 86_400_000;

describe('incidents', () => {
  let rig: ApiRig;
  let nowMs = Date.now();
  before(async () => {
    rig = await apiRig({ clock: () => nowMs });
  });
  after(() => rig.close());
  beforeEach(() => {
    nowMs = Date.now();
  });

  const open = (body: object = BODY, headers?: Record<string, string>) =>
    rig.operator.post('/operator/incidents', body, headers);
  const update = (id: string, body: object, headers?: Record<string, string>) =>
    rig.operator.post(`/operator/incidents/${id}/updates`, body, headers);
  const idOf = (answer: { body: Body }) => String((answer.body['incident'] as Body)['incident_id']);
  const status = async () => (await rig.anonymous.get('/status')).body;
  const page = async () => (await rig.anonymous.get('/status', { headers: { accept: 'text/html' } })).text;
  const idsOf = (list: unknown) => (list as Body[]).map((incident) => incident['incident_id']);

  it('go from opened to resolved, in public at once, and every update stays', async () => {
    const opened = await open({ ...BODY, started_at: '2026-11-20T09:20:00+05:30' });
    expect(opened.status, opened.text).to.equal(201);
    const id = idOf(opened);
    const during = await status();
    expect(during['status']).to.equal('degraded');
    expect(idsOf(during['open_incidents'])).to.deep.equal([id]);
    expect(await page())
      .to.include('Logins fail')
      .and.to.include('2026-11-20, 9:20 AM IST')
      .and.to.include('degraded');

    const changed = { state: 'identified', body: 'A fault at the broker.', title: 'Some logins fail', impact: 'minor' };
    expect((await update(id, changed)).status).to.equal(201);
    expect((await update(id, { state: 'resolved', body: 'It is over.' })).status).to.equal(201);
    const after = await status();
    expect(after).to.deep.include({ status: 'operational', open_incidents: [] });
    const [shown] = after['recent_incidents'] as Body[];
    expect(shown).to.deep.include({ title: 'Some logins fail', impact: 'minor', state: 'resolved' });
    expect(shown?.['resolved_at']).to.be.a('string');
    expect((shown?.['updates'] as Body[]).map(({ body }) => body)).to.deep.equal([
      ...['It is over.', 'A fault at the broker.', 'We look into it.'],
    ]);
    const whole = await rig.operator.get(`/operator/incidents/${id}`);
    expect((whole.body['updates'] as Body[]).map(({ title }) => title)).to.deep.equal([
      ...['Logins fail', 'Some logins fail', 'Some logins fail'],
    ]);
    expect((whole.body['updates'] as Body[]).map((one) => one['created_by'])).to.include('operator development');
    // It is taken up again: open once more, and not resolved.
    await update(id, { state: 'investigating', body: 'It is back.' });
    expect(((await status())['open_incidents'] as Body[])[0]).to.deep.include({ incident_id: id, resolved_at: null });
    await update(id, { state: 'resolved', body: 'Over again.' });
  });

  it('leave the page fourteen days after their last update, and not while they are open', async () => {
    const over = idOf(await open({ ...BODY, impact: 'none' }));
    await update(over, { state: 'resolved', body: 'x' });
    const lasting = idOf(await open({ ...BODY, impact: 'none' }));
    nowMs += 13.9 * DAY_MS;
    expect(idsOf((await status())['recent_incidents'])).to.include(over);
    nowMs += 0.2 * DAY_MS;
    const later = await status();
    expect(idsOf(later['recent_incidents'])).not.to.include(over);
    expect(idsOf(later['open_incidents'])).to.deep.equal([lasting]);
    expect(later['status'], 'an incident without impact').to.equal('operational');
    await update(lasting, { state: 'resolved', body: 'x' });
  });

  it('are escaped on the page, and say nothing of who wrote them', async () => {
    const id = idOf(
      await open({ ...BODY, title: '<script>alert(1)</script>', body: `"><img src=x onerror=alert('x')>` }),
    );
    const text = await page();
    expect(text).not.to.include('<script').and.not.to.include('<img');
    expect(text).to.include('&lt;script&gt;');
    for (const body of [text, JSON.stringify(await status())])
      expect(body).not.to.include('operator').and.not.to.include('development').and.not.to.include('zebu');
    await update(id, { state: 'resolved', body: 'x' });
  });

  it('are made once under one Idempotency-Key', async () => {
    const once = { 'idempotency-key': 'incident-1' };
    const [first, second] = [await open(BODY, once), await open(BODY, once)];
    expect(idOf(second)).to.equal(idOf(first));
    expect(second.headers.get('idempotency-replayed')).to.equal('true');
    const note = { state: 'resolved', body: 'x' };
    const key = { 'idempotency-key': 'incident-2' };
    await update(idOf(first), note, key);
    const repeated = await update(idOf(first), note, key);
    expect((repeated.body['incident'] as Body)['updates']).to.have.length(2);
    expect((await update(idOf(first), { ...note, body: 'y' }, key)).status).to.equal(422);
  });

  it('are listed by pages, latest first, open ones alone when asked', async () => {
    const ids = [idOf(await open()), idOf(await open()), idOf(await open())].reverse();
    const first = await rig.operator.get('/operator/incidents?limit=2&open=true');
    const second = await rig.operator.get(
      `/operator/incidents?limit=2&open=true&cursor=${String(first.body['next_cursor'])}`,
    );
    expect([...idsOf(first.body['incidents']), ...idsOf(second.body['incidents'])]).to.deep.equal(ids);
    expect(second.body['next_cursor']).to.equal(null);
    for (const id of ids) await update(id, { state: 'resolved', body: 'x' });
    expect((await rig.operator.get('/operator/incidents?open=true')).body['incidents']).to.deep.equal([]);
  });

  it('are refused naming the field, and are no business of partners', async () => {
    for (const [field, body] of [
      ['title', { ...BODY, title: ' ' }],
      ['title', { ...BODY, title: 'x'.repeat(121) }],
      ['body', { ...BODY, body: '' }],
      ['impact', { ...BODY, impact: 'bad' }],
      ['components', { ...BODY, components: [] }],
      ['components', { ...BODY, components: ['api', 'api'] }],
      ['components.0', { ...BODY, components: ['zebu'] }],
      ['state', { ...BODY, state: 'over' }],
      ['started_at', { ...BODY, started_at: new Date(nowMs + 60_000).toISOString() }],
      ['started_at', { ...BODY, started_at: '2026-11-20' }],
    ] as const) {
      const refused = await open(body);
      expect(refused.status, JSON.stringify(body)).to.equal(400);
      expect((refused.body['details'] as Body[])[0]?.['field']).to.equal(field);
    }
    for (const answer of [
      await update('inc_none', { state: 'resolved', body: 'x' }),
      await rig.operator.get('/operator/incidents/inc_none'),
    ])
      expect(answer.body['code']).to.equal('incident_not_found');
    const partner = rig.partner(zebuTest);
    expect((await partner.post('/operator/incidents', BODY)).status).to.equal(401);
    expect((await partner.get('/operator/incidents')).status).to.equal(401);
    expect((await rig.anonymous.get('/operator/incidents')).status).to.equal(401);
  });
});

describe('status', () => {
  it('tells how the last live entry went, and nothing of the sandbox or of who traded', async () => {
    let nowMs = Date.now();
    const rig = await apiRig({ clock: () => nowMs });
    try {
      expect((await rig.anonymous.get('/status')).body['last_run']).to.equal(null);
      const run = (id: string, mode: string, state: string, at: string) =>
        rig.db.query(
          `INSERT INTO strategy_run (id, template_id, template_version, mode, trading_day, entry_at, status, workflow_id, created_by)
           VALUES ($1, 'basket_admin_test_strategy', 1, $2, '2026-11-24', $4, $3, $1, 'test')`,
          [id, mode, state, at],
        );
      await run('run_1', 'live', 'missed', '2026-11-23T03:50:00Z');
      await run('run_2', 'test', 'completed', '2026-11-24T03:50:00Z');
      await run('run_3', 'live', 'skipped', '2026-11-24T03:50:00Z');
      await run('run_4', 'live', 'running', '2026-11-24T04:00:00Z');
      nowMs += 5_000;
      expect((await rig.anonymous.get('/status')).body['last_run']).to.deep.equal({
        ...{ strategy: 'Test Strategy', entry_at: '2026-11-23T03:50:00Z', status: 'missed', completed_percent: null },
      });
    } finally {
      await rig.close();
    }
  });

  it('still answers when the database is away, with the notes it knows and their age', async () => {
    let nowMs = Date.now();
    const rig = await apiRig({ clock: () => nowMs });
    try {
      await rig.operator.post('/operator/incidents', BODY);
      expect((await rig.anonymous.get('/status')).body['open_incidents']).to.have.length(1);
      const read = nowMs;
      await rig.db.query('ALTER TABLE incident RENAME TO incident_away');
      nowMs += 120_000;
      const away = await rig.anonymous.get('/status');
      expect(away.status).to.equal(200);
      expect(away.body['open_incidents']).to.have.length(1);
      expect(Date.parse(String(away.body['notes_as_of']))).to.equal(Math.floor(read / 1000) * 1000);
      const page = await rig.anonymous.get('/status', { headers: { accept: 'text/html' } });
      expect(page.text).to.include('newer ones could not be read');
    } finally {
      await rig.close();
    }
  });

  it('says that it knows nothing rather than that there is nothing', async () => {
    const rig = await apiRig();
    try {
      await rig.db.query('ALTER TABLE incident RENAME TO incident_away');
      const { body } = await rig.anonymous.get('/status');
      expect(body).to.deep.include({ notes_as_of: null, open_incidents: [], last_run: null });
      const page = await rig.anonymous.get('/status', { headers: { accept: 'text/html' } });
      expect(page.text).to.include('could not be read').and.not.to.include('None.');
    } finally {
      await rig.close();
    }
  });
});
