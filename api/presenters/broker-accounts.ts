// Broker accounts in the guide's shape; never a secret or where it is kept.
import type { z } from '../zod.js';
import { sessionOf, type BrokerAccount } from '../../db/repositories/broker-accounts.js';
import type * as schemas from '../schemas/broker-accounts.js';
import { utcOrNull } from './times.js';

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

/** @param nowMs - epoch ms */
export function presentAccount(account: BrokerAccount, nowMs: number): z.input<typeof schemas.BrokerAccount> {
  return {
    user_id: account.userId,
    user_email: account.userEmail,
    client_id: account.clientId,
    broker_name: account.brokerName,
    account_status: 'enabled',
    has_credentials: account.credentialsSecretId !== null,
    has_oauth_token: account.tokenSecretId !== null,
    ready_for_trading: sessionOf(account, nowMs).servesEntries,
    token_expires_at: utcOrNull(account.entryValidUntil),
    last_oauth_login: utcOrNull(account.lastOauthLogin),
  };
}
