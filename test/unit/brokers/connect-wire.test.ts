// Reading the Kite Connect family's answers: an unknown word or a missing field is an error, other people's orders are not ours.
import { expect } from 'chai';
import { BrokerError } from '../../../brokers/errors.js';
import { readInstruments, readQuotes, readSpotPaise } from '../../../brokers/connect-market.js';
import { readBook, readGrant, readMarginPaise, readPositions } from '../../../brokers/connect-wire.js';

const row = {
  ...{
    order_id: '1',
    tag: 'QTAG',
    tradingsymbol: 'NIFTY01DEC2624500CE',
    transaction_type: 'SELL',
    quantity: 130,
    filled_quantity: 65,
  },
  ...{ price: 150.05, average_price: 150.3333, status: 'OPEN', status_message: null },
};

describe('brokers: connect family, wire', () => {
  it('reads an order: paise, units, no empty reasons', () => {
    expect(readBook('zebu', [row])).to.deep.equal([
      {
        ...{
          brokerOrderId: '1',
          tag: 'QTAG',
          tradingsymbol: 'NIFTY01DEC2624500CE',
          instrumentKey: 'NIFTY01DEC2624500CE',
          side: 'SELL',
          quantityUnits: 130,
          filledUnits: 65,
        },
        ...{ limitPricePaise: 15_005, averagePricePaise: 15_033, status: 'OPEN' },
      },
    ]);
    expect(readBook('zebu', [{ ...row, status: 'REJECTED', status_message: 'why', status_code: 'X' }])[0]).to.include({
      statusMessage: 'why',
      statusCode: 'X',
    });
  });

  it('tells a rejection for want of money by the broker’s words, where it has any', () => {
    const rejected = { ...row, status: 'REJECTED', status_message: 'Insufficient funds. Required margin is 3198.00' };
    expect(readBook('kite', [rejected], /^Insufficient funds/)[0]!.refusalReason).to.equal('insufficient_funds');
    const other = { ...rejected, status_message: '16388 : order outside the range' };
    expect(readBook('kite', [other], /^Insufficient funds/)[0]!.refusalReason).to.equal(undefined);
    expect(readBook('zebu', [rejected])[0]!.refusalReason).to.equal(undefined);
  });

  it('takes the words on the way to the exchange as open and refuses a word it does not know', () => {
    expect(readBook('zebu', [{ ...row, status: 'VALIDATION PENDING' }])[0]!.status).to.equal('OPEN');
    expect(() => readBook('zebu', [{ ...row, status: 'HALF DONE' }])).to.throw(
      BrokerError,
      'unknown order status "HALF DONE"',
    );
  });

  it('leaves out orders without a tag, whatever they look like', () => {
    expect(readBook('zebu', [{ order_id: '9', tag: null, status: 'HALF DONE' }, { order_id: '8' }])).to.deep.equal([]);
  });

  it('says unreachable, naming the field, when something is missing or not what it should be', () => {
    const unreadable: [() => unknown, RegExp][] = [
      [() => readBook('zebu', {}), /unreadable order book/],
      [() => readBook('zebu', [{ ...row, quantity: '130' }]), /quantity/],
      [() => readBook('zebu', [{ ...row, transaction_type: 'B' }]), /transaction_type/],
      [() => readBook('zebu', [{ ...row, price: 1.234 }]), /two decimals/],
      [() => readGrant('zebu', { user_id: 'U' }), /access_token/],
      [() => readPositions('zebu', { net: [{ tradingsymbol: 'X' }] }), /quantity/],
      [() => readMarginPaise('zebu', { equity: {} }), /equity\.net/],
      [() => readSpotPaise('zebu', {}, 'NSE:NIFTY 50'), /unreadable index quote/],
      [() => readQuotes('zebu', { 'NFO:X': { last_price: 1 } }, ['NFO:X']), /lower_circuit_limit/],
      [() => readInstruments('zebu', '<html>', 'NIFTY'), /no header/],
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

  it('uses the expiry that the broker states, and says nothing when it states none', () => {
    const grant = { user_id: 'U', access_token: 'T' };
    expect(readGrant('zebu', { ...grant, expires_at: '2026-11-25T06:00:00+05:30' }).expiresAtMs).to.equal(
      Date.parse('2026-11-25T00:30:00Z'),
    );
    expect(readGrant('zebu', grant)).to.deep.equal({ clientId: 'U', accessToken: 'T' });
  });

  it('has no quote for what nobody bids for or offers', () => {
    const quote = {
      last_price: 10,
      lower_circuit_limit: 0.05,
      upper_circuit_limit: 99,
      depth: { buy: [{ price: 9.95 }], sell: [{ price: 10.05 }] },
    };
    const rows = {
      'NFO:A': quote,
      'NFO:B': { ...quote, depth: { buy: [], sell: [{ price: 0 }] } },
      'NSE:NIFTY 50': {},
    };
    const quotes = readQuotes('zebu', rows, ['NFO:A', 'NFO:B', 'NFO:UNLISTED', 'constructor']);
    expect([...quotes]).to.deep.equal([
      ['NFO:A', { bidPaise: 995, askPaise: 1005, lastPaise: 1000, lowerBandPaise: 5, upperBandPaise: 9900 }],
    ]);
  });

  it('reads the options of one underlying from the instruments, whatever else is in there', () => {
    const csv = [
      'instrument_token,tradingsymbol,name,expiry,strike,tick_size,lot_size,instrument_type,segment,exchange',
      '1,NIFTY01DEC2624500CE,"NIFTY",2026-12-01,24500,0.05,65,CE,NFO-OPT,NFO',
      '2,NIFTY26DECFUT,NIFTY,2026-12-29,0,0.05,65,FUT,NFO-FUT,NFO',
      '3,ACC,ACC LIMITED,,,,1,EQ,NSE,NSE',
    ].join('\r\n');
    expect(readInstruments('zebu', csv, 'NIFTY')).to.deep.equal([
      {
        ...{ tradingsymbol: 'NIFTY01DEC2624500CE', instrumentKey: 'NIFTY01DEC2624500CE', exchange: 'NFO' },
        ...{ underlying: 'NIFTY', expiry: '2026-12-01' },
        ...{ strikePaise: 24_500_00, optionType: 'CE', lotUnits: 65, tickPaise: 5 },
      },
    ]);
  });
});
