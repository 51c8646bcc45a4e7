// The three strategies of the development stack. Each leg is one lot at multiplier 1; BUY legs are listed first.
import type { LegSpec, OptionType, Side, Underlying } from '../../../domain/option-contract.js';

export type TemplateSeed = {
  id: string;
  name: string;
  description: string;
  underlying: Underlying;
  /** IST, `HH:MM`. */
  entryTime: string;
  exitTime: string;
  legs: readonly LegSpec[];
  monthlyFeePaise: number;
  /** What an entry needs at multiplier 1, about. */
  marginPaise: number;
  /** The guide's `performance_metrics`, percent; null where nothing is claimed. */
  performance: Readonly<Record<'win_rate' | 'avg_monthly_return' | 'max_drawdown', number>> | null;
};

const MONTHLY_FEE_PAISE = 99_900;
const EXIT_TIME = '15:15';

const leg = (side: Side, optionType: OptionType, strikeOffset: number): LegSpec => ({
  side,
  optionType,
  strikeOffset,
  expiry: 'nearest',
  lots: 1,
});

export const DEVELOPMENT_TEMPLATES: readonly TemplateSeed[] = [
  {
    id: 'basket_admin_iron_condor',
    name: 'Iron Condor Weekly',
    description: 'Weekly iron condor on NIFTY',
    underlying: 'NIFTY',
    entryTime: '09:20',
    exitTime: EXIT_TIME,
    legs: [leg('BUY', 'CE', 6), leg('BUY', 'PE', -6), leg('SELL', 'CE', 2), leg('SELL', 'PE', -2)],
    monthlyFeePaise: MONTHLY_FEE_PAISE,
    marginPaise: 8_000_000,
    performance: { win_rate: 75.5, avg_monthly_return: 12.3, max_drawdown: 8.2 },
  },
  {
    id: 'basket_admin_test_strategy',
    name: 'Test Strategy',
    description: 'One long NIFTY call at the money: the smallest strategy there is, for integration tests',
    underlying: 'NIFTY',
    entryTime: '09:20',
    exitTime: EXIT_TIME,
    legs: [leg('BUY', 'CE', 0)],
    monthlyFeePaise: MONTHLY_FEE_PAISE,
    marginPaise: 2_500_000,
    performance: null,
  },
  {
    id: 'basket_admin_short_straddle',
    name: 'Short Straddle',
    description: 'Short straddle at the money on BANKNIFTY',
    underlying: 'BANKNIFTY',
    entryTime: '09:30',
    exitTime: EXIT_TIME,
    legs: [leg('SELL', 'CE', 0), leg('SELL', 'PE', 0)],
    monthlyFeePaise: MONTHLY_FEE_PAISE,
    marginPaise: 20_000_000,
    performance: null,
  },
];
