// New places for many accounts in one statement: only where there is room, never twice, and two processes never wait for each other in a ring.
import { expect } from 'chai';
import { SendSlotRepository, type SlotMove } from '../../db/repositories/send-slots.js';
import { SlotMoves } from '../../engine/slot-moves.js';
import { openTestDatabase, PARTNER, type OpenedDatabase } from './database.js';
import { insertAccount, insertUser } from './rows.js';

const T = 1_800_000_000_000;
const ACCOUNTS = Array.from({ length: 60 }, (_, i) => `acc_${i}`);
const PER_SECOND = 8;

describe('moves of send slots', function () {
  this.timeout(20_000);
  let database: OpenedDatabase;
  let slots: SendSlotRepository;

  before(async () => {
    database = await openTestDatabase();
    slots = new SendSlotRepository(database.db);
    for (const id of ACCOUNTS)
      await insertAccount(database.db, PARTNER, id, await insertUser(database.db, PARTNER, `${id}@example.com`));
  });
  beforeEach(async () => {
    await database.db.query('DELETE FROM send_slot');
    for (const id of ACCOUNTS) await slots.book(database.db, id, 4, T, PER_SECOND);
  });
  after(() => database.close());

  const wave = (accountId: string, fromMs: number, count = 2): SlotMove => ({
    accountId,
    released: Array<number>(count).fill(T),
    count,
    fromMs,
    perSecond: PER_SECOND,
  });
  const taken = async (accountId: string): Promise<number[]> => {
    const rows = await database.db.query<{ taken: string[] }>('SELECT taken FROM send_slot WHERE account_id = $1', [
      accountId,
    ]);
    return (rows[0]?.taken ?? []).map(Number).sort((a, b) => a - b);
  };

  it('are made where there is room, and change nothing where there is none', async () => {
    await slots.book(database.db, 'acc_1', 4, T, PER_SECOND);
    const moved = await slots.moveAtOnce([wave('acc_0', T + 300), wave('acc_1', T + 300, 3)]);
    expect([...moved]).to.have.members(['acc_0', 'acc_1']);
    await slots.book(database.db, 'acc_2', 4, T, PER_SECOND);
    const another = { ...wave('acc_2', T + 300), released: [] };
    expect([...(await slots.moveAtOnce([another, wave('acc_3', T + 200)]))]).to.deep.equal(['acc_3']);
    expect(await taken('acc_0')).to.deep.equal([T, T, T + 300, T + 300]);
    expect(await taken('acc_2')).to.deep.equal(Array(8).fill(T));
    expect(await taken('acc_3')).to.deep.equal([T, T, T + 200, T + 200]);
  });

  it('give each its places, one after the other where they do not fit at once', async () => {
    const moves = new SlotMoves(slots);
    await slots.book(database.db, 'acc_1', 4, T, PER_SECOND);
    const [simple, full, again] = await Promise.all([
      moves.move(wave('acc_0', T + 300)),
      moves.move({ ...wave('acc_1', T + 300), released: [] }),
      moves.move({ ...wave('acc_0', T + 300), released: [] }),
    ]);
    expect(simple).to.deep.equal([T + 300, T + 300]);
    expect(full.every((at) => at >= T + 1_000)).to.equal(true);
    expect(again).to.deep.equal([T + 300, T + 300]);
    expect(await taken('acc_0')).to.deep.equal([T, T, T + 300, T + 300, T + 300, T + 300]);
  });

  it('of two processes that want the same accounts the other way round never lock each other out', async () => {
    const other = new SendSlotRepository(database.db);
    const rounds = Array.from({ length: 20 }, async () => {
      const forward = ACCOUNTS.map((id) => ({ ...wave(id, T + 300), released: [], perSecond: 1_000 }));
      await Promise.all([slots.moveAtOnce(forward), other.moveAtOnce(forward.toReversed())]);
    });
    await Promise.all(rounds);
    for (const id of ACCOUNTS) expect(await taken(id)).to.have.length(4 + 20 * 2 * 2);
  });
});
