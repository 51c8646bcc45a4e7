// What partners are told about a broker account: its credentials were replaced, or it was unlinked.
import { event, utcText, type PartnerEvent } from './partner-event.js';

type AccountHappening = {
  accountId: string;
  userEmail: string;
  clientId: string;
  brokerName: string;
  /** epoch ms */
  atMs: number;
};

/**
 * A user's api_key and api_secret were replaced; the user must log in with the broker before anything is traded again.
 * @param input.changeId - what tells this replacement from the account's others: the same in every retry
 * @param input.sessionEnded - whether a login of the day ended with it
 */
export function brokerCredentialsRotated(
  input: AccountHappening & { changeId: string; sessionEnded: boolean },
): PartnerEvent {
  return event('broker_credentials_rotated', `${input.accountId}/${input.changeId}`, {
    event: 'broker_credentials_rotated',
    user_email: input.userEmail,
    client_id: input.clientId,
    broker_name: input.brokerName,
    session_ended: input.sessionEnded,
    timestamp: utcText(input.atMs),
  });
}

/** An account was unlinked; its credentials and tokens are erased. */
export function brokerAccountUnlinked(input: AccountHappening): PartnerEvent {
  return event('broker_account_unlinked', input.accountId, {
    event: 'broker_account_unlinked',
    user_email: input.userEmail,
    client_id: input.clientId,
    broker_name: input.brokerName,
    timestamp: utcText(input.atMs),
  });
}
