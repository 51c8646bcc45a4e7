// brokerSession's activities for changes of the account itself: other credentials, proven before they count, and the end of the link.
import { ApplicationFailure } from '@temporalio/common';
import type { Credentials } from '../brokers/port.js';
import { AccountChangeRepository } from '../db/repositories/account-changes.js';
import { BrokerAccountRepository, type BrokerAccount } from '../db/repositories/broker-accounts.js';
import { GateRepository } from '../db/repositories/gates.js';
import { OutboxRepository } from '../db/repositories/outbox.js';
import { PositionRepository } from '../db/repositories/positions.js';
import type { Database, Sql } from '../db/sql.js';
import { brokerAccountUnlinked, brokerCredentialsRotated } from '../domain/account-event.js';
import { VaultError, type Vault } from '../vault/vault.js';
import type { ChangeHindrance } from '../workflows/messages/session.js';
import { asked, openCredentials, requireAccount, requireAdapter, type Adapters } from './accounts.js';
import { withFailures } from './failures.js';

export type CandidateResult =
  | { outcome: 'accepted' }
  /** They are the linked ones already. */
  | { outcome: 'unchanged' }
  | { outcome: 'refused'; brokerResponse: string }
  | { outcome: 'not_linked' };
export type CommitResult =
  /** `gateChangeId`: the announcement that dispatchers must have noted */
  | { outcome: 'rotated'; gateChangeId: number }
  /** The sealed candidate's time was over before it could be committed. */
  | { outcome: 'expired' }
  | { outcome: 'not_linked' }
  | { outcome: 'hindered'; by: ChangeHindrance };
export type UnlinkActivityResult =
  { outcome: 'unlinked'; gateChangeId: number } | { outcome: 'hindered'; by: ChangeHindrance };

type Candidate = { accountId: string; /** row of the sealed candidate */ secretId: string };
export type CommitInput = Candidate & { force: boolean; by: string };

export type AccountChangeDeps = { db: Database; vault: Vault; adapters: Adapters; clock: () => number };

/** Rolls the transaction back; told to the workflow as a value. */
class Hindered extends Error {
  constructor(readonly by: ChangeHindrance) {
    super(by);
  }
}

export function createAccountChangeActivities({ db, vault, adapters, clock }: AccountChangeDeps) {
  const accounts = new BrokerAccountRepository(db);
  const changes = new AccountChangeRepository(db);
  const gates = new GateRepository(db);
  const positions = new PositionRepository(db);
  const outbox = new OutboxRepository(db);

  /** Forgets token and begun logins, and tells the dispatchers. @returns what to wait for, and whether there was a token */
  async function endLogin(tx: Sql, accountId: string): Promise<{ gateChangeId: number; sessionEnded: boolean }> {
    const { formerSecretId } = await accounts.markLoginRequired(tx, accountId, new Date(clock()));
    if (formerSecretId !== null) await vault.eraseSecret(formerSecretId, tx);
    await changes.forgetLogins(tx, accountId);
    return { gateChangeId: await gates.announce(tx, 'account', accountId), sessionEnded: formerSecretId !== null };
  }

  return {
    /** Asks the broker whether the candidate can work. Changes nothing. @throws as `probeCredentials` */
    probeCandidate: withFailures(async ({ accountId, secretId }: Candidate): Promise<CandidateResult> => {
      const account = await requireAccount(accounts, accountId);
      if (account.accountStatus !== 'enabled') return { outcome: 'not_linked' };
      if (account.credentialsSecretId === secretId) return { outcome: 'accepted' };
      const candidate = await openCredentials(vault, { ...account, credentialsSecretId: secretId });
      if (isSame(candidate, await linkedCredentials(vault, account))) return { outcome: 'unchanged' };
      const adapter = requireAdapter(adapters, account);
      const probed = await asked(candidate, [], () => adapter.probe(candidate, account.callbackUrl));
      return 'refusal' in probed ? { outcome: 'refused', brokerResponse: probed.refusal } : { outcome: 'accepted' };
    }),

    /**
     * Puts the candidate in the place of the linked credentials and ends the login, all or nothing, unless an entry is under way or a
     * position is open that could not be closed without the token. Repeatable.
     */
    commitCandidate: withFailures(async (input: CommitInput): Promise<CommitResult> => {
      const { accountId, secretId, force, by } = input;
      const commit = db.transaction(async (tx): Promise<CommitResult> => {
        const account = await changes.lock(tx, accountId);
        if (account?.accountStatus !== 'enabled') return { outcome: 'not_linked' };
        const former = account.credentialsSecretId;
        // A repeat after a lost answer finds its own work; the announcement is made again, so that it can be waited for.
        if (former === secretId)
          return { outcome: 'rotated', gateChangeId: await gates.announce(tx, 'account', accountId) };
        if (!(await vault.keep(secretId, tx))) return { outcome: 'expired' };
        await accounts.setCredentials(tx, accountId, secretId);
        if (former !== null) await vault.eraseSecret(former, tx);
        const { gateChangeId, sessionEnded } = await endLogin(tx, accountId);
        await changes.record(tx, { accountId, change: 'credentials_rotated', by, forced: force, sessionEnded });
        const event = brokerCredentialsRotated({ ...happening(account), changeId: secretId, sessionEnded });
        await outbox.append(tx, { ...ownerOf(account), ...event });
        // Last, as at a logout: the entry first, then what an entry that has just ended left open.
        if (await gates.entryInProgress(tx, 'account', accountId)) throw new Hindered('entry_in_progress');
        if (sessionEnded && !force && (await positions.openOf(accountId, tx)).length > 0)
          throw new Hindered('position_open');
        return { outcome: 'rotated', gateChangeId };
      });
      return commit.catch(hindrance);
    }),

    /** For a candidate that will not be used. Never erases what is linked. */
    discardCandidate: withFailures(async ({ accountId, secretId }: Candidate): Promise<void> => {
      await db.transaction(async (tx) => {
        const account = await changes.lock(tx, accountId);
        if (account?.credentialsSecretId !== secretId) await vault.eraseSecret(secretId, tx);
      });
    }),

    /**
     * Ends the link: secrets, tokens and salt are erased, so that no backup can be opened; the history stays. Repeatable.
     * Refused while a subscription, a position or an order in doubt needs the account.
     */
    unlinkAccount: withFailures(
      async ({ accountId, by }: { accountId: string; by: string }): Promise<UnlinkActivityResult> => {
        const unlink = db.transaction(async (tx): Promise<UnlinkActivityResult> => {
          const account = await changes.lock(tx, accountId);
          // A repeat after a lost answer finds its own work.
          if (account?.accountStatus === 'unlinked')
            return { outcome: 'unlinked', gateChangeId: await gates.announce(tx, 'account', accountId) };
          if (account?.accountStatus !== 'enabled')
            throw ApplicationFailure.nonRetryable(`The account ${accountId} is not linked`, 'unknown_account');
          if ((await changes.livingSubscriptions(accountId, tx)).length > 0) throw new Hindered('subscribed');
          const { gateChangeId, sessionEnded } = await endLogin(tx, accountId);
          await changes.markUnlinked(tx, accountId, by);
          await vault.eraseOwner(accountId, tx);
          await changes.record(tx, { accountId, change: 'unlinked', by, forced: false, sessionEnded });
          await outbox.append(tx, { ...ownerOf(account), ...brokerAccountUnlinked(happening(account)) });
          if (await gates.entryInProgress(tx, 'account', accountId)) throw new Hindered('entry_in_progress');
          if ((await positions.openOf(accountId, tx)).length > 0) throw new Hindered('position_open');
          if (await changes.watchesOrders(tx, accountId)) throw new Hindered('order_unknown');
          return { outcome: 'unlinked', gateChangeId };
        });
        return unlink.catch(hindrance);
      },
    ),
  };

  function happening(account: BrokerAccount) {
    const { id: accountId, userEmail, clientId, brokerName } = account;
    return { accountId, userEmail, clientId, brokerName, atMs: clock() };
  }
}

function hindrance(error: unknown): { outcome: 'hindered'; by: ChangeHindrance } {
  if (error instanceof Hindered) return { outcome: 'hindered', by: error.by };
  throw error;
}

function ownerOf({ partnerId, mode }: BrokerAccount) {
  return { partnerId, mode };
}

/** What is linked; undefined when it cannot be opened, which other credentials cure. */
async function linkedCredentials(vault: Vault, account: BrokerAccount): Promise<Credentials | undefined> {
  try {
    return await openCredentials(vault, account);
  } catch (error) {
    if (error instanceof VaultError || error instanceof ApplicationFailure) return undefined;
    throw error;
  }
}

function isSame(a: Credentials, b: Credentials | undefined): boolean {
  return a.apiKey === b?.apiKey && a.apiSecret === b.apiSecret;
}
