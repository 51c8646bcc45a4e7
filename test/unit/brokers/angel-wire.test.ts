// Reading Angel One's answers as they were recorded: numbers as text, null for nothing, two status words for one order.
import { expect } from 'chai';
import {
  quoteBody,
  quoteKey,
  readQuotes,
  readSpotPaise,
  tokensByExchange,
} from '../../../brokers/angel/market-data.js';
import {
  cancelBody,
  modifyBody,
  orderBody,
  readBook,
  readClientCode,
  readMarginPaise,
  readPositions,
} from '../../../brokers/angel/wire.js';
import { BrokerError } from '../../../brokers/errors.js';
import type { PlaceOrder } from '../../../brokers/port.js';

const row = {
  ...{ variety: 'NORMAL', ordertype: 'LIMIT', producttype: 'INTRADAY', duration: 'DAY', price: 150.05 },
  ...{ triggerprice: 0, quantity: '150', disclosedquantity: '0', squareoff: 0, stoploss: 0, trailingstoploss: 0 },
  ...{ tradingsymbol: 'NIFTY28OCT2524500CE', transactiontype: 'SELL', exchange: 'NFO', symboltoken: '43210' },
  ...{ instrumenttype: 'OPTIDX', strikeprice: 24500, optiontype: 'CE', expirydate: '28OCT2025', lotsize: '75' },
  ...{ cancelsize: '0', averageprice: 150.3333, filledshares: '75', unfilledshares: '75', orderid: '251028000140605' },
  ...{ text: '', status: 'open', orderstatus: 'open', updatetime: '28-Oct-2025 09:20:00', exchtime: '', fillid: '' },
  ...{ exchorderupdatetime: '28-Oct-2025 09:20:00', filltime: '', parentorderid: '', ordertag: 'QTAG' },
  uniqueorderid: '05ebf91b-bea4-4a1d-b0f2-4259606570e3',
};
const order: PlaceOrder = {
  tag: 'QTAG',
  tradingsymbol: 'NIFTY28OCT2524500CE',
  instrumentKey: '43210',
  exchange: 'NFO',
  side: 'SELL',
  quantityUnits: 150,
  limitPricePaise: 150_50,
};
const fetched = (more: object) => ({
  fetched: [{ exchange: 'NFO', tradingSymbol: 'S', symbolToken: '1', ...more }],
  unfetched: [],
});
const quoted = {
  ...{ ltp: 10, lowerCircuit: 0.05, upperCircuit: 99 },
  depth: { buy: [{ price: 9.95, quantity: 75, orders: 1 }], sell: [{ price: 10.05, quantity: 75, orders: 1 }] },
};

describe('brokers: angel wire', () => {
  it('writes a placement: everything in text, prices with two decimals', () => {
    expect(JSON.parse(orderBody(order))).to.deep.equal({
      ...{ variety: 'NORMAL', ordertype: 'LIMIT', producttype: 'INTRADAY', duration: 'DAY' },
      ...{ tradingsymbol: 'NIFTY28OCT2524500CE', symboltoken: '43210', transactiontype: 'SELL', exchange: 'NFO' },
      ...{ price: '150.50', squareoff: '0', stoploss: '0', quantity: '150', ordertag: 'QTAG' },
    });
  });

  it('repeats an order of the book to change its price, and names it to cancel it', () => {
    expect(JSON.parse(modifyBody(readBook([row])[0]!, 149_95))).to.deep.equal({
      ...{ variety: 'NORMAL', ordertype: 'LIMIT', producttype: 'INTRADAY', duration: 'DAY' },
      ...{ orderid: '251028000140605', tradingsymbol: 'NIFTY28OCT2524500CE', symboltoken: '43210', exchange: 'NFO' },
      ...{ price: '149.95', quantity: '150' },
    });
    expect(JSON.parse(cancelBody('7'))).to.deep.equal({ variety: 'NORMAL', orderid: '7' });
  });

  it('reads an order: paise, units, the token as its key, no empty reason', () => {
    expect(readBook([row])).to.deep.equal([
      {
        ...{ brokerOrderId: '251028000140605', tag: 'QTAG', tradingsymbol: 'NIFTY28OCT2524500CE' },
        ...{ instrumentKey: '43210', exchange: 'NFO', side: 'SELL', quantityUnits: 150, filledUnits: 75 },
        ...{ limitPricePaise: 15_005, averagePricePaise: 15_033, status: 'OPEN' },
      },
    ]);
    expect(readBook([{ ...row, status: 'rejected', orderstatus: 'rejected', text: 'why' }])[0]).to.include({
      ...{ status: 'REJECTED', statusMessage: 'why' },
    });
    const text = 'Your order has been rejected due to Insufficient Funds. Available funds - Rs. 9.74';
    expect(readBook([{ ...row, status: 'rejected', orderstatus: 'rejected', text }])[0]).to.include({
      ...{ statusMessage: text, refusalReason: 'insufficient_funds' },
    });
    expect(readBook([{ ...row, text }])[0]).to.not.have.property('refusalReason');
  });

  it('takes null for an empty book and for no positions', () => {
    expect([readBook(null), readPositions(null)]).to.deep.equal([[], []]);
  });

  it('believes orderstatus; status may still name the last change, but not another end', () => {
    const statusOf = (orderstatus: string, status: string) => readBook([{ ...row, orderstatus, status }])[0]!.status;
    expect(statusOf('open pending', 'open pending')).to.equal('OPEN');
    expect(statusOf('trigger pending', 'modified')).to.equal('OPEN');
    expect(statusOf('complete', 'modified')).to.equal('COMPLETE');
    expect(statusOf('open', 'complete')).to.equal('OPEN');
    expect(statusOf('Cancelled', 'cancelled')).to.equal('CANCELLED');
    expect(() => statusOf('complete', 'cancelled')).to.throw(BrokerError, 'two ends of one order');
    expect(() => statusOf('half done', 'open')).to.throw(BrokerError, 'unknown order status "half done"');
    expect(() => statusOf('open', 'half done')).to.throw(BrokerError, 'unknown order status "half done"');
  });

  it('leaves out orders without a tag, whatever they look like', () => {
    expect(readBook([{ orderid: '9', ordertag: '', status: 'half done' }, { orderid: '8' }])).to.deep.equal([]);
  });

  it('reads positions in derivatives only: a token means another thing on another exchange', () => {
    const position = { exchange: 'NFO', tradingsymbol: 'S', symboltoken: '1', netqty: '-75' };
    expect(readPositions([position, { ...position, exchange: 'NSE', netqty: '10' }])).to.deep.equal([
      { tradingsymbol: 'S', instrumentKey: '1', netUnits: -75 },
    ]);
  });

  it('reads funds with all the digits of a binary fraction, rounded down', () => {
    expect(readMarginPaise({ net: '18116.811999999998079' })).to.equal(18_116_81);
    expect(readMarginPaise({ net: '0.29' })).to.equal(29);
  });

  it('asks for quotes by exchange and token, and has none for what nobody bids for or offers', () => {
    const asked = tokensByExchange([
      { tradingsymbol: 'A', exchange: 'NFO', instrumentKey: '1' },
      { tradingsymbol: 'B', exchange: 'BFO', instrumentKey: '1' },
      { tradingsymbol: 'C', exchange: 'NFO', instrumentKey: '2' },
    ]);
    expect(JSON.parse(quoteBody('FULL', asked))).to.deep.equal({
      mode: 'FULL',
      exchangeTokens: { NFO: ['1', '2'], BFO: ['1'] },
    });
    expect([...readQuotes(fetched(quoted))]).to.deep.equal([
      [
        quoteKey('NFO', '1'),
        { bidPaise: 995, askPaise: 1005, lastPaise: 1000, lowerBandPaise: 5, upperBandPaise: 9900 },
      ],
    ]);
    const nobody = { ...quoted, depth: { buy: [{ price: 0 }], sell: [] } };
    expect([...readQuotes(fetched(nobody))]).to.deep.equal([]);
  });

  it('says unreachable, naming the field, when something is missing or not what it should be', () => {
    const unreadable: [() => unknown, RegExp][] = [
      [() => readBook({}), /unreadable order book/],
      [() => readBook(undefined), /unreadable order book/],
      [() => readBook([{ ...row, quantity: '' }]), /quantity/],
      [() => readBook([{ ...row, filledshares: '1.5' }]), /filledshares/],
      [() => readBook([{ ...row, transactiontype: 'B' }]), /transactiontype/],
      [() => readBook([{ ...row, symboltoken: 'NIFTY' }]), /symboltoken/],
      [() => readBook([{ ...row, price: 1.234 }]), /two decimals/],
      [() => readBook([{ ...row, orderstatus: undefined }]), /orderstatus/],
      [() => readClientCode({}), /clientcode/],
      [() => readClientCode(null), /unreadable profile/],
      [() => readPositions([{ exchange: 'NFO', tradingsymbol: 'S', symboltoken: '1' }]), /netqty/],
      [() => readMarginPaise({ net: '' }), /net/],
      [() => readSpotPaise({ fetched: [] }, '99926000'), /unreadable index quote/],
      [() => readQuotes(fetched({ ltp: 1 })), /lowerCircuit/],
      [() => readQuotes({ unfetched: [] }), /fetched/],
    ];
    for (const [read, named] of unreadable) {
      expect(read).to.throw(BrokerError, named);
      try {
        read();
      } catch (error) {
        expect(error).to.include({ kind: 'unreachable', broker: 'angel' });
      }
    }
  });
});
