// Angel One's instrument master: the options on indices among everything else, times a hundred, or nothing at all when it is not whole.
import { expect } from 'chai';
import { readMaster } from '../../../brokers/angel/instrument-master.js';
import { BrokerError } from '../../../brokers/errors.js';
import { failureOf } from '../../brokers/harness.js';

const option = {
  ...{ token: '43210', symbol: 'NIFTY28OCT2524500CE', name: 'NIFTY', expiry: '28OCT2025', strike: '2450000.000000' },
  ...{ lotsize: '75', instrumenttype: 'OPTIDX', exch_seg: 'NFO', tick_size: '5.000000' },
};
const others = [
  { ...option, token: '1', symbol: 'BSXOPT28OCT2524500CE', exch_seg: 'BFO' },
  { ...option, token: '2', symbol: 'NIFTY28OCT25FUT', instrumenttype: 'FUTIDX', strike: '-1.000000' },
  { ...option, token: '3', symbol: 'ACC28OCT251800CE', name: 'ACC', instrumenttype: 'OPTSTK' },
  { token: '2885', symbol: 'RELIANCE-EQ', name: 'RELIANCE', expiry: '', instrumenttype: '', exch_seg: 'NSE' },
  { ...option, token: '99926000', symbol: 'Nifty 50', expiry: '', instrumenttype: 'AMXIDX', exch_seg: 'NSE' },
];

describe('brokers: angel instrument master', () => {
  it('reads strikes and ticks in paise, expiries as days, and the tokens of the indices', async () => {
    const { options, indexTokens } = await readMaster(JSON.stringify([...others, option], undefined, 1));
    expect(options).to.deep.equal([
      {
        ...{ tradingsymbol: 'NIFTY28OCT2524500CE', instrumentKey: '43210', exchange: 'NFO', underlying: 'NIFTY' },
        ...{ expiry: '2025-10-28', strikePaise: 24_500_00, optionType: 'CE', lotUnits: 75, tickPaise: 5 },
      },
    ]);
    expect([...indexTokens]).to.deep.equal([['NIFTY', '99926000']]);
  });

  it('knows nothing of an empty list', async () => {
    expect((await readMaster(' [ ] ')).options).to.deep.equal([]);
  });

  it('refuses a file that is cut off, something else, or odd where it matters', async () => {
    const whole = JSON.stringify([option, option]);
    const bad: [string, RegExp][] = [
      [whole.slice(0, -1), /cut off/],
      [whole.slice(0, -2), /cut off/],
      [whole.slice(0, whole.indexOf('}') + 2), /cut off/],
      ['<html>', /no list/],
      ['', /no list/],
      [JSON.stringify([{ symbol: 'X' }]), /without a name/],
      [JSON.stringify([{ ...option, strike: '-1.000000' }]), /strike/],
      [JSON.stringify([{ ...option, expiry: '31FEB2025' }]), /no date/],
      [JSON.stringify([{ ...option, expiry: '28XXX2025' }]), /not an Indian day|no date/],
      [JSON.stringify([{ ...option, symbol: 'NIFTY28OCT2524500XX' }]), /symbol/],
      [JSON.stringify([{ ...option, token: '' }]), /token/],
      [JSON.stringify([{ ...option, lotsize: '0' }]), /lotsize/],
    ];
    for (const [text, named] of bad) {
      const error = await failureOf(readMaster(text));
      expect(error, text).to.be.instanceOf(BrokerError).and.include({ kind: 'unreachable' });
      expect(String(error)).to.match(named);
    }
  });

  it('lets others run while it reads', async () => {
    const text = JSON.stringify(Array.from({ length: 10_000 }, (_, i) => ({ ...option, token: String(i) })));
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 0);
    await readMaster(text);
    clearInterval(ticking);
    expect(turns).to.be.greaterThan(0);
  });
});
