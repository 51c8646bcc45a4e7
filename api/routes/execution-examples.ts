// One execution, as the examples of several routes.

export const EXECUTION_EXAMPLE = {
  execution_id: 'exe_abc123',
  run_id: 'run_abc123',
  subscription_id: 'sub_abc123',
  user_id: 'partner-user-user-at-example-com',
  template_id: 'basket_admin_test_strategy',
  client_id: 'ZEBU123',
  broker_name: 'zebu',
  trading_day: '2025-10-10',
  entry_at: '2025-10-10T03:50:00Z',
  lot_multiplier: 2,
  outcome: 'completed' as const,
  reason: null,
  broker_response: null,
  ended_at: '2025-10-10T03:50:01Z',
  position_status: 'open' as const,
  exit_at: '2025-10-10T09:45:00Z',
  exit_reason: null,
  realised_pnl: null,
  closed_at: null,
  disputed: false,
  orders: [
    {
      order_id: 'ord_abc123',
      tag: 'Q1B2C3D4E5F6G7H8I9J',
      broker_order_id: '25101000000001',
      purpose: 'entry' as const,
      leg_index: 0,
      tradingsymbol: 'NIFTY25OCT2424500CE',
      transaction_type: 'BUY' as const,
      quantity: 150,
      filled_quantity: 150,
      price: 150.5,
      average_price: 150.45,
      status: 'COMPLETE' as const,
      sent_at: '2025-10-10T03:50:00.004Z',
      broker_response: null,
    },
  ],
};

export const TIMELINE_EXAMPLE = [
  {
    at: '2025-10-10T03:49:02.118Z',
    offset_ms: -57_881.6,
    step: 'armed' as const,
    sentence: 'Armed: 1 order written, nothing sent.',
    order: null,
  },
  {
    at: '2025-10-10T03:50:00.004Z',
    offset_ms: 4.1,
    step: 'sent' as const,
    sentence: 'Sent: BUY 150 NIFTY25OCT2424500CE (leg 1) at ₹150.50.',
    order: {
      order_id: 'ord_abc123',
      purpose: 'entry' as const,
      leg_index: 0,
      transaction_type: 'BUY' as const,
      tradingsymbol: 'NIFTY25OCT2424500CE',
      quantity: 150,
      price: 150.5,
    },
  },
  {
    at: '2025-10-10T03:50:01.002Z',
    offset_ms: 1_002,
    step: 'completed' as const,
    sentence: 'Every leg is filled.',
    order: null,
  },
];

export const EVIDENCE_EXAMPLE = {
  shard: 0,
  lease: null,
  burst_marks: [{ lease_id: '6f1f7a52-6d4e-4f0e-9a34-0c5b0c3f3a11', marked_at: '2025-10-10T03:49:59.701Z' }],
  followed_at: '2025-10-10T03:50:31.120Z',
  orders: [
    {
      order_id: 'ord_abc123',
      tag: 'Q1B2C3D4E5F6G7H8I9J',
      broker_order_id: '25101000000001',
      slice_index: 0,
      generation: 0,
      wave: 0,
      attempts: 1,
      reprices: 0,
      status: 'COMPLETE' as const,
      refusal_reason: null,
      send_at: '2025-10-10T03:50:00.000Z',
      answered_at: '2025-10-10T03:50:00.016Z',
      settled_at: '2025-10-10T03:50:00.171Z',
      transitions: [
        {
          at: '2025-10-10T03:50:00.030Z',
          from: 'INTENDED' as const,
          to: 'OPEN' as const,
          evidence: { result: { outcome: 'accepted', brokerOrderId: '25101000000001' } },
        },
      ],
    },
  ],
  events: [
    {
      event_id: 'evt_abc123',
      type: 'execution_completed',
      created_at: '2025-10-10T03:50:01.002Z',
      relayed_at: '2025-10-10T03:51:00.417Z',
    },
  ],
};
