// The instrument master of the Noren wire: a zip file made by another program than ours.
import { expect } from 'chai';
import { zipSync } from 'fflate';
import { BrokerError } from '../../../brokers/errors.js';
import { readInstruments, unzipMaster } from '../../../brokers/noren/instruments.js';
import { failureOf } from '../../brokers/harness.js';

/** NFO_symbols.txt with two NIFTY options, a NIFTY future, a BANKNIFTY and a stock option, deflated by Python's zipfile. */
const MASTER_ZIP = [
  'UEsDBBQAAAAIAAAweF1BXpX98gAAANkBAAAPAAAATkZPX3N5bWJvbHMudHh0dc9Ra4MwEAfw932WsySxZvi4aQRpUSEp2L11LnTBNYq1UPfpd8',
  'aidLQvIZd/7seduFbfB3vUoJpaW9g2vTS/GuRw+mx+QHWHL2OPt0pcW9MNkNpz311O2vaQt71prBpa7Og7U+uiMxVapqod85IlOQRrn1HgAWRp',
  'ovbTSWgsIsYjtg4IAUI9LD1GGIe8UGlcQiTAZStMVyRYJPZYKp5KxSPJx4f/M7HQSQmwcEGSnUPKEjzspkhQMhGcjIRP4P0t20zMfLtRUcDw05',
  '23rOeyu6FenRhix8c+3sltmojlxkIpCtyT8knEahal2oxrjtEM/gFQSwECFAMUAAAACAAAMHhdQV6V/fIAAADZAQAADwAAAAAAAAAAAAAAgAEA',
  'AAAATkZPX3N5bWJvbHMudHh0UEsFBgAAAAABAAEAPQAAAB8BAAAAAA==',
].join('');
const HEADER = 'Exchange,Token,LotSize,Symbol,TradingSymbol,Expiry,Instrument,OptionType,StrikePrice,TickSize,';

describe('brokers: noren instruments', () => {
  it('reads the index options on one underlying out of the zip file', async () => {
    const csv = await unzipMaster(Buffer.from(MASTER_ZIP, 'base64'));
    const common = { exchange: 'NFO', underlying: 'NIFTY', expiry: '2026-12-01', strikePaise: 24_500_00 } as const;
    const rules = { lotUnits: 65, tickPaise: 5 };
    expect(readInstruments(csv, 'NIFTY')).to.deep.equal([
      { tradingsymbol: 'NIFTY01DEC26C24500', instrumentKey: '54321', ...common, optionType: 'CE', ...rules },
      { tradingsymbol: 'NIFTY01DEC26P24500', instrumentKey: '54322', ...common, optionType: 'PE', ...rules },
    ]);
    expect(readInstruments(csv, 'BANKNIFTY').map((o) => o.instrumentKey)).to.deep.equal(['60001']);
    expect(readInstruments(csv, 'FINNIFTY')).to.deep.equal([]);
  });

  it('unzips a file of the real size', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `NFO,${i},65,NIFTY,S${i},01-DEC-2026,OPTIDX,CE,24500,0.05,`);
    const zip = zipSync({ 'NFO_symbols.txt': Buffer.from([HEADER, ...rows].join('\n')) });
    expect(readInstruments(await unzipMaster(Buffer.from(zip)), 'NIFTY')).to.have.length(60_000);
  });

  it('says so when it is no zip file, a broken one, or one of something else', async () => {
    const whole = Buffer.from(MASTER_ZIP, 'base64');
    const other = Buffer.from(zipSync({ 'NSE_symbols.txt': Buffer.from('x') }));
    for (const file of [Buffer.from('<html>'), Buffer.alloc(0), whole.subarray(0, 200), other])
      expect(String(await failureOf(unzipMaster(file)))).to.match(/zip file/);
  });

  it('is unreadable with a missing column or a value that is not what it should be', () => {
    const row = 'NFO,1,65,NIFTY,NIFTY01DEC26C24500,01-DEC-2026,OPTIDX,CE,24500.0,0.05,';
    const unreadable: [string, RegExp][] = [
      ['', /no column Exchange/],
      ['<html>', /no column/],
      [`${HEADER.replace('Token', 'Tokens')}\n${row}`, /no column Token/],
      [`${HEADER}\n${row.replace(',65,', ',,')}`, /LotSize/],
      [`${HEADER}\n${row.replace('01-DEC-2026', '2026-12-01')}`, /Expiry/],
      [`${HEADER}\n${row.replace('01-DEC-2026', '01-DEZ-2026')}`, /Expiry/],
      [`${HEADER}\n${row.replace(',CE,', ',XX,')}`, /OptionType/],
      [`${HEADER}\n${row.replace('NFO,1,', 'NFO,x,')}`, /Token/],
    ];
    for (const [csv, named] of unreadable)
      expect(() => readInstruments(csv, 'NIFTY'), csv).to.throw(BrokerError, named);
  });
});
