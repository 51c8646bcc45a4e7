// `quantleap market …` as a process: what it says, and the exit codes that scripts go by.
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { MarketChangeRepository } from '../../db/repositories/market-changes.js';
import { seedReferenceData } from '../../db/seeds/reference-data.js';
import { PROJECT_ROOT } from '../../platform/paths.js';
import { temporaryFolder } from '../support/resources.js';
import { openTestDatabase, type OpenedDatabase } from './database.js';

const PROGRAM = join(PROJECT_ROOT, 'dist', 'cli', 'quantleap.js');

describe('quantleap market', function () {
  this.timeout(30_000);
  let database: OpenedDatabase;
  let folder: string;
  before(async () => {
    database = await openTestDatabase();
    await database.db.transaction((tx) => seedReferenceData(tx));
    folder = temporaryFolder('market-cli');
  });
  after(() => database.close());

  type Ran = { code: number; out: string; err: string };
  const run = (...words: string[]): Promise<Ran> =>
    new Promise((resolve) => {
      const env = { ...process.env, DATABASE_URL: database.url };
      execFile(process.execPath, [PROGRAM, 'market', ...words], { env }, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
      );
    });
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it('sizes an entry of a past day with the quantities of that day', async () => {
    for (const [day, lots, said] of [
      ['2025-10-28', '1', '1 lot of NIFTY on 2025-10-28: 75 units (lot 75, freeze quantity 1800), 1 order: 75\n'],
      ['2026-01-13', '1', '1 lot of NIFTY on 2026-01-13: 65 units (lot 65, freeze quantity 1800), 1 order: 65\n'],
      [
        '2026-01-13',
        '55',
        '55 lots of NIFTY on 2026-01-13: 3575 units (lot 65, freeze quantity 1800), 3 orders: 2 × 1755 + 65\n',
      ],
    ] as const)
      expect(await run('size', '--underlying', 'NIFTY', '--day', day, '--lots', lots)).to.deep.equal({
        ...{ code: 0, out: said, err: '' },
      });
    expect(await run('size', '--underlying', 'NIFTY', '--day', '2026-03-02')).to.deep.equal({
      ...{ code: 1, out: '', err: 'no freeze quantity of NIFTY is loaded for 2026-03-02\n' },
    });
  });

  it('shows a day', async () => {
    const { code, out } = await run('show', '--day', '2025-10-28');
    expect(code).to.equal(0);
    expect(out).to.contain('2025-10-28 (Tuesday): open 09:15 to 15:30 IST');
    expect(out).to.match(/^NIFTY +75 +1800 +Tuesday +Tuesday$/m);
    expect(out).to.match(/^BANKNIFTY +35 +900 +none +Tuesday$/m);
  });

  it('names what is missing of a year', async () => {
    expect(await run('check', '--year', '2027')).to.include({
      ...{ code: 1, err: 'The calendar of 2027 is not loaded: no day of it trades.\n' },
    });
  });

  it('loads a file, all of it or nothing, naming file and line', async () => {
    const good = file('good.csv', 'kind,day,name\nholiday,2026-12-08,State funeral\n');
    expect((await run('load', good, '--dry-run')).out).to.equal(
      'Nothing was changed. It would be: 1 added, 0 replaced, 0 removed, 0 as they were.\n',
    );
    expect(await run('load', good, '--reason', 'circular')).to.include({ code: 0 });
    const [change] = await new MarketChangeRepository(database.db).list({ limit: 1 });
    expect(change?.changedBy).to.match(/^cli \S+$/);
    expect(change?.reason).to.equal('circular');
    expect((await run('load', good)).out).to.equal('0 added, 0 replaced, 0 removed, 1 as they were.\n');
    const clash = file('clash.csv', 'kind,day,name\nholiday,2026-12-09,x\nholiday,2026-12-08,y\n');
    expect(await run('load', clash)).to.include({
      code: 1,
      err: `${clash}:3: holiday 2026-12-08: is loaded and says otherwise: day 2026-12-08, name State funeral\n`,
    });
    const bad = file('bad.json', '[\n{"kind": "holiday", "day": "2026-12-09"}]');
    expect(await run('load', bad)).to.include({ code: 1, err: `${bad}:2: name must be a text\n` });
    expect((await run('show', '--day', '2026-12-09')).out).to.contain('open');
    expect((await run('remove', 'holiday', '--day', '2026-12-08')).out).to.contain('1 removed');
    expect((await run('show', '--day', '2026-12-08')).out).to.contain('open');
    expect((await run('changes', '--limit', '1')).out).to.contain('market_holiday: {"day":"2026-12-08"');
  });

  it('has a code of its own for wrong use', async () => {
    for (const words of [
      ['size', '--underlying', 'DAX', '--day', '2026-01-13'],
      ['show', '--day', '2026-02-30'],
      ['nonsense'],
    ]) {
      const { code, out, err } = await run(...words);
      expect([code, out], words.join(' ')).to.deep.equal([2, '']);
      expect(err).to.contain('error:');
    }
    expect(await run('load', join(folder, 'absent.csv'))).to.include({ code: 1 });
  });
});
