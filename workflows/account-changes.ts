// What brokerSession does when the account itself is changed: prove and commit other credentials, or end the link.
import { ActivityFailure, log, proxyActivities } from '@temporalio/workflow';
import type { createAccountChangeActivities } from '../activities/account-changes.js';
import { assertNever } from '../domain/assert-never.js';
import { brokerQuestion, databaseWork } from './activity-options.js';
import type { RotateCredentialsInput, RotateCredentialsResult } from './messages/session.js';

type Activities = ReturnType<typeof createAccountChangeActivities>;
const { probeCandidate } = proxyActivities<Activities>(brokerQuestion);
const { commitCandidate, discardCandidate, unlinkAccount } = proxyActivities<Activities>(databaseWork);

export { unlinkAccount };

type Rotation = { result: RotateCredentialsResult; /** when the login has ended */ gateChangeId?: number };

/** The linked credentials stay until the others are proven and committed. Whatever ends otherwise erases the candidate. */
export async function rotateCredentials(accountId: string, input: RotateCredentialsInput): Promise<Rotation> {
  const { secretId, force, by } = input;
  const probed = await probeOnce(accountId, secretId);
  if (probed.outcome === 'accepted') {
    const committed = await commitCandidate({ accountId, secretId, force, by });
    switch (committed.outcome) {
      case 'rotated':
        return { result: { outcome: 'rotated' }, gateChangeId: committed.gateChangeId };
      case 'expired':
        return { result: { outcome: 'unreachable' } };
      case 'not_linked':
      case 'hindered':
        await discardCandidate({ accountId, secretId });
        return { result: committed };
      default:
        return assertNever(committed, 'commit result');
    }
  }
  await discardCandidate({ accountId, secretId });
  return { result: probed };
}

/** Any failure leaves the linked credentials as they are: nothing was committed. */
async function probeOnce(accountId: string, secretId: string) {
  try {
    return await probeCandidate({ accountId, secretId });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    log.warn('The probe of other credentials got no answer', { accountId, cause: error.cause?.message });
    return { outcome: 'unreachable' as const };
  }
}
