// What each error looks like when it happens: for the reference, and for the sandbox that answers it on demand.
import { refuse, refuseFields, type ErrorCode, type ErrorExtra, type Refusal } from './errors.js';

/** What some errors carry, as in the guide. */
const EXTRAS: Partial<Record<ErrorCode, ErrorExtra>> = {
  invalid_broker_credentials: { details: { broker_response: 'Invalid api_key' } },
  login_refused: { details: { broker_response: 'Invalid request token' } },
  oauth_token_expired: { token_expired_at: '2025-10-10T10:00:00Z' },
  duplicate_subscription: { existing_subscription_id: 'sub_xyz456' },
  invalid_transition: { current_status: 'CANCELLED' },
  test_run_under_way: { run_id: 'run_abc123' },
  account_in_use: {
    subscriptions: [{ subscription_id: 'sub_abc123', template_id: 'basket_admin_iron_condor', status: 'PAUSED' }],
  },
  position_open: {
    open_positions: [
      {
        execution_id: 'exe_abc123',
        subscription_id: 'sub_abc123',
        template_id: 'basket_admin_iron_condor',
        status: 'open',
        exit_at: '2025-10-10T09:45:00Z',
      },
    ],
  },
};

/** Codes that say how long to wait. */
const SAYS_WHEN: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'rate_limited',
  'entry_in_progress',
  'order_unknown',
  'idempotency_in_flight',
  'broker_unreachable',
  'service_unavailable',
]);

/** The refusal as a partner would meet it. */
export function exampleOf(code: ErrorCode): Refusal {
  if (code === 'validation_failed') return refuseFields([{ field: 'user_email', message: 'is required' }]);
  const extra = EXTRAS[code];
  return refuse(code, { ...(extra && { extra }), ...(SAYS_WHEN.has(code) && { headers: { 'Retry-After': '1' } }) });
}
