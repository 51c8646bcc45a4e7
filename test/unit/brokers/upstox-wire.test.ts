// What Upstox' answers are read as: orders, positions, quotes and the instrument master.
import { gzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import fc from 'fast-check';
import { BrokerError } from '../../../brokers/errors.js';
import { jsonRows } from '../../../brokers/upstox/json-rows.js';
import { readMaster } from '../../../brokers/upstox/master.js';
import { readQuotes, readSpotPaise } from '../../../brokers/upstox/quotes.js';
import {
  readBook,
  readGrant,
  readHistoryOrderId,
  readMarginPaise,
  readPositions,
} from '../../../brokers/upstox/wire.js';

const ROW = {
  ...{ order_id: '231019025057849', tag: 'T1', instrument_token: 'NSE_FO|52618', trading_symbol: 'NIFTY26D0124500CE' },
  ...{ transaction_type: 'SELL', quantity: 130, filled_quantity: 65, price: 150.05, average_price: 150.3333 },
  ...{ status: 'open', status_message: null },
};
const ours = (key: string): string | undefined => (key === 'NSE_FO|52618' ? 'NIFTY 24500 CE 01 DEC 26' : undefined);

/** As published, with an expiry in the last second of its day in India. */
const OPTION = {
  ...{ weekly: true, segment: 'NSE_FO', name: 'NIFTY', exchange: 'NSE', expiry: 1_796_149_799_000 },
  ...{ instrument_type: 'CE', underlying_symbol: 'NIFTY', instrument_key: 'NSE_FO|52618', lot_size: 65 },
  ...{ freeze_quantity: 1800.0, exchange_token: '52618', minimum_lot: 65, underlying_key: 'NSE_INDEX|Nifty 50' },
  ...{ tick_size: 5.0, underlying_type: 'INDEX', trading_symbol: 'NIFTY 24500 CE 01 DEC 26', strike_price: 24500.0 },
};
const OTHERS = [
  { ...OPTION, segment: 'NSE_EQ', instrument_type: 'EQ', name: 'A } "quoted" { CE _FO name' },
  { ...OPTION, instrument_type: 'FUT', strike_price: 0 },
  { ...OPTION, underlying_symbol: 'IDEA', instrument_key: 'NSE_FO|36708' },
  { ...OPTION, segment: 'MCX_FO', underlying_symbol: 'CRUDEOIL' },
];

async function* inChunksOf(size: number, bytes: Buffer): AsyncGenerator<Buffer> {
  for (let i = 0; i < bytes.length; i += size) yield await Promise.resolve(bytes.subarray(i, i + size));
}
async function rowsOf(stream: AsyncIterable<Buffer>): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const text of jsonRows(stream)) rows.push(JSON.parse(text));
  return rows;
}
const failing = async (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

describe('brokers: upstox wire', () => {
  it('reads an order: paise, units, our symbol of its key, no empty reasons', () => {
    expect(readBook([ROW], ours)).to.deep.equal([
      {
        ...{ brokerOrderId: '231019025057849', tag: 'T1', side: 'SELL', status: 'OPEN' },
        ...{ tradingsymbol: 'NIFTY 24500 CE 01 DEC 26', instrumentKey: 'NSE_FO|52618' },
        ...{ quantityUnits: 130, filledUnits: 65, limitPricePaise: 150_05, averagePricePaise: 150_33 },
      },
    ]);
  });

  it('keeps the broker’s own symbol of a contract that it has not listed here', () => {
    const [order] = readBook([{ ...ROW, instrument_token: 'NSE_FO|7' }], ours);
    expect(order).to.include({ tradingsymbol: 'NIFTY26D0124500CE', instrumentKey: 'NSE_FO|7' });
  });

  it('takes the words on the way to the exchange as open and refuses a word it does not know', () => {
    for (const status of ['put order req received', 'validation pending', 'Open Pending', 'not cancelled', 'modified'])
      expect(readBook([{ ...ROW, status }], ours)[0]!.status, status).to.equal('OPEN');
    expect(readBook([{ ...ROW, status: 'cancelled after market order' }], ours)[0]!.status).to.equal('CANCELLED');
    expect(() => readBook([{ ...ROW, status: 'frozen' }], ours)).to.throw(BrokerError, 'unknown order status "frozen"');
  });

  it('leaves out orders without a tag, whatever they look like', () => {
    expect(readBook([{ order_id: 1, tag: null }, {}, { tag: '' }], ours)).to.deep.equal([]);
  });

  it('says unreachable, naming the field, when something is missing or not what it should be', () => {
    for (const [field, value] of [
      ['quantity', '130'],
      ['filled_quantity', 1.5],
      ['instrument_token', undefined],
      ['transaction_type', 'HOLD'],
      ['price', -1],
    ] as const)
      expect(() => readBook([{ ...ROW, [field]: value }], ours)).to.throw(BrokerError, field);
    expect(() => readPositions({}, ours)).to.throw(BrokerError, 'unreadable positions');
    expect(() => readMarginPaise({ equity: {} })).to.throw(BrokerError, 'available_margin');
    expect(() => readGrant('{"user_id":"U"}')).to.throw(BrokerError, 'access_token');
    expect(() => readGrant('<html>')).to.throw(BrokerError, 'unreadable session');
  });

  it('finds the order that a tag’s history is about', () => {
    const history = [
      { order_id: '1', tag: 'OTHER' },
      { order_id: '2', tag: 'T1' },
      { order_id: '2', tag: 'T1' },
    ];
    expect(readHistoryOrderId(history, 'T1')).to.equal('2');
    expect(readHistoryOrderId([], 'T1')).to.equal(undefined);
  });

  it('reads positions, short ones too, and rounds the margin down to the paisa', () => {
    const position = { instrument_token: 'NSE_FO|52618', trading_symbol: 'x', quantity: -65 };
    expect(readPositions([position], ours)).to.deep.equal([
      { tradingsymbol: 'NIFTY 24500 CE 01 DEC 26', instrumentKey: 'NSE_FO|52618', netUnits: -65 },
    ]);
    expect(readMarginPaise({ equity: { available_margin: 15507.469 } })).to.equal(15_507_46);
  });

  it('reads quotes by instrument key, prices of single precision too; no quote for what nobody bids for or offers', () => {
    const level = (price: number) => [{ price, quantity: 65, orders: 1 }];
    const row = (bid: number, key: string) => ({
      ...{ instrument_token: key, last_price: 52.04999923706055, lower_circuit_limit: 0.05, upper_circuit_limit: 900 },
      depth: { buy: level(bid), sell: level(52.1) },
    });
    const quotes = readQuotes({ 'NSE_FO:A': row(52, 'NSE_FO|1'), 'NSE_FO:B': row(0, 'NSE_FO|2') });
    expect([...quotes]).to.deep.equal([
      ['NSE_FO|1', { bidPaise: 52_00, askPaise: 52_10, lastPaise: 52_05, lowerBandPaise: 5, upperBandPaise: 900_00 }],
    ]);
    const spot = { 'NSE_INDEX:Nifty 50': { instrument_token: 'NSE_INDEX|Nifty 50', last_price: 24512.35 } };
    expect(readSpotPaise(spot, 'NSE_INDEX|Nifty 50')).to.equal(24_512_35);
    expect(() => readSpotPaise(spot, 'NSE_INDEX|Nifty Bank')).to.throw(BrokerError, 'NSE_INDEX|Nifty Bank is missing');
  });
});

describe('brokers: upstox instrument master', () => {
  const gz = (rows: unknown): Buffer => gzipSync(JSON.stringify(rows));

  it('reads the index options and passes over everything else', async () => {
    const { options, byKey, indexKeys } = await readMaster(gz([...OTHERS, OPTION]));
    expect(options).to.deep.equal([
      {
        ...{ tradingsymbol: 'NIFTY 24500 CE 01 DEC 26', exchange: 'NFO', instrumentKey: 'NSE_FO|52618' },
        ...{ underlying: 'NIFTY', expiry: '2026-12-01', strikePaise: 24_500_00, optionType: 'CE' },
        ...{ lotUnits: 65, tickPaise: 5 },
      },
    ]);
    expect(byKey.get('NSE_FO|52618')).to.equal(options[0]);
    expect([...indexKeys]).to.deep.equal([['NIFTY', 'NSE_INDEX|Nifty 50']]);
  });

  it('refuses a file that is cut off, holds none of our options, or lists one without a key field', async () => {
    const whole = gz([...OTHERS, OPTION]);
    const plain = Buffer.from(JSON.stringify([...OTHERS, OPTION]));
    for (const [file, problem] of [
      [whole.subarray(0, whole.length - 20), /unexpected end of file/],
      [gzipSync(plain.subarray(0, plain.length - 10)), /cut off after 4 rows/],
      [gz(OTHERS), /no option of a known index/],
      [gz([]), /cut off after 0 rows/],
      [gz([{ ...OPTION, tick_size: 0.05 }]), /tick_size/],
      [gz([{ ...OPTION, lot_size: '65' }]), /lot_size/],
      [Buffer.from('<html>'), /header/],
    ] as const)
      expect(String(await failing(readMaster(file)))).to.match(problem);
  });

  it('splits rows wherever the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.constant({ nested: '}{' }))), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.integer({ min: 1, max: 40 }),
        async (rows, size) => {
          const bytes = Buffer.from(JSON.stringify(rows));
          expect(await rowsOf(inChunksOf(size, bytes))).to.deep.equal(JSON.parse(bytes.toString()));
        },
      ),
      { numRuns: 60 },
    );
    expect(await rowsOf(Readable.from([Buffer.from(' [ {"a":1} , {"b":"\\"}"} ] ')]))).to.deep.equal([
      { a: 1 },
      { b: '"}' },
    ]);
  });
});
