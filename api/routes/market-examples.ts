// A market day and a change of a dated fact, as examples.

const LOT_SOURCE = 'NSE lot revision from the July 2025 series';
const FREEZE_SOURCE = 'NSE monthly quantity-freeze circular, July 2025';

export const MARKET_DAY_EXAMPLE = {
  trading_day: '2025-10-28',
  weekday: 'Tuesday' as const,
  open: true,
  opens: '09:15',
  closes: '15:30',
  reason: null,
  underlyings: [
    {
      underlying: 'NIFTY' as const,
      lot: { units: 75, from: '2025-06-27', until: null, source: LOT_SOURCE },
      freeze: { units: 1800, from: '2025-07-01', until: null, source: FREEZE_SOURCE },
      order_units: 1800,
      weekly_expiry: 'Tuesday' as const,
      monthly_expiry: 'Tuesday' as const,
    },
  ],
};

export const CHANGE_EXAMPLE = {
  seq: 91,
  changed_at: '2025-12-07T12:04:00Z',
  changed_by: 'operator dev',
  reason: 'NSE circular of 7 December',
  fact: 'market_holiday',
  before: null,
  after: { day: '2026-12-08', name: 'State funeral' },
};
