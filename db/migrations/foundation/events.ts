// What partners are told: the outbox, webhook endpoints and attempts; and what protects their retries: idempotency and rate limits.

export const EVENT_TABLES = {
  up: [
    `CREATE TABLE outbox_event (
      seq bigserial PRIMARY KEY,
      id text NOT NULL UNIQUE,
      partner_id text NOT NULL REFERENCES partner(id),
      mode text NOT NULL CHECK (mode IN ('live','test')),
      type text NOT NULL,
      cause text NOT NULL UNIQUE,
      body json NOT NULL,
      txid xid8 NOT NULL DEFAULT pg_current_xact_id(),
      created_at timestamptz NOT NULL DEFAULT now(),
      relayed_at timestamptz
    )`,
    `CREATE INDEX outbox_event_partner ON outbox_event(partner_id, mode, txid, seq)`,
    `CREATE INDEX outbox_event_waiting ON outbox_event(seq) WHERE relayed_at IS NULL`,
    `CREATE TABLE webhook_endpoint (
      id text PRIMARY KEY,
      partner_id text NOT NULL REFERENCES partner(id),
      mode text NOT NULL CHECK (mode IN ('live','test')),
      url text NOT NULL,
      event_types text[],
      secret_id uuid REFERENCES sealed_secret(id) ON DELETE SET NULL,
      status text NOT NULL DEFAULT 'enabled' CHECK (status IN ('enabled','disabled')),
      status_reason text,
      created_at timestamptz NOT NULL DEFAULT now(),
      deleted_at timestamptz
    )`,
    `CREATE INDEX webhook_endpoint_partner ON webhook_endpoint(partner_id, mode)`,
    `CREATE INDEX webhook_endpoint_secret ON webhook_endpoint(secret_id)`,
    `CREATE TABLE webhook_attempt (
      id bigserial PRIMARY KEY,
      event_id text NOT NULL REFERENCES outbox_event(id),
      endpoint_id text NOT NULL REFERENCES webhook_endpoint(id),
      attempt integer NOT NULL,
      status_code integer,
      error text,
      duration_ms integer NOT NULL,
      at timestamptz NOT NULL DEFAULT now()
    )`,
    `CREATE INDEX webhook_attempt_event ON webhook_attempt(event_id)`,
    `CREATE INDEX webhook_attempt_endpoint ON webhook_attempt(endpoint_id, id)`,
    `CREATE TABLE idempotency_record (
      partner_id text NOT NULL REFERENCES partner(id),
      mode text NOT NULL CHECK (mode IN ('live','test')),
      key text NOT NULL,
      request_hash text NOT NULL,
      status integer,
      response jsonb,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (partner_id, mode, key)
    )`,
    `CREATE INDEX idempotency_record_age ON idempotency_record(created_at)`,
    `CREATE TABLE rate_limit (
      key varchar(255) PRIMARY KEY,
      points integer NOT NULL DEFAULT 0,
      expire bigint
    )`,
  ],
  down: [
    'DROP TABLE rate_limit',
    'DROP TABLE idempotency_record',
    'DROP TABLE webhook_attempt',
    'DROP TABLE webhook_endpoint',
    'DROP TABLE outbox_event',
  ],
};
