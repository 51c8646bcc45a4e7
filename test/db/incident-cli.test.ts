// `quantleap incident …` as a process: what it writes, what it refuses, and that nothing written can be changed.
import { expect } from 'chai';
import { IncidentRepository } from '../../db/repositories/incidents.js';
import { latestOf } from '../../domain/incident.js';
import { quantleap, type Ran } from './cli.js';
import { openTestDatabase, type OpenedDatabase } from './database.js';

describe('quantleap incident', function () {
  this.timeout(30_000);
  let database: OpenedDatabase;
  before(async () => {
    database = await openTestDatabase();
  });
  after(() => database.close());

  const run = (...words: string[]): Promise<Ran> => quantleap(database.url, 'incident', ...words);
  const opening = ['open', '--title', 'Entries late', '--impact', 'major', '--component', 'trading', 'api'];

  it('opens, updates, resolves and lists, and keeps who wrote what', async () => {
    expect((await run('list')).out).to.equal('There is none.\n');
    const opened = await run(...opening, '--body', 'We look into it.', '--started-at', '2026-11-20T09:20:00+05:30');
    expect(opened.code, opened.err).to.equal(0);
    const id = opened.out.split(' ')[0] ?? '';
    expect(id).to.match(/^inc_\w+$/);
    expect(opened.out).to.include('(major: trading, api), since 2026-11-20T03:50:00.000Z');
    const updated = await run('update', id, '--state', 'identified', '--body', 'A slow disk.', '--impact', 'minor');
    expect(updated.out).to.include('identified  Entries late (minor: trading, api)');
    expect((await run('list', '--open')).out).to.include(id);
    expect((await run('resolve', id, '--body', 'Replaced.')).code).to.equal(0);
    expect((await run('list', '--open')).out).to.equal('There is none.\n');
    const listed = await run('list');
    for (const words of ['We look into it.', 'A slow disk.', 'Replaced.', 'cli ']) expect(listed.out).to.include(words);

    const incident = await new IncidentRepository(database.db).find(id);
    expect(incident?.updates.map(({ state }) => state)).to.deep.equal(['investigating', 'identified', 'resolved']);
    expect(incident && latestOf(incident)).to.deep.include({ title: 'Entries late', impact: 'minor' });
  });

  it('refuses what cannot be meant', async () => {
    const body = ['--body', 'x'];
    for (const words of [
      opening,
      [...opening, '--body', ' '],
      [...opening, '--body', 'two\nlines'],
      [...opening, '--body', 'x'.repeat(2001)],
      [...opening, ...body, '--started-at', '2099-01-01T00:00:00Z'],
      [...opening, ...body, '--started-at', 'yesterday'],
      [...opening, ...body, '--state', 'over'],
      ['open', '--title', 'x', '--impact', 'major', '--component', 'zebu', ...body],
      ['open', '--title', 'x', '--impact', 'terrible', '--component', 'api', ...body],
      ['update', 'inc_none', ...body],
    ]) {
      const { code, err } = await run(...words);
      expect(code, words.join(' ')).to.equal(2);
      expect(err).to.include('error:');
    }
    expect(await run('resolve', 'inc_none', ...body)).to.deep.include({
      ...{ code: 1, err: 'There is no incident inc_none\n' },
    });
  });

  it('cannot be unsaid: the database refuses changes', async () => {
    for (const statement of [
      `UPDATE incident_update SET body = 'x'`,
      'DELETE FROM incident_update',
      'TRUNCATE incident_update',
      `UPDATE incident SET created_at = now()`,
      'DELETE FROM incident',
    ])
      expect(
        await database.db.query(statement).then(
          () => 'accepted',
          (error: Error) => error.message,
        ),
      ).to.match(/is append-only$/);
  });

  it('puts two updates at once in order, each built on the one before', async () => {
    const opened = await run(...opening, '--body', 'x');
    const id = opened.out.split(' ')[0] ?? '';
    const incidents = new IncidentRepository(database.db);
    const append = (n: number, change: object) =>
      database.db.transaction((tx) =>
        incidents.append(
          id,
          { updateId: `inu_race${n}`, state: 'monitoring', body: `${n}`, by: 'test', ...change },
          tx,
        ),
      );
    await Promise.all([append(1, { title: 'Another title' }), append(2, { impact: 'critical' })]);
    const incident = await incidents.find(id);
    expect(incident && latestOf(incident)).to.deep.include({ title: 'Another title', impact: 'critical' });
  });
});
