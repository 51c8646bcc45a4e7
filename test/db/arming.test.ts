// The measured arming rate: from runs large enough to tell, the slowest of the last ones; and the lead that follows from it.
import { expect } from 'chai';
import { ArmingRepository } from '../../db/repositories/arming.js';
import { RunViewRepository } from '../../db/repositories/run-views.js';
import { seedDevelopmentData } from '../../db/seeds/development-data.js';
import { openTestDatabase, type OpenedDatabase } from './database.js';
import { insertAccount, insertRun, insertSubscription, insertUser } from './rows.js';

const PARTNER = 'zebu';
const TEMPLATE = 'basket_admin_iron_condor';

describe('arming', function () {
  this.timeout(20_000);
  let database: OpenedDatabase;
  let arming: ArmingRepository;

  before(async () => {
    database = await openTestDatabase({ migrated: true });
    const { db } = database;
    await seedDevelopmentData(db, 'a pepper for tests');
    for (let i = 0; i < 80; i += 1) {
      const userPk = await insertUser(db, PARTNER, `a${i}@example.com`);
      await insertAccount(db, PARTNER, `acc_${i}`, userPk);
      await insertSubscription(db, PARTNER, `sub_${i}`, userPk);
    }
    arming = new ArmingRepository(db, 60);
  });
  after(() => database.close());

  /** A run whose entry is `entryInS` from now and of whose subscribers the last was armed `armedForS` after the first. */
  async function run(id: string, entryInS: number, subscribers: number, armedForS: number, lastBeforeEntryS = 20) {
    const { db } = database;
    await insertRun(db, id, 'completed', entryInS);
    await db.query('UPDATE strategy_run SET subscribers = $2, lead_s = 60 WHERE id = $1', [id, subscribers]);
    await db.query(
      `INSERT INTO execution (id, run_id, subscription_id, account_id, partner_id, mode, shard, lot_multiplier, armed_at)
       SELECT $1 || '_' || i, $1, 'sub_' || i, 'acc_' || i, $2, 'test', 0, 1,
         r.entry_at - make_interval(secs => $4 + $5 * (1 - i / ($3 - 1.0)))
       FROM generate_series(0, $3 - 1) AS i, strategy_run r WHERE r.id = $1`,
      [id, PARTNER, subscribers, lastBeforeEntryS, armedForS],
    );
  }

  it('has no rate before a run was large enough to tell', async () => {
    await run('run_small', -900, 10, 0.2);
    expect(await arming.measuredRate()).to.equal(undefined);
    expect(await arming.leadS(TEMPLATE, 'live')).to.equal(60);
  });

  it('takes the slowest of the last five', async () => {
    await run('run_oldest', -800, 60, 60);
    for (const [i, seconds] of [1, 2, 4, 2, 1].entries()) await run(`run_${i}`, -700 + i * 100, 60, seconds);
    expect(await arming.measuredRate()).to.be.closeTo(15, 0.3);
  });

  it('counts a run that was not armed in time: the next one needs a longer lead', async () => {
    await run('run_late', -50, 60, 30, -2);
    expect(await arming.measuredRate()).to.be.closeTo(2, 0.05);
  });

  it('shows in the report of a run, with who was armed too late', async () => {
    const views = new RunViewRepository(database.db);
    const { arming: late } = (await views.find('run_late')) ?? {};
    expect(late).to.deep.include({ leadS: 60, armed: 60, perSecond: 2 });
    expect(late?.late).to.be.within(5, 7);
    expect((await views.find('run_2'))?.arming).to.deep.equal({ leadS: 60, armed: 60, late: 0, perSecond: 15 });
  });
});
