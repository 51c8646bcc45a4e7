// What the go-live checklist goes by: a partner's own rows of both modes, counted.
import { LOOKED_AT_DAYS, type EndpointFacts, type GoLiveFacts, type SandboxFacts } from '../../domain/go-live-check.js';
import type { TradingDay } from '../../domain/trading-time.js';
import type { Database } from '../sql.js';

type PartnerFacts = Pick<GoLiveFacts, 'brokerName' | 'brokerWire' | 'callbackUrl' | 'contractFrom'>;
type Counts = Pick<GoLiveFacts, 'eventsWaiting' | 'idempotencyKeys' | 'made' | 'usersInBothModes' | 'halts'>;

const LATELY = `now() - interval '${LOOKED_AT_DAYS} days'`;
const A_DAY_AGO = `now() - interval '24 hours'`;

export class GoLiveRepository {
  constructor(private readonly db: Database) {}

  /** @param today - in India; @returns undefined when there is no such partner */
  async facts(partnerId: string, today: TradingDay): Promise<GoLiveFacts | undefined> {
    const [partner] = await this.db.query<PartnerFacts>(
      `SELECT broker_name AS "brokerName", broker_wire AS "brokerWire", callback_url AS "callbackUrl",
         (SELECT max(c.effective_from) FROM partner_contract c WHERE c.partner_id = p.id AND c.effective_from <= $2) AS "contractFrom"
       FROM partner p WHERE id = $1`,
      [partnerId, today],
    );
    if (!partner) return undefined;
    const [strategies, liveKeys, endpoints, sandbox, counts] = await Promise.all([
      this.strategies(today),
      this.liveKeys(partnerId),
      this.endpoints(partnerId),
      this.sandbox(partnerId),
      this.counts(partnerId),
    ]);
    return { ...partner, strategies, liveKeys, endpoints, sandbox, ...counts };
  }

  private strategies(today: TradingDay): Promise<GoLiveFacts['strategies']> {
    return this.db.query(
      `SELECT t.id AS "templateId", v.underlying, monthly_fee_on(t.id, t.current_version, $1) AS "monthlyFeePaise"
       FROM strategy_template t JOIN template_version v ON v.template_id = t.id AND v.version = t.current_version
       WHERE t.status = 'active' ORDER BY t.id`,
      [today],
    );
  }

  private liveKeys(partnerId: string): Promise<GoLiveFacts['liveKeys']> {
    return this.db.query(
      `SELECT public_key AS "publicKey", last_used_at AS "lastUsedAt" FROM partner_key
       WHERE partner_id = $1 AND mode = 'live' AND revoked_at IS NULL ORDER BY public_key`,
      [partnerId],
    );
  }

  private endpoints(partnerId: string): Promise<EndpointFacts[]> {
    return this.db.query(
      `SELECT w.id, w.url, w.status, w.status_reason AS "statusReason", w.failing_since AS "failingSince",
         (SELECT s.created_at FROM sealed_secret s WHERE s.id = w.secret_id) AS "secretSince",
         (SELECT json_build_object('atMs', extract(epoch FROM a.at) * 1000, 'url', a.url, 'statusCode', a.status_code, 'error', a.error)
          FROM webhook_attempt a JOIN outbox_event e ON e.id = a.event_id
          WHERE a.endpoint_id = w.id AND e.type = 'webhook_test' AND e.only_endpoint_id = w.id ORDER BY e.seq DESC, a.id DESC LIMIT 1) AS "lastTest"
       FROM webhook_endpoint w WHERE w.partner_id = $1 AND w.mode = 'live' AND w.deleted_at IS NULL ORDER BY w.created_at, w.id`,
      [partnerId],
    );
  }

  private async sandbox(partnerId: string): Promise<SandboxFacts> {
    const told = (type: string) =>
      `(SELECT count(*)::int FROM outbox_event e WHERE e.partner_id = $1 AND e.mode = 'test' AND e.type = '${type}' AND e.created_at > ${LATELY})`;
    const accounts = (what: string) =>
      `(SELECT count(*)::int FROM broker_account a WHERE a.partner_id = $1 AND a.mode = 'test' AND ${what} > ${LATELY})`;
    const [row] = await this.db.query<SandboxFacts>(
      `SELECT ${accounts('a.created_at')} AS linked, ${accounts('a.last_oauth_login')} AS "loggedIn",
         ${told('subscription_created')} AS subscribed, ${told('execution_completed')} AS completed,
         ${told('subscription_paused')} AS paused, ${told('subscription_resumed')} AS resumed, ${told('subscription_cancelled')} AS cancelled,
         (SELECT count(*)::int FROM outbox_event e WHERE e.partner_id = $1 AND e.mode = 'test' AND e.type = 'execution_failed' AND e.created_at > ${LATELY}
            AND EXISTS (SELECT 1 FROM webhook_attempt a WHERE a.event_id = e.id AND a.status_code BETWEEN 200 AND 299)) AS "failuresDelivered"`,
      [partnerId],
    );
    if (!row) throw new Error('a count without a row');
    return row;
  }

  private async counts(partnerId: string): Promise<Counts> {
    const [row] = await this.db.query<Counts>(
      `SELECT
         (SELECT count(*)::int FROM outbox_event WHERE partner_id = $1 AND mode = 'live' AND relayed_at IS NULL
            AND created_at < now() - interval '10 minutes') AS "eventsWaiting",
         (SELECT count(*)::int FROM idempotency_record WHERE owner_id = $1 AND realm IN ('live','test') AND created_at > ${A_DAY_AGO}) AS "idempotencyKeys",
         (SELECT count(*)::int FROM broker_account WHERE partner_id = $1 AND created_at > ${A_DAY_AGO})
           + (SELECT count(*)::int FROM subscription WHERE partner_id = $1 AND created_at > ${A_DAY_AGO}) AS made,
         (SELECT count(DISTINCT u.email)::int FROM platform_user u JOIN platform_user o ON o.partner_id = u.partner_id AND o.email = u.email
            WHERE u.partner_id = $1 AND u.mode = 'live' AND o.mode = 'test'
              AND EXISTS (SELECT 1 FROM broker_account a WHERE a.user_pk = u.id AND a.account_status = 'enabled')
              AND EXISTS (SELECT 1 FROM broker_account a WHERE a.user_pk = o.id AND a.account_status = 'enabled')) AS "usersInBothModes",
         ARRAY(SELECT scope || ': ' || reason FROM halt WHERE lifted_at IS NULL AND (scope = 'all' OR (scope = 'partner' AND scope_id = $1))
            ORDER BY created_at, id) AS halts`,
      [partnerId],
    );
    if (!row) throw new Error('a count without a row');
    return row;
  }
}
