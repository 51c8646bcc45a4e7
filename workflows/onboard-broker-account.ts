// onboardBrokerAccount: probe the credentials with the broker, then enable the account or erase them. Decides within 10 s of its start.
import { ActivityFailure, log, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { createOnboardActivities, ProbeResult } from '../activities/onboard-broker-account.js';
import { assertNever } from '../domain/assert-never.js';
import { brokerQuestion, databaseWork } from './activity-options.js';
import type { OnboardInput, OnboardResult } from './messages/onboard.js';

type Activities = ReturnType<typeof createOnboardActivities>;
const { probeCredentials } = proxyActivities<Activities>(brokerQuestion);
const { enableAccount, discardAccount } = proxyActivities<Activities>(databaseWork);

/** The partner's request gives up after 10 s; when workers are so late that little of it is left, the broker isn't asked. */
const LATEST_PROBE_START_MS = 6_000;

export async function onboardBrokerAccount({ accountId }: OnboardInput): Promise<OnboardResult> {
  const waitedMs = Date.now() - workflowInfo().startTime.getTime();
  const probe = waitedMs > LATEST_PROBE_START_MS ? noAnswer : await probeOnce(accountId);
  switch (probe.outcome) {
    case 'accepted': {
      // Whoever moves the row out of `pending` first decides: the API discards it when it has to give up.
      const { enabled } = await enableAccount({ accountId });
      return enabled ? { outcome: 'enabled' } : { outcome: 'unreachable' };
    }
    case 'refused':
      await discardAccount({ accountId, reason: probe.brokerResponse });
      return { outcome: 'rejected', brokerResponse: probe.brokerResponse };
    case 'no_answer':
      await discardAccount({ accountId, reason: 'The broker could not be reached' });
      return { outcome: 'unreachable' };
    default:
      return assertNever(probe, 'probe result');
  }
}

const noAnswer = { outcome: 'no_answer' } as const;

async function probeOnce(accountId: string): Promise<ProbeResult | typeof noAnswer> {
  try {
    return await probeCredentials({ accountId });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    log.warn('The probe got no answer', { accountId, cause: error.cause?.message });
    return noAnswer;
  }
}
