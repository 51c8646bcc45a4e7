// Noren's bodies and answers: numbers as text, words in any casing, other people's orders and other exchanges not ours.
import { expect } from 'chai';
import { BrokerError } from '../../../brokers/errors.js';
import { readQuote, readSpotPaise } from '../../../brokers/noren/market-data.js';
import {
  jData,
  modifyFields,
  placeFields,
  readBook,
  readGrant,
  readMarginPaise,
  readPositions,
  readTerms,
} from '../../../brokers/noren/wire.js';
import type { PlaceOrder } from '../../../brokers/port.js';

/** As in the SDK's own documents, on a contract of ours. */
const row = {
  ...{ stat: 'Ok', norenordno: '26112400000017', uid: 'Z1', actid: 'Z1', exch: 'NFO', tsym: 'NIFTY01DEC26C24500' },
  ...{ qty: '130', trantype: 'S', prctyp: 'LMT', ret: 'DAY', token: '54321', pp: '2', ls: '65', ti: '0.05' },
  ...{ prc: '150.05', avgprc: '150.3333', prd: 'I', status: 'OPEN', fillshares: '65', remarks: 'QTAG' },
  ...{ norentm: '19:59:32 13-12-2020', exch_tm: '00:00:00 01-01-1980', exchordid: '6858' },
};
const quote = {
  ...{ stat: 'Ok', exch: 'NFO', tsym: 'NIFTY01DEC26C24500', token: '54321', pp: '2', ls: '65', ti: '0.05' },
  ...{ uc: '290.30', lc: '0.05', lp: '150.00', bp1: '149.95', sp1: '150.10', bq1: '2600', sq1: '1300' },
};
const grant = {
  ...{ stat: 'Ok', access_token: 'T', USERID: 'Z56004', actid: 'Z56004', uid: 'Z56004', expires_in: '1772527627' },
  ...{ refresh_token: 'R', scope: 'NA', susertoken: 'S', uname: 'A', brkname: 'ZEBU' },
};
const withoutField = (object: Record<string, unknown>, name: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));

describe('brokers: noren wire', () => {
  const order: PlaceOrder = {
    tag: 'QTAG',
    tradingsymbol: 'M&M01DEC26C3000',
    instrumentKey: '9',
    exchange: 'NFO',
    side: 'BUY',
    quantityUnits: 65,
    limitPricePaise: 150_50,
  };

  it('writes a placement: jData as text, every number as text, the symbol URL-encoded, the algo id when there is one', () => {
    const body = jData(placeFields('Z1', order, 'ALGO7'));
    expect(body.type).to.equal('text/plain');
    expect(body.text)
      .to.match(/^jData=\{/)
      .and.include('"tsym":"M%26M01DEC26C3000"');
    expect(JSON.parse(body.text.slice('jData='.length))).to.deep.equal({
      ...{ uid: 'Z1', actid: 'Z1', exch: 'NFO', tsym: 'M%26M01DEC26C3000', qty: '65', dscqty: '0', prc: '150.50' },
      ...{ prd: 'I', trantype: 'B', prctyp: 'LMT', ret: 'DAY', remarks: 'QTAG', ordersource: 'API', algo_id: 'ALGO7' },
    });
    expect(placeFields('Z1', { ...order, side: 'SELL' }))
      .to.include({ trantype: 'S' })
      .and.not.have.property('algo_id');
  });

  it('repeats contract and whole quantity in a change of price', () => {
    const terms = readTerms([row, { ...row, qty: '65', status: 'PENDING' }]);
    expect(terms).to.deep.equal({ exch: 'NFO', tsym: 'NIFTY01DEC26C24500', qty: 130 });
    expect(modifyFields('Z1', '17', terms, 5)).to.include({ norenordno: '17', qty: '130', prc: '0.05', prctyp: 'LMT' });
  });

  it('reads an order: paise, units, no empty reasons', () => {
    expect(readBook([row])).to.deep.equal([
      {
        ...{
          brokerOrderId: '26112400000017',
          tag: 'QTAG',
          tradingsymbol: 'NIFTY01DEC26C24500',
          instrumentKey: '54321',
        },
        ...{ side: 'SELL', quantityUnits: 130, filledUnits: 65, limitPricePaise: 15_005, averagePricePaise: 15_033 },
        ...{ status: 'OPEN' },
      },
    ]);
    const rejected = { ...row, status: 'REJECT', rejreason: 'RED:Margin Shortfall:INR 10.00 Available:INR 5.00' };
    expect(readBook([rejected])[0]).to.include({
      status: 'REJECTED',
      statusCode: 'RED',
      statusMessage: rejected.rejreason,
    });
    expect(readBook([{ ...row, status: 'REJECTED', rejreason: '16388 : out of range' }])[0]).to.include({
      statusCode: '16388',
    });
    expect(readBook([{ ...row, status: 'REJECTED', rejreason: 'Insufficient funds' }])[0]).to.not.have.property(
      'statusCode',
    );
  });

  it('knows the status words in any casing, and refuses one it does not know', () => {
    const words = {
      Open: 'OPEN',
      pending: 'OPEN',
      TRIGGER_PENDING: 'OPEN',
      Complete: 'COMPLETE',
      Canceled: 'CANCELLED',
    };
    for (const [status, expected] of Object.entries(words))
      expect(readBook([{ ...row, status }])[0]!.status, status).to.equal(expected);
    expect(() => readBook([{ ...row, status: 'HALF DONE' }])).to.throw(BrokerError, 'unknown order status "HALF DONE"');
  });

  it('takes absent fills for none while an order is open, and for unreadable when it is complete', () => {
    const unfilled = withoutField(withoutField(row, 'fillshares'), 'avgprc');
    expect(readBook([unfilled])[0]).to.include({ filledUnits: 0, averagePricePaise: 0 });
    expect(() => readBook([{ ...unfilled, status: 'COMPLETE' }])).to.throw(BrokerError, /without fillshares/);
  });

  it('leaves out orders without a tag of ours or on other exchanges, whatever they look like', () => {
    const foreign = [
      { exch: 'NFO', status: 'HALF DONE' },
      { exch: 'NFO', remarks: 'my order no. 1', status: 'HALF DONE' },
      { exch: 'NSE', remarks: 'QTAG', status: 'HALF DONE' },
      { exch: 'NFO', remarks: null },
    ];
    expect(readBook(foreign)).to.deep.equal([]);
    expect(readPositions([{ exch: 'NSE', tsym: 'ACC-EQ', token: '22', netqty: 'many' }])).to.deep.equal([]);
  });

  it('reads positions with their sign and what is free of the limits', () => {
    const position = { exch: 'NFO', tsym: 'NIFTY01DEC26C24500', token: '54321', netqty: '-65' };
    expect(readPositions([position])).to.deep.equal([
      { tradingsymbol: 'NIFTY01DEC26C24500', instrumentKey: '54321', netUnits: -65 },
    ]);
    expect(readMarginPaise({ stat: 'Ok', cash: '1000.50' })).to.equal(1000_50);
    const limits = { cash: '1000.55', payin: '100.00', payout: '50.00', marginused: '200.25', brkcollamt: '9999.00' };
    expect(readMarginPaise(limits)).to.equal(850_30);
  });

  it('reads a session: expires_in is a point in time, whatever its name says', () => {
    expect(readGrant(grant)).to.deep.equal({
      ...{ accessToken: 'T', userId: 'Z56004', accountId: 'Z56004', expiresAtMs: 1_772_527_627_000 },
    });
    expect(readGrant({ ...grant, expires_in: 1_772_527_627 }).expiresAtMs).to.equal(1_772_527_627_000);
    for (const expires_in of ['86400', '1772527627000', '-1', '', 'tomorrow', '1.7e9', undefined])
      expect(() => readGrant({ ...grant, expires_in }), String(expires_in)).to.throw(BrokerError, /expires_in/);
  });

  it('has no quote for what nobody bids for or offers, and refuses another contract’s', () => {
    expect(readQuote(quote, '54321')).to.deep.equal({
      ...{ bidPaise: 149_95, askPaise: 150_10, lastPaise: 150_00, lowerBandPaise: 5, upperBandPaise: 290_30 },
    });
    expect(readQuote({ ...quote, sp1: '0.00' }, '54321')).to.equal(undefined);
    expect(readQuote(withoutField(quote, 'bp1'), '54321')).to.equal(undefined);
    expect(() => readQuote(quote, '54322')).to.throw(BrokerError, /asked for 54322/);
    expect(readSpotPaise({ token: '26000', lp: '24500.35' }, '26000')).to.equal(24_500_35);
  });

  it('says unreachable, naming the field, when something is missing or not what it should be', () => {
    const unreadable: [() => unknown, RegExp][] = [
      [() => readBook({ stat: 'Ok' }), /unreadable order book/],
      [() => readBook([{ ...row, qty: 130 }]), /qty/],
      [() => readBook([{ ...row, qty: '1e3' }]), /qty/],
      [() => readBook([{ ...row, prc: '' }]), /prc/],
      [() => readBook([{ ...row, prc: '1.234' }]), /two decimals/],
      [() => readBook([{ ...row, trantype: 'BUY' }]), /trantype/],
      [() => readBook([withoutField(row, 'token')]), /token/],
      [() => readTerms([]), /unreadable order history/],
      [() => readGrant(withoutField(grant, 'USERID')), /USERID/],
      [() => readGrant(withoutField(grant, 'actid')), /actid/],
      [() => readPositions([{ exch: 'NFO', tsym: 'X', token: '1' }]), /netqty/],
      [() => readMarginPaise({ stat: 'Ok' }), /cash/],
      [() => readQuote(withoutField(quote, 'uc'), '54321'), /uc/],
      [() => readSpotPaise({ token: '26000', lp: '0.00' }, '26000'), /no level/],
    ];
    for (const [read, named] of unreadable) {
      expect(read).to.throw(BrokerError, named);
      try {
        read();
      } catch (error) {
        expect(error).to.include({ kind: 'unreachable', broker: 'zebu' });
      }
    }
  });
});
