// Broker accounts in the guide's shape; never a secret or where it is kept.
import type { z } from '../zod.js';
import type { AccountReadiness, ReadinessProblem } from '../../domain/account-readiness.js';
import { sessionOf, type BrokerAccount } from '../../db/repositories/broker-accounts.js';
import type * as schemas from '../schemas/broker-accounts.js';
import { utc, utcOrNull } from './times.js';

export function presentCreated(account: BrokerAccount): z.input<typeof schemas.BrokerAccountCreated> {
  return {
    success: true,
    message: 'Broker account created successfully',
    broker_account: {
      user_id: account.userId,
      client_id: account.clientId,
      broker_name: account.brokerName,
      account_status: 'enabled',
      has_credentials: true,
      has_oauth_token: account.tokenSecretId !== null,
    },
  };
}

export function presentAccount(
  account: BrokerAccount,
  readiness: AccountReadiness,
  /** epoch ms */
  nowMs: number,
): z.input<typeof schemas.BrokerAccount> {
  const { servesEntries } = sessionOf(account, nowMs);
  return {
    user_id: account.userId,
    user_email: account.userEmail,
    client_id: account.clientId,
    broker_name: account.brokerName,
    account_status: 'enabled',
    has_credentials: account.credentialsSecretId !== null,
    has_oauth_token: account.tokenSecretId !== null,
    ready_for_trading: servesEntries,
    token_expires_at: utcOrNull(account.entryValidUntil),
    last_oauth_login: utcOrNull(account.lastOauthLogin),
    readiness: {
      ready: readiness.ready,
      login_alive_until: servesEntries ? utcOrNull(account.entryValidUntil) : null,
      next_entry_at: readiness.nextEntryAtMs === undefined ? null : utc(readiness.nextEntryAtMs),
      problems: readiness.problems.map(presentProblem),
    },
  };
}

export function presentProblem({ code, message, subscriptionId }: ReadinessProblem) {
  return { code, message, subscription_id: subscriptionId };
}
