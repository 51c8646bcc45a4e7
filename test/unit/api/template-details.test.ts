// A strategy's legs as partners see them: every way to choose a strike, stops in per cent, amounts in rupees.
import { expect } from 'chai';
import { presentTemplateDetails } from '../../../api/presenters/template-details.js';
import type { TemplateDetails } from '../../../db/repositories/templates.js';

const TEMPLATE: TemplateDetails = {
  id: 'condor',
  name: 'Condor',
  description: 'A condor',
  underlying: 'NIFTY',
  entryTime: '09:20',
  pricingType: 'PAID',
  monthlyFeePaise: 99_900,
  currency: 'INR',
  performance: { win_rate: 1, avg_monthly_return: 2, max_drawdown: 3 },
  exitTime: '15:15',
  legs: [
    { side: 'SELL', optionType: 'CE', expiry: 'nearest', lots: 1, strikeOffset: 2 },
    { side: 'BUY', optionType: 'PE', expiry: 'monthly', lots: 2, strike: { by: 'distance', points: -300 } },
    { side: 'BUY', optionType: 'CE', expiry: 'next_weekly', lots: 1, strike: { by: 'premium', paise: 12_050 } },
  ],
  exitRules: { combined: { stopLossPaise: 300_000 }, legs: [{ stopLossBps: 5_050 }, null] },
};

describe('a strategy in detail', () => {
  it('shows legs and exits where they are disclosed', () => {
    const shown = presentTemplateDetails(TEMPLATE, false, true);
    expect(shown).not.to.have.property('performance_metrics');
    expect(shown.combined_exits).to.deep.equal({ stop_loss: 3_000, target: null });
    expect(shown.legs?.map(({ strike, stop_loss_percent: stop }) => [strike, stop])).to.deep.equal([
      [{ by: 'atm_offset', steps: 2 }, 50.5],
      [{ by: 'distance', points: -300 }, null],
      [{ by: 'premium', premium: 120.5 }, null],
    ]);
  });

  it('shows neither where they are not', () => {
    const hidden = presentTemplateDetails(TEMPLATE, true, false);
    expect(hidden).to.include({ legs: null, combined_exits: null, exit_time: '15:15' });
    expect(JSON.stringify(hidden)).not.to.match(/atm|BUY|SELL|3000/);
  });
});
