// The one catalogue of what the API refuses: stable code → status, the guide's title and sentence.

export type ErrorSpec = {
  status: number;
  /** The guide's `error`: what it is, in three words. */
  error: string;
  /** What it means and what to do; a route may say it more precisely. */
  message: string;
  /** The same request may get another answer later, so an Idempotency-Key does not keep this one. */
  passing?: true;
};

export const ERRORS = {
  validation_failed: { status: 400, error: 'Validation failed', message: 'One or more fields are invalid' },
  malformed_json: {
    status: 400,
    error: 'Malformed JSON',
    message: 'The body is not valid JSON: send one object with its names and texts in double quotes',
  },
  invalid_broker_credentials: {
    status: 400,
    error: 'Invalid broker credentials',
    message: 'API key validation failed with broker',
  },
  broker_not_available: {
    status: 400,
    error: 'Broker not available',
    message: 'This broker cannot be linked in live mode yet',
  },
  test_mode_only: {
    status: 400,
    error: 'Test mode only',
    message: 'This works in the sandbox only: send a test key',
  },
  oauth_state_invalid: {
    status: 400,
    error: 'Invalid OAuth state',
    message: 'The state is unknown: initiate a new login',
  },
  login_refused: {
    status: 400,
    error: 'OAuth login refused',
    message:
      'The broker refused the login: initiate a new one. If that is refused too, the linked api_secret is wrong (brokers look at it only here): replace it with PUT /partner/broker-accounts/{client_id}/credentials',
  },
  login_window_closed: {
    status: 400,
    error: 'Login window closed',
    message: 'The login took longer than 300 seconds: initiate a new one',
  },
  invalid_partner_keys: {
    status: 401,
    error: 'Unauthorized',
    message:
      'Send a valid API key as "Authorization: Bearer pk_…" and the secret of that same key as "X-Partner-Secret: sk_…" (live and test keys have different ones)',
    passing: true,
  },
  invalid_operator_token: {
    status: 401,
    error: 'Unauthorized',
    message: 'Send a valid operator token as "Authorization: Bearer op_…"',
    passing: true,
  },
  oauth_token_expired: {
    status: 401,
    error: 'OAuth token expired',
    message: 'User must complete daily OAuth login',
    passing: true,
  },
  route_not_found: { status: 404, error: 'Not found', message: 'There is no such endpoint: see /docs' },
  template_not_found: {
    status: 404,
    error: 'Not found',
    message: 'No such strategy: list them with GET /partner/marketplace/templates',
  },
  broker_account_not_found: {
    status: 404,
    error: 'Not found',
    message:
      'No broker account with this client_id is linked for this user: link it first with POST /partner/broker-accounts',
  },
  subscription_not_found: {
    status: 404,
    error: 'Not found',
    message: 'No such subscription: list them with GET /partner/subscriptions',
  },
  execution_not_found: {
    status: 404,
    error: 'Not found',
    message: 'No such execution: list them with GET /partner/executions',
  },
  event_not_found: {
    status: 404,
    error: 'Not found',
    message: 'No such event: list them with GET /partner/events',
  },
  webhook_endpoint_not_found: {
    status: 404,
    error: 'Not found',
    message: 'No such webhook endpoint: list them with GET /partner/webhook-endpoints',
  },
  run_not_found: { status: 404, error: 'Not found', message: 'No such run' },
  reconciliation_not_found: {
    status: 404,
    error: 'Not found',
    message: 'No reconciliation was made or asked for on this day: ask with POST /operator/reconciliations',
  },
  finding_not_found: { status: 404, error: 'Not found', message: 'No open finding of this id on this day' },
  incident_not_found: {
    status: 404,
    error: 'Not found',
    message: 'No such incident: list them with GET /operator/incidents',
  },
  partner_not_found: { status: 404, error: 'Not found', message: 'No such partner' },
  ledger_transaction_not_found: {
    status: 404,
    error: 'Not found',
    message: 'No charge, credit or adjustment of this partner has this cause',
  },
  settlement_not_found: {
    status: 404,
    error: 'Not found',
    message: 'This month has no settlement with this partner. Test mode never bills and is never settled',
  },
  halt_target_not_found: { status: 404, error: 'Not found', message: 'There is nothing of this scope with this id' },
  halt_not_found: { status: 404, error: 'Not found', message: 'Nothing is halted under this scope and id' },
  method_not_allowed: {
    status: 405,
    error: 'Method not allowed',
    message: 'This endpoint does not answer this method: see the Allow header',
  },
  broker_account_exists: {
    status: 409,
    error: 'Broker account already linked',
    message:
      'This client_id is already linked. If GET /partner/broker-accounts/{client_id} shows this user, go on with the daily login; if it is another of your users, send another client_id or unlink it first',
  },
  account_in_use: {
    status: 409,
    error: 'Broker account in use',
    message:
      'Subscriptions trade in this account: cancel them first with DELETE /partner/subscriptions/{subscription_id}',
    passing: true,
  },
  market_data_conflict: {
    status: 409,
    error: 'Market data conflict',
    message: 'The rows contradict what is loaded; nothing was changed',
  },
  duplicate_subscription: {
    status: 409,
    error: 'Duplicate subscription',
    message: 'User already subscribed to this strategy',
  },
  too_many_webhook_endpoints: {
    status: 409,
    error: 'Too many webhook endpoints',
    message: 'There are 20 webhook endpoints already, the most there can be: delete one that is not needed',
  },
  too_many_webhook_secrets: {
    status: 409,
    error: 'Too many webhook secrets',
    message:
      'Four former secrets of this endpoint still sign: wait until their overlap is over, or end them all with "overlap_hours": 0',
    passing: true,
  },
  webhook_endpoint_disabled: {
    status: 409,
    error: 'Webhook endpoint disabled',
    message:
      'Nothing is delivered to a disabled endpoint: enable it first with PATCH /partner/webhook-endpoints/{webhook_endpoint_id} {"enabled": true}',
    passing: true,
  },
  invalid_transition: {
    status: 409,
    error: 'Invalid subscription transition',
    message: 'The subscription cannot change in this way from its status',
  },
  later_month_settled: {
    status: 409,
    error: 'Later month settled',
    message: 'A later month is closed already: what was left of this one is in its statement',
  },
  invalid_settlement_transition: {
    status: 409,
    error: 'Invalid settlement transition',
    message: 'The settlement cannot change in this way from its status',
  },
  payout_reference_used: {
    status: 409,
    error: 'Payout reference used',
    message: "This payout_reference is recorded on another partner's settlement: a payment has one payer",
  },
  adjustment_reference_used: {
    status: 409,
    error: 'Adjustment reference used',
    message: 'An adjustment of another amount was posted under this reference: use another one',
  },
  ledger_transaction_credited: {
    status: 409,
    error: 'Ledger transaction credited',
    message: 'Part of this charge was given back already: reverse that credit first',
  },
  entry_in_progress: {
    status: 409,
    error: 'Entry in progress',
    message: 'Orders are being placed for this right now: try again when the entry has ended',
    passing: true,
  },
  order_unknown: {
    status: 409,
    error: 'Order unknown',
    message: 'It is being found out what became of an order of this subscription: try again when that is known',
    passing: true,
  },
  position_open: {
    status: 409,
    error: 'Position open',
    message:
      'The account holds an open position that could not be closed without its login: close it first (pause its subscription with flatten=true), or send "force": true',
    passing: true,
  },
  nothing_to_enter: {
    status: 409,
    error: 'Nothing to enter',
    message:
      'None of your test users has an ACTIVE subscription to this strategy: subscribe one first with POST /partner/marketplace/subscribe',
    passing: true,
  },
  test_run_under_way: {
    status: 409,
    error: 'Test run under way',
    message:
      'Entries of a test run of this strategy have not ended: follow it with GET /partner/sandbox/runs/{run_id} and trigger the next one then',
    passing: true,
  },
  idempotency_in_flight: {
    status: 409,
    error: 'Request in progress',
    message: 'The first request with this Idempotency-Key is still being handled: try again shortly',
    passing: true,
  },
  body_too_large: { status: 413, error: 'Body too large', message: 'The body may have at most 64 kB' },
  unsupported_media_type: {
    status: 415,
    error: 'Unsupported media type',
    message: 'Send the body as "Content-Type: application/json" in UTF-8',
  },
  idempotency_key_reused: {
    status: 422,
    error: 'Idempotency key reused',
    message: 'This Idempotency-Key was first used for a different request: use a fresh one',
  },
  rate_limited: {
    status: 429,
    error: 'Too many requests',
    message: 'Wait as long as Retry-After says, then retry with exponential back-off',
    passing: true,
  },
  internal_error: {
    status: 500,
    error: 'Internal error',
    message: 'Something went wrong on our side: quote the request_id to support',
    passing: true,
  },
  broker_unreachable: {
    status: 503,
    error: 'Broker unreachable',
    message: 'The broker did not answer in time; nothing was kept: try again',
    passing: true,
  },
  service_unavailable: {
    status: 503,
    error: 'Service unavailable',
    message: 'A part of the platform does not answer: try again shortly',
    passing: true,
  },
} as const satisfies Record<string, ErrorSpec>;

export type ErrorCode = keyof typeof ERRORS;
export const ERROR_CODES = Object.keys(ERRORS).filter((code): code is ErrorCode => code in ERRORS);

/** One bad field of a request. `field` is its path, such as `user_email`. */
export type FieldProblem = { field: string; message: string };

/** What an error body may carry besides the common fields. */
export type ErrorExtra = {
  details?: FieldProblem[] | { broker_response: string };
  token_expired_at?: string | null;
  existing_subscription_id?: string;
  current_status?: string;
  /** The run that is in the way. */
  run_id?: string;
  subscriptions?: { subscription_id: string; template_id: string; status: string }[];
  open_positions?: {
    execution_id: string;
    subscription_id: string;
    template_id: string;
    status: string;
    exit_at: string | null;
  }[];
};

/** An expected refusal, as a value. `message` replaces the catalogue's. */
export type Refusal = {
  kind: 'refusal';
  code: ErrorCode;
  message?: string;
  extra?: ErrorExtra;
  headers?: Record<string, string>;
};

export function refuse(code: ErrorCode, more: Omit<Refusal, 'kind' | 'code'> = {}): Refusal {
  return { kind: 'refusal', code, ...more };
}

/** Problems spelled out in the message; `details` has them all. */
const MOST_SPELLED_OUT = 10;

/** 400 that names each bad field and says what is wrong with it. */
export function refuseFields(details: FieldProblem[]): Refusal {
  const words = details.slice(0, MOST_SPELLED_OUT).map(({ field, message }) => `${field} ${message}`);
  const more = details.length > words.length ? [`and ${details.length - words.length} more problems`] : [];
  return refuse('validation_failed', { message: [...words, ...more].join('; '), extra: { details } });
}

/** 400 when a range of days ends before it begins. */
export function refuseRange({ from, to }: { from?: string | undefined; to?: string | undefined }): Refusal | undefined {
  if (from === undefined || to === undefined || from <= to) return undefined;
  return refuseFields([{ field: 'to', message: 'must not be before from' }]);
}

export function statusOf(code: ErrorCode): number {
  return ERRORS[code].status;
}

/** Whether the same request may be answered differently later. */
export function isPassing(code: ErrorCode): boolean {
  const spec: ErrorSpec = ERRORS[code];
  return spec.passing === true;
}

/** Thrown when Temporal (or what it needs) does not answer; becomes 503. Carries no detail for the caller. */
export class ServiceUnavailableError extends Error {
  override name = 'ServiceUnavailableError';
}
