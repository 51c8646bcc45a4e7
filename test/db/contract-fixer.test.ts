// Fixing contracts from the stored list of the day: read once a run, the broker asked only where there is none.
import { expect } from 'chai';
import type { BrokerAdapter } from '../../brokers/port.js';
import { InstrumentRepository } from '../../db/repositories/instruments.js';
import { RunContractRepository } from '../../db/repositories/run-contracts.js';
import { seedDevelopmentData } from '../../db/seeds/development-data.js';
import { countInstruments } from '../../domain/instrument-check.js';
import type { ContractRef, LegSpec, OptionInstrument, Quote } from '../../domain/option-contract.js';
import { listedOptions } from '../../domain/simulated-listing.js';
import { ContractError, ContractFixer } from '../../engine/contract-fixer.js';
import { openTestDatabase, type OpenedDatabase } from './database.js';

const DAY = '2026-01-13';
const SPOT = 24_512_00;
const base = { optionType: 'CE', expiry: 'nearest', lots: 1 } as const;

describe('the contracts of a run', () => {
  let database: OpenedDatabase;
  let masters: InstrumentRepository;
  let runs = 0;
  let listReads = 0;
  const quoteCalls: number[] = [];
  /** The list as the broker itself would give it; told from the stored one by its keys. */
  let brokers: OptionInstrument[];

  before(async () => {
    database = await openTestDatabase();
    masters = new InstrumentRepository(database.db);
    await seedDevelopmentData(database.db, 'test-pepper-0123456789');
  });
  after(() => database.close());
  beforeEach(() => {
    listReads = 0;
    quoteCalls.length = 0;
    brokers = listedOptions('NIFTY', DAY).map((i) => ({ ...i, instrumentKey: `asked|${i.instrumentKey}` }));
  });

  /** A call's premium falls by ₹1 a strike around ₹100.00 at the money. */
  const quoteOf = ({ tradingsymbol }: ContractRef): [string, Quote] => {
    const listing = listedOptions('NIFTY', DAY).find((i) => i.tradingsymbol === tradingsymbol);
    const steps = ((listing?.strikePaise ?? 0) - 24_500_00) / 50_00;
    const mid = 100_00 - steps * 1_00;
    return [
      tradingsymbol,
      { bidPaise: mid - 5, askPaise: mid + 5, lastPaise: mid, lowerBandPaise: 5, upperBandPaise: 1_000_000 },
    ];
  };
  const adapter = {
    ...{ broker: 'zebu', wire: 'zebu', capabilities: { modifyOrder: true, ordersPerSecond: 10 } },
    spotPaise: () => Promise.resolve(SPOT),
    instruments: () => {
      listReads += 1;
      return Promise.resolve(brokers);
    },
    quotes: (_session: unknown, contracts: readonly ContractRef[]) => {
      quoteCalls.push(contracts.length);
      return Promise.resolve(new Map(contracts.map(quoteOf)));
    },
  } as unknown as BrokerAdapter;

  async function fix(
    legs: LegSpec[],
    { day = DAY, fixer = new ContractFixer(new RunContractRepository(database.db), masters), capabilities = {} } = {},
  ) {
    const runId = `run_${++runs}`;
    await database.db.query(
      `INSERT INTO strategy_run (id, template_id, template_version, mode, trading_day, entry_at, status, workflow_id, created_by)
       VALUES ($1, 'basket_admin_test_strategy', 1, 'live', $2, now(), 'running', $1, 'test')`,
      [runId, day],
    );
    const session = { clientId: 'C', apiKey: 'k', accessToken: 't' };
    return fixer.fix({
      runId,
      tradingDay: day,
      underlying: 'NIFTY',
      legs,
      lotUnits: 65,
      freezeUnits: 1_800,
      adapter: { ...adapter, capabilities: { ...adapter.capabilities, ...capabilities } },
      session,
    });
  }
  const store = async (day: string, list: OptionInstrument[]) => {
    await masters.request('zebu', day, 'test');
    await masters.store('zebu', day, list, { counts: countInstruments(list), warnings: [] });
  };
  const refusal = (legs: LegSpec[], capabilities = {}) =>
    fix(legs, { capabilities }).then(
      () => 'fixed',
      (error: unknown) => (error instanceof ContractError ? error.message : String(error)),
    );

  it("are the broker's where no list is stored, which is asked for once a day", async () => {
    const fixer = new ContractFixer(new RunContractRepository(database.db), masters);
    for (let i = 0; i < 2; i += 1) {
      const [contract] = await fix([{ ...base, side: 'BUY', strikeOffset: 0 }], { fixer });
      expect(contract?.instrumentKey).to.match(/^asked\|NIFTY/);
    }
    expect(listReads).to.equal(1);
  });

  it('are those of the stored list of that day, wire and index, and the broker is not asked', async () => {
    await store(DAY, [...listedOptions('NIFTY', DAY), ...listedOptions('BANKNIFTY', DAY)]);
    const [contract] = await fix([{ ...base, side: 'BUY', strikeOffset: 2 }]);
    expect(contract).to.include({ strikePaise: 24_600_00, lotUnits: 65, underlying: 'NIFTY', sliceUnits: 1_755 });
    expect(contract?.instrumentKey).to.equal(contract?.tradingsymbol);
    expect(listReads).to.equal(0);
    await fix([{ ...base, side: 'BUY', strikeOffset: 2 }], { day: '2026-01-14' });
    expect(listReads).to.equal(1);
  });

  it('by premium are not looked for where the broker gives a request for quotes a second: others would wait for it', async () => {
    const legs: LegSpec[] = [
      { ...base, side: 'BUY', strike: { by: 'distance', points: 500 } },
      { ...base, side: 'SELL', strike: { by: 'premium', paise: 79_80 } },
    ];
    expect(await refusal(legs, { quotesEveryMs: 1_000 })).to.equal(
      'leg 2: zebu gives too few quotes before an entry to find strikes by premium',
    );
    expect(quoteCalls).to.deep.equal([]);
    expect(await refusal(legs.slice(0, 1), { quotesEveryMs: 1_000 })).to.equal('fixed');
  });

  it('by premium and distance are found with few quotes', async () => {
    const contracts = await fix([
      { ...base, side: 'BUY', strike: { by: 'premium', paise: 79_80 } },
      { ...base, side: 'SELL', strike: { by: 'distance', points: 500 } },
    ]);
    expect(contracts.map(({ strikePaise }) => strikePaise)).to.deep.equal([25_500_00, 25_000_00]);
    // At most four rounds of nine, and one for the limit prices.
    expect(quoteCalls.length).to.be.at.most(5);
    expect(Math.max(...quoteCalls)).to.be.at.most(9);
  });

  it('that are not listed, or not quoted at such a premium, are reported and not guessed', async () => {
    expect(
      await refusal([
        { ...base, side: 'BUY', strikeOffset: 0 },
        { ...base, side: 'SELL', strikeOffset: 60 },
      ]),
    ).to.equal('leg 2: no CE contract is listed at ATM +60 of the nearest expiry');
    expect(await refusal([{ ...base, side: 'BUY', strike: { by: 'premium', paise: 900_00 } }])).to.equal(
      'leg 1: no CE contract with a premium around ₹900.00 is quoted of the nearest expiry',
    );
    expect(await refusal([{ ...base, side: 'BUY', expiry: 'monthly', strikeOffset: 60 }])).to.contain(
      'of the monthly expiry',
    );
  });

  it('are refused when two legs buy and sell the same one', async () => {
    expect(
      await refusal([
        { ...base, side: 'BUY', strike: { by: 'premium', paise: 99_80 } },
        { ...base, side: 'SELL', strikeOffset: 0 },
      ]),
    ).to.match(/^legs 1 and 2 buy and sell the same contract, NIFTY/);
  });
});
