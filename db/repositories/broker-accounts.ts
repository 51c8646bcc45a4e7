// Linked broker accounts: their link status and the day's session. Secrets are elsewhere, sealed; here are only their ids.
import type { Mode } from '../../domain/mode.js';
import type { Database, Sql } from '../sql.js';
import { toPage, type Page, type PageRequest } from './page.js';
import { normalisedEmail, PlatformUserRepository } from './platform-users.js';

type AccountStatus = 'pending' | 'enabled' | 'rejected' | 'unlinked';
type SessionStatus = 'none' | 'ready' | 'login_required';

export type BrokerAccount = {
  id: string;
  partnerId: string;
  mode: Mode;
  userPk: string;
  userId: string;
  userEmail: string;
  clientId: string;
  brokerName: string;
  /** The wire it was linked over; null: the broker's default. */
  brokerWire: string | null;
  /** Where the broker sends the partner's users after the login. */
  callbackUrl: string;
  accountStatus: AccountStatus;
  statusReason: string | null;
  credentialsSecretId: string | null;
  tokenSecretId: string | null;
  sessionStatus: SessionStatus;
  lastOauthLogin: Date | null;
  /** The broker's own expiry: exits and reads are served until then. */
  tokenExpiresAt: Date | null;
  /** Until when entries are served. */
  entryValidUntil: Date | null;
  createdAt: Date;
};

export type CreateAccount = {
  id: string;
  partnerId: string;
  mode: Mode;
  userEmail: string;
  clientId: string;
  brokerName: string;
};
/** Whose the client_id is among the partner's own users; undefined: it has become free meanwhile. */
export type AccountConflict = { conflict: 'broker_account_exists'; linkedTo: 'this_user' | 'another_user' | undefined };
export type AccountSession = { tokenSecretId: string; lastLogin: Date; tokenExpiresAt: Date; entryValidUntil: Date };

const SELECT = `SELECT a.id, a.partner_id AS "partnerId", a.mode, a.user_pk AS "userPk", u.user_id AS "userId", u.email AS "userEmail",
  a.client_id AS "clientId", a.broker_name AS "brokerName", a.broker_wire AS "brokerWire", p.callback_url AS "callbackUrl", a.account_status AS "accountStatus", a.status_reason AS "statusReason",
  a.credentials_secret_id AS "credentialsSecretId", a.token_secret_id AS "tokenSecretId", a.session_status AS "sessionStatus",
  a.last_oauth_login AS "lastOauthLogin", a.token_expires_at AS "tokenExpiresAt", a.entry_valid_until AS "entryValidUntil",
  a.created_at AS "createdAt"
  FROM broker_account a JOIN platform_user u ON u.id = a.user_pk JOIN partner p ON p.id = a.partner_id`;

/** What an account's session is good for now. `endedAt` is when it stopped serving entries; null if it never had one. */
export type SessionView = { servesEntries: true } | { servesEntries: false; endedAt: Date | null };

/** @param nowMs - epoch ms */
export function sessionOf(
  account: Pick<BrokerAccount, 'sessionStatus' | 'entryValidUntil'>,
  nowMs: number,
): SessionView {
  const until = account.entryValidUntil;
  const serves = account.sessionStatus === 'ready' && until !== null && until.getTime() > nowMs;
  return serves ? { servesEntries: true } : { servesEntries: false, endedAt: until };
}

export class BrokerAccountRepository {
  private readonly users: PlatformUserRepository;

  constructor(private readonly db: Database) {
    this.users = new PlatformUserRepository(db);
  }

  /**
   * Creates the account as `pending` over the partner's wire of the moment, and its user when missing. Seal the credentials in the same transaction
   * afterwards (their owner is the account's id) and name them by `setCredentials`.
   * @returns the conflict when this client_id is linked or being linked already; waits for a rival that is undecided
   */
  async createPending(sql: Sql, input: CreateAccount): Promise<BrokerAccount | AccountConflict> {
    const user = await this.users.ensure(sql, input.partnerId, input.mode, input.userEmail);
    const created = await sql.query<{ id: string }>(
      `INSERT INTO broker_account (id, partner_id, mode, user_pk, client_id, broker_name, broker_wire, account_status)
       SELECT $1, $2, $3, $4, $5, $6, broker_wire, 'pending' FROM partner WHERE id = $2
       ON CONFLICT (partner_id, mode, client_id) WHERE account_status IN ('pending','enabled') DO NOTHING RETURNING id`,
      [input.id, input.partnerId, input.mode, user.pk, input.clientId, input.brokerName],
    );
    if (created.length === 0)
      return { conflict: 'broker_account_exists', linkedTo: await this.holderOf(sql, input, user.pk) };
    const account = await this.findById(input.id, sql);
    if (!account) throw new Error(`account ${input.id} vanished in its own transaction`);
    return account;
  }

  /** Looks among the same partner's users of the same mode, the scope in which a client_id is linked once. */
  private async holderOf(
    sql: Sql,
    { partnerId, mode, clientId }: CreateAccount,
    userPk: string,
  ): Promise<AccountConflict['linkedTo']> {
    const [holder] = await sql.query<{ userPk: string }>(
      `SELECT user_pk AS "userPk" FROM broker_account
       WHERE partner_id = $1 AND mode = $2 AND client_id = $3 AND account_status IN ('pending','enabled')`,
      [partnerId, mode, clientId],
    );
    if (!holder) return undefined;
    return holder.userPk === userPk ? 'this_user' : 'another_user';
  }

  async setCredentials(sql: Sql, accountId: string, secretId: string): Promise<void> {
    await sql.query('UPDATE broker_account SET credentials_secret_id = $2, updated_at = now() WHERE id = $1', [
      accountId,
      secretId,
    ]);
  }

  /** A linked (enabled) account of this partner; with an e-mail, only if it is that user's. */
  async find(partnerId: string, mode: Mode, clientId: string, userEmail?: string): Promise<BrokerAccount | undefined> {
    const rows = await this.db.query<BrokerAccount>(
      `${SELECT} WHERE a.partner_id = $1 AND a.mode = $2 AND a.client_id = $3 AND a.account_status = 'enabled'
         AND ($4::text IS NULL OR u.email = $4)`,
      [partnerId, mode, clientId, userEmail === undefined ? null : normalisedEmail(userEmail)],
    );
    return rows[0];
  }

  /** For activities, which hold only the id; whatever the status. */
  async findById(accountId: string, sql: Sql = this.db): Promise<BrokerAccount | undefined> {
    const rows = await sql.query<BrokerAccount>(`${SELECT} WHERE a.id = $1`, [accountId]);
    return rows[0];
  }

  /** The linked accounts of a partner, oldest first. */
  async list(
    partnerId: string,
    mode: Mode,
    filter: PageRequest & { userEmail?: string | undefined },
  ): Promise<Page<BrokerAccount>> {
    const rows = await this.db.query<BrokerAccount>(
      `${SELECT} WHERE a.partner_id = $1 AND a.mode = $2 AND a.account_status = 'enabled' AND ($3::text IS NULL OR u.email = $3)
         AND ($4::text IS NULL OR (a.created_at, a.id) >
           (SELECT c.created_at, c.id FROM broker_account c WHERE c.id = $4 AND c.partner_id = $1 AND c.mode = $2))
       ORDER BY a.created_at, a.id LIMIT $5`,
      [
        partnerId,
        mode,
        filter.userEmail === undefined ? null : normalisedEmail(filter.userEmail),
        filter.cursor ?? null,
        filter.limit + 1,
      ],
    );
    return toPage(rows, filter.limit);
  }

  /** @returns false when the account was not pending (any more) */
  async markEnabled(accountId: string, sql: Sql = this.db): Promise<boolean> {
    const rows = await sql.query(
      `UPDATE broker_account SET account_status = 'enabled', status_reason = NULL, updated_at = now()
       WHERE id = $1 AND account_status = 'pending' RETURNING id`,
      [accountId],
    );
    return rows.length > 0;
  }

  /**
   * Ends a link that never worked; its client_id is free again. Erase its secrets in the same transaction.
   * @param reason - the broker's words or ours; shown to operators
   * @returns false when the account was not pending (any more)
   */
  async markRejected(accountId: string, reason: string, sql: Sql = this.db): Promise<boolean> {
    const rows = await sql.query(
      `UPDATE broker_account SET account_status = 'rejected', status_reason = $2, credentials_secret_id = NULL, updated_at = now()
       WHERE id = $1 AND account_status = 'pending' RETURNING id`,
      [accountId, reason],
    );
    return rows.length > 0;
  }

  /**
   * Makes the account ready for trading with the day's token.
   * @returns the former token's secret id (null if none), to be erased; undefined when the account is not linked any more
   */
  async setToken(
    sql: Sql,
    accountId: string,
    session: AccountSession,
  ): Promise<{ formerSecretId: string | null } | undefined> {
    const rows = await sql.query<{ formerSecretId: string | null }>(
      `WITH former AS (SELECT id, token_secret_id FROM broker_account WHERE id = $1 AND account_status = 'enabled' FOR UPDATE)
       UPDATE broker_account a SET token_secret_id = $2, session_status = 'ready', last_oauth_login = $3, token_expires_at = $4,
         entry_valid_until = $5, updated_at = now()
       FROM former WHERE a.id = former.id RETURNING former.token_secret_id AS "formerSecretId"`,
      [accountId, session.tokenSecretId, session.lastLogin, session.tokenExpiresAt, session.entryValidUntil],
    );
    return rows[0];
  }

  /**
   * Ends the session: nothing is traded until the next login. Idempotent.
   * @param at - when it ended; a later expiry on record is brought forward to it
   * @param onlyTokenUntil - leaves a token alone that lives longer than this (a later login's)
   * @returns the token's secret id (null if none), to be erased
   */
  async markLoginRequired(
    sql: Sql,
    accountId: string,
    at: Date,
    onlyTokenUntil?: Date,
  ): Promise<{ formerSecretId: string | null }> {
    const rows = await sql.query<{ formerSecretId: string | null }>(
      `WITH former AS (SELECT id, token_secret_id FROM broker_account
         WHERE id = $1 AND ($3::timestamptz IS NULL OR token_expires_at <= $3) FOR UPDATE)
       UPDATE broker_account a SET token_secret_id = NULL, session_status = 'login_required',
         token_expires_at = least(a.token_expires_at, $2), entry_valid_until = least(a.entry_valid_until, $2), updated_at = now()
       FROM former WHERE a.id = former.id RETURNING former.token_secret_id AS "formerSecretId"`,
      [accountId, at, onlyTokenUntil ?? null],
    );
    return { formerSecretId: rows[0]?.formerSecretId ?? null };
  }

  /**
   * Ends the session of one token, which the broker has refused. A later login's session is left alone.
   * @returns whether it was still the account's
   */
  async endSession(sql: Sql, accountId: string, tokenSecretId: string, at: Date): Promise<boolean> {
    const rows = await sql.query(
      `UPDATE broker_account SET token_secret_id = NULL, session_status = 'login_required',
         token_expires_at = least(token_expires_at, $3), entry_valid_until = least(entry_valid_until, $3), updated_at = now()
       WHERE id = $1 AND token_secret_id = $2 RETURNING id`,
      [accountId, tokenSecretId, at],
    );
    return rows.length > 0;
  }

  /** Accounts whose session is on record as ready although its token ended so many ms ago: its workflow is lost. */
  async readyPastExpiry(ms: number, limit = 200): Promise<{ id: string; tokenExpiresAt: Date }[]> {
    return this.db.query<{ id: string; tokenExpiresAt: Date }>(
      `SELECT id, token_expires_at AS "tokenExpiresAt" FROM broker_account
       WHERE session_status = 'ready' AND token_expires_at < now() - $1 * interval '1 millisecond' LIMIT $2`,
      [ms, limit],
    );
  }

  /** Ids of accounts still `pending` after so many ms: their onboarding may have died. */
  async pendingLongerThan(ms: number, limit = 200): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT id FROM broker_account WHERE account_status = 'pending' AND created_at < now() - $1 * interval '1 millisecond'
       ORDER BY created_at LIMIT $2`,
      [ms, limit],
    );
    return rows.map((row) => row.id);
  }
}
