// A settlement and its statement, as the examples of several routes.
import { REVENUE_SHARE } from '../presenters/settlements.js';

export const SETTLEMENT_EXAMPLE = {
  month: '2026-11',
  partner_id: 'zebu',
  status: 'RECONCILED' as const,
  currency: 'INR',
  opening_balance: 0,
  charges: 999,
  credits: 0,
  commission: 299.7,
  platform_fee: 699.3,
  adjustments: 0,
  payments: 0,
  net_payable: 699.3,
  direction: 'partner_pays' as const,
  closing_balance: 699.3,
  lines_count: 1,
  reconciled_at: '2026-11-30T20:30:04Z',
  approved_at: null,
  approved_by: null,
  paid_at: null,
  payout_reference: null,
};

export const STATEMENT_EXAMPLE = {
  ...SETTLEMENT_EXAMPLE,
  revenue_share: REVENUE_SHARE,
  lines: [
    {
      line: 1,
      date: '2026-11-05',
      kind: 'charge' as const,
      cause: 'charge/sub_abc123/2026-11-05',
      reason: null,
      subscription_id: 'sub_abc123',
      user_id: 'partner-user-user-at-example-com',
      user_email: 'user@example.com',
      template_id: 'basket_admin_iron_condor',
      period_start: '2026-11-05',
      period_end: '2026-12-05',
      amount: 999,
      commission: 299.7,
      platform_fee: 699.3,
      adjustment: 0,
      payment: 0,
    },
  ],
  carried: [],
  next_cursor: null,
};
