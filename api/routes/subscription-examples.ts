// The subscription of the guide, as the examples of several routes.

export const SUBSCRIPTION_EXAMPLE = {
  subscription_id: 'sub_abc123',
  user_id: 'partner-user-user-at-example-com',
  user_email: 'user@example.com',
  partner_id: 'partner_zebu_live',
  template_id: 'basket_admin_iron_condor',
  template_basket_id: 'basket_admin_iron_condor',
  status: 'ACTIVE' as const,
  subscription_date: '2025-10-10T10:00:00Z',
  next_billing_date: '2025-11-10T00:00:00Z',
  pricing: { monthly_fee: 999, partner_commission: 299.7, currency: 'INR' },
  broker_allocation: {
    allocation_id: 'alloc_xyz789',
    client_id: 'ZEBU123',
    broker_id: 'zebu',
    lot_multiplier: 2.0,
    status: 'ACTIVE' as const,
    priority: 1,
  },
  revenue_share: { partner_commission: 299.7, platform_fee: 699.3, currency: 'INR' },
  day_loss_limit: null,
};

export const POSITION_EXAMPLE = { status: 'open' as const, exit_at: '2025-10-10T09:45:00Z', flatten: false };

export const CHANGED_EXAMPLE = {
  message: 'Subscription changed successfully',
  subscription_id: 'sub_abc123',
  user_id: 'partner-user-user-at-example-com',
  template_id: 'basket_admin_iron_condor',
  status: 'ACTIVE' as const,
};
