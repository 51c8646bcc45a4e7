// brokerSession's activities: the one-time exchange, and the ends of a session. Tokens are in clear only inside these functions.
import type { Credentials, TokenGrant } from '../brokers/port.js';
import { encodeSession } from '../brokers/session-codec.js';
import { BrokerAccountRepository, type BrokerAccount } from '../db/repositories/broker-accounts.js';
import { GateRepository } from '../db/repositories/gates.js';
import { PositionRepository } from '../db/repositories/positions.js';
import type { Database } from '../db/sql.js';
import { entryValidUntil } from '../domain/session-window.js';
import type { TimeOfDay } from '../domain/trading-time.js';
import type { Vault } from '../vault/vault.js';
import { asked, openCredentials, requireAccount, requireAdapter, type Adapters } from './accounts.js';
import { withFailures } from './failures.js';

export type ExchangeResult =
  | { outcome: 'ready'; tokenExpiresAtMs: number; entryValidUntilMs: number }
  | { outcome: 'refused'; brokerResponse: string };
export type EndSessionResult =
  { outcome: 'ended'; gateChangeId: number } | { outcome: 'entry_in_progress' } | { outcome: 'position_open' };

export type EndSessionInput = { accountId: string; force?: boolean };

export type BrokerSessionDeps = {
  db: Database;
  vault: Vault;
  adapters: Adapters;
  clock: () => number;
  /** IST time of day at which a session stops serving new entries. */
  sessionEndIst: TimeOfDay;
};

/** Rolls the transaction back; told to the workflow as a value. */
class LogoutRefused extends Error {
  constructor(readonly outcome: 'entry_in_progress' | 'position_open') {
    super(outcome);
  }
}

export function createBrokerSessionActivities({ db, vault, adapters, clock, sessionEndIst }: BrokerSessionDeps) {
  const accounts = new BrokerAccountRepository(db);
  const gates = new GateRepository(db);
  const positions = new PositionRepository(db);

  async function keepToken(
    account: BrokerAccount,
    { apiKey }: Credentials,
    grant: TokenGrant,
  ): Promise<ExchangeResult> {
    const loggedInAtMs = clock();
    if (grant.clientId !== account.clientId)
      return refused(`The login was made for another client than ${account.clientId}`);
    // A token that is dead already (the sandbox has one) is kept all the same: the session's timer ends it at once.
    const entryValidUntilMs = entryValidUntil(loggedInAtMs, grant.expiresAtMs, sessionEndIst);
    return db.transaction(async (tx): Promise<ExchangeResult> => {
      const tokenSecretId = await vault.seal(
        {
          ...ownerOf(account),
          purpose: 'access_token',
          plaintext: encodeSession({ clientId: account.clientId, apiKey, accessToken: grant.accessToken }),
          expiresAt: new Date(grant.expiresAtMs),
        },
        tx,
      );
      const set = await accounts.setToken(tx, account.id, {
        tokenSecretId,
        lastLogin: new Date(loggedInAtMs),
        tokenExpiresAt: new Date(grant.expiresAtMs),
        entryValidUntil: new Date(entryValidUntilMs),
      });
      if (!set) throw new Error(`account ${account.id} is not linked any more`);
      if (set.formerSecretId !== null) await vault.eraseSecret(set.formerSecretId, tx);
      return { outcome: 'ready', tokenExpiresAtMs: grant.expiresAtMs, entryValidUntilMs };
    });
  }

  return {
    /**
     * Exchanges the callback's token, whose sealed row is erased before anything is sent: it can leave only once.
     * Never retried. @throws anything that leaves open what became of the token
     */
    exchangeLogin: withFailures(
      async ({ accountId, secretId }: { accountId: string; secretId: string }): Promise<ExchangeResult> => {
        const account = await requireAccount(accounts, accountId);
        if (account.accountStatus !== 'enabled') {
          // The token was sealed while the account was being unlinked, under a salt of its own.
          await vault.eraseOwner(accountId);
          return refused('The broker account is not linked any more');
        }
        const adapter = requireAdapter(adapters, account);
        const credentials = await openCredentials(vault, account);
        const requestToken = await vault.open({ ...ownerOf(account), purpose: 'request_token', secretId });
        await vault.eraseSecret(secretId);
        const granted = await asked(credentials, [requestToken], () =>
          adapter.exchangeToken({
            credentials,
            token: requestToken,
            redirectUri: account.callbackUrl,
            expectedClientId: account.clientId,
          }),
        );
        return 'refusal' in granted ? refused(granted.refusal) : keepToken(account, credentials, granted.answer);
      },
    ),

    /** For a callback that came too late. */
    eraseRequestToken: withFailures(async ({ secretId }: { secretId: string }): Promise<void> => {
      await vault.eraseSecret(secretId);
    }),

    /**
     * Logout: forgets the token and announces the stop, unless an entry of the account is under way, or a position is open
     * that could not be closed without the token. Repeatable.
     * @param force - although a position is open
     */
    endSession: withFailures(async ({ accountId, force }: EndSessionInput): Promise<EndSessionResult> => {
      try {
        return await db.transaction(async (tx): Promise<EndSessionResult> => {
          const { formerSecretId } = await accounts.markLoginRequired(tx, accountId, new Date(clock()));
          if (formerSecretId !== null) await vault.eraseSecret(formerSecretId, tx);
          const gateChangeId = await gates.announce(tx, 'account', accountId);
          // Last, so that only the commit lies between this look at the clock and the dispatchers' hearing of it. Positions are
          // looked for after it: what an entry that has just ended left open shows.
          if (await gates.entryInProgress(tx, 'account', accountId)) throw new LogoutRefused('entry_in_progress');
          const takesToken = formerSecretId !== null;
          if (takesToken && force !== true && (await positions.openOf(accountId, tx)).length > 0)
            throw new LogoutRefused('position_open');
          return { outcome: 'ended', gateChangeId };
        });
      } catch (error) {
        if (error instanceof LogoutRefused) return { outcome: error.outcome };
        throw error;
      }
    }),

    /** The broker's own expiry has passed: the token is dead anyway. Leaves a later login's token alone. */
    expireSession: withFailures(
      async ({ accountId, tokenExpiresAtMs }: { accountId: string; tokenExpiresAtMs: number }): Promise<void> => {
        await expireAccountSession({ db, vault }, accountId, new Date(tokenExpiresAtMs));
      },
    ),
  };
}

export async function expireAccountSession(
  { db, vault }: Pick<BrokerSessionDeps, 'db' | 'vault'>,
  accountId: string,
  tokenExpiresAt: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const { formerSecretId } = await new BrokerAccountRepository(db).markLoginRequired(
      tx,
      accountId,
      tokenExpiresAt,
      tokenExpiresAt,
    );
    if (formerSecretId !== null) await vault.eraseSecret(formerSecretId, tx);
  });
}

function ownerOf(account: BrokerAccount) {
  return { partnerId: account.partnerId, ownerId: account.id };
}

function refused(brokerResponse: string): ExchangeResult {
  return { outcome: 'refused', brokerResponse };
}
