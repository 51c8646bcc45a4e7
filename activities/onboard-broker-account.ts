// onboardBrokerAccount's activities: ask the broker, then keep the account or erase its secrets.
import { BrokerAccountRepository } from '../db/repositories/broker-accounts.js';
import type { Database } from '../db/sql.js';
import type { Vault } from '../vault/vault.js';
import { asked, openCredentials, requireAccount, requireAdapter, type Adapters } from './accounts.js';
import { withFailures } from './failures.js';

export type ProbeResult = { outcome: 'accepted' } | { outcome: 'refused'; brokerResponse: string };

export type OnboardDeps = { db: Database; vault: Vault; adapters: Adapters };

export function createOnboardActivities({ db, vault, adapters }: OnboardDeps) {
  const accounts = new BrokerAccountRepository(db);
  return {
    /** Repeatable. @throws `broker_unreachable` and `broker_throttled` (retried), `broker_configuration` */
    probeCredentials: withFailures(async ({ accountId }: { accountId: string }): Promise<ProbeResult> => {
      const account = await requireAccount(accounts, accountId);
      const credentials = await openCredentials(vault, account);
      const adapter = requireAdapter(adapters, account);
      const probed = await asked(credentials, [], () => adapter.probe(credentials, account.callbackUrl));
      return 'refusal' in probed ? { outcome: 'refused', brokerResponse: probed.refusal } : { outcome: 'accepted' };
    }),

    /** @returns `enabled: false` when the account was discarded meanwhile */
    enableAccount: withFailures(async ({ accountId }: { accountId: string }): Promise<{ enabled: boolean }> => {
      if (await accounts.markEnabled(accountId)) return { enabled: true };
      // A repeat after a lost answer finds its own work.
      return { enabled: (await accounts.findById(accountId))?.accountStatus === 'enabled' };
    }),

    /** Frees the client_id and erases every secret of the account. Does nothing to an account that isn't pending. */
    discardAccount: withFailures(
      async ({ accountId, reason }: { accountId: string; reason: string }): Promise<void> => {
        await discardPendingAccount({ db, vault }, accountId, reason);
      },
    ),
  };
}

/** @returns whether it was pending */
export async function discardPendingAccount(
  { db, vault }: Pick<OnboardDeps, 'db' | 'vault'>,
  accountId: string,
  reason: string,
): Promise<boolean> {
  const accounts = new BrokerAccountRepository(db);
  return db.transaction(async (tx) => {
    const discarded = await accounts.markRejected(accountId, reason, tx);
    if (discarded) await vault.eraseOwner(accountId, tx);
    return discarded;
  });
}
