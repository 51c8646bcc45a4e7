// One live subscription per user and template, decided by an index however many ask at once.
import { expect } from 'chai';
import { isUniqueViolation } from '../../db/sql.js';
import { seedDevelopmentData } from '../../db/seeds/development-data.js';
import { openTestDatabase, PARTNER, type OpenedDatabase } from './database.js';
import { insertSubscription, insertUser } from './rows.js';

describe('subscription_live index', () => {
  let database: OpenedDatabase;
  before(async () => {
    database = await openTestDatabase();
    await seedDevelopmentData(database.db, 'a pepper for tests');
  });
  after(() => database.close());

  it('lets one of many simultaneous subscriptions through, and another after it is cancelled', async () => {
    const { db } = database;
    const user = await insertUser(db, PARTNER, 'twice@b.example');
    const tries = await Promise.allSettled(
      ['a', 'b', 'c', 'd'].map((n) => insertSubscription(db, PARTNER, `sub_${n}`, user)),
    );
    expect(tries.filter((t) => t.status === 'fulfilled')).to.have.length(1);
    for (const t of tries)
      if (t.status === 'rejected') expect(isUniqueViolation(t.reason, 'subscription_live')).to.equal(true);

    await db.query(`UPDATE subscription SET status = 'PAUSED' WHERE user_pk = $1`, [user]);
    const whilePaused = await insertSubscription(db, PARTNER, 'sub_e', user).catch((error: unknown) => error);
    expect(isUniqueViolation(whilePaused, 'subscription_live')).to.equal(true);

    await db.query(`UPDATE subscription SET status = 'CANCELLED' WHERE user_pk = $1`, [user]);
    await insertSubscription(db, PARTNER, 'sub_f', user);
  });
});
