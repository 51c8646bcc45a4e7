// brokerSession: a login window of 300 s, the exchange of its one-time token, and the session's end: by logout, by a change of the account
// itself (other credentials, unlinked) or at the broker's expiry.
import {
  ActivityFailure,
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  log,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { createBrokerSessionActivities } from '../activities/broker-session.js';
import type { createGateActivities } from '../activities/gate.js';
import { rotateCredentials, unlinkAccount } from './account-changes.js';
import { databaseWork, gateWait, singleAttempt } from './activity-options.js';
import {
  beginLoginUpdate,
  completeLoginUpdate,
  ENTRY_IN_PROGRESS,
  LOGIN_WINDOW_S,
  logoutUpdate,
  POSITION_OPEN,
  rotateCredentialsUpdate,
  sessionPhaseQuery,
  unlinkUpdate,
  type CompleteLoginResult,
  type SessionInput,
  type SessionPhase,
} from './messages/session.js';
import { createMutex } from './mutex.js';

type Activities = ReturnType<typeof createBrokerSessionActivities>;
const { exchangeLogin } = proxyActivities<Activities>(singleAttempt);
const { eraseRequestToken, endSession, expireSession } = proxyActivities<Activities>(databaseWork);
const { awaitAcknowledgement } = proxyActivities<ReturnType<typeof createGateActivities>>(gateWait);

export async function brokerSession(input: SessionInput): Promise<{ outcome: 'login_required' }> {
  const { accountId } = input;
  const { exclusively } = createMutex();
  let tokenExpiresAtMs = input.tokenExpiresAtMs;
  let windowClosesAtMs = input.windowClosesAtMs ?? (tokenExpiresAtMs === undefined ? nextWindowEnd() : undefined);
  let exchanging = false;
  /** Grows with every change of the two deadlines, so that the loop below sets its timer anew. */
  let revision = 0;

  const windowOpen = () => windowClosesAtMs !== undefined && Date.now() < windowClosesAtMs;
  const phase = (): SessionPhase => {
    if (exchanging) return 'exchanging';
    if (tokenExpiresAtMs !== undefined) return 'ready';
    return windowClosesAtMs !== undefined ? 'waiting_for_login' : 'login_required';
  };
  const changed = () => {
    revision += 1;
    setCurrentDetails(detailsText(phase(), tokenExpiresAtMs, windowClosesAtMs));
  };

  const sessionEnded = async (changeId: number) => {
    tokenExpiresAtMs = undefined;
    windowClosesAtMs = undefined;
    changed();
    await awaitAcknowledgement({ changeId });
  };

  setHandler(sessionPhaseQuery, phase);
  setHandler(beginLoginUpdate, () => {
    windowClosesAtMs = nextWindowEnd();
    changed();
    return { expiresInS: LOGIN_WINDOW_S };
  });
  setHandler(
    completeLoginUpdate,
    ({ secretId }) =>
      exclusively(async () => {
        if (!windowOpen()) {
          await eraseRequestToken({ secretId });
          return { outcome: 'window_closed' };
        }
        exchanging = true;
        const result = await exchangeOnce(accountId, secretId).finally(() => (exchanging = false));
        if (result.outcome === 'ready') {
          tokenExpiresAtMs = result.tokenExpiresAtMs;
          windowClosesAtMs = undefined;
        }
        changed();
        return result;
      }),
    { validator: ({ secretId }) => requireText(secretId, 'secretId') },
  );
  // Updates in histories from before there was a choice carry no options.
  setHandler(logoutUpdate, ({ force } = { force: false }) =>
    exclusively(async () => {
      const ended = await endSession({ accountId, force });
      if (ended.outcome === 'entry_in_progress')
        throw ApplicationFailure.nonRetryable('An entry of this account is under way', ENTRY_IN_PROGRESS);
      if (ended.outcome === 'position_open')
        throw ApplicationFailure.nonRetryable('A position of this account is open', POSITION_OPEN);
      await sessionEnded(ended.gateChangeId);
    }),
  );
  setHandler(
    rotateCredentialsUpdate,
    (input) =>
      exclusively(async () => {
        const { result, gateChangeId } = await rotateCredentials(accountId, input);
        if (gateChangeId !== undefined) await sessionEnded(gateChangeId);
        return result;
      }),
    { validator: ({ secretId }) => requireText(secretId, 'secretId') },
  );
  setHandler(unlinkUpdate, ({ by }) =>
    exclusively(async () => {
      const ended = await unlinkAccount({ accountId, by });
      if (ended.outcome === 'hindered') return ended;
      await sessionEnded(ended.gateChangeId);
      return { outcome: 'unlinked' };
    }),
  );
  changed();

  const passDeadlines = async () => {
    if (tokenExpiresAtMs !== undefined && tokenExpiresAtMs <= Date.now()) {
      await expireSession({ accountId, tokenExpiresAtMs });
      tokenExpiresAtMs = undefined;
    }
    if (!windowOpen()) windowClosesAtMs = undefined;
    changed();
  };
  const alive = () => tokenExpiresAtMs !== undefined || windowClosesAtMs !== undefined;
  do {
    while (alive()) {
      const seen = revision;
      const deadlineMs = Math.min(tokenExpiresAtMs ?? Infinity, windowClosesAtMs ?? Infinity);
      const woken = await condition(() => revision !== seen, Math.max(1, deadlineMs - Date.now()));
      if (!woken) await exclusively(passDeadlines);
      if (workflowInfo().continueAsNewSuggested) {
        await condition(allHandlersFinished);
        if (alive())
          await continueAsNew<typeof brokerSession>({ accountId, ...given(tokenExpiresAtMs, windowClosesAtMs) });
      }
    }
    await condition(allHandlersFinished);
    // A login may have begun while the last handler ended.
  } while (alive());
  return { outcome: 'login_required' };
}

function nextWindowEnd(): number {
  return Date.now() + LOGIN_WINDOW_S * 1000;
}

/** A failure of the one attempt leaves open what became of the token: the user logs in again. */
async function exchangeOnce(accountId: string, secretId: string): Promise<CompleteLoginResult> {
  try {
    return await exchangeLogin({ accountId, secretId });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    log.warn('The token exchange got no answer', { accountId, cause: error.cause?.message });
    return { outcome: 'unreachable' };
  }
}

function given(tokenExpiresAtMs?: number, windowClosesAtMs?: number): Omit<SessionInput, 'accountId'> {
  return {
    ...(tokenExpiresAtMs !== undefined && { tokenExpiresAtMs }),
    ...(windowClosesAtMs !== undefined && { windowClosesAtMs }),
  };
}

function requireText(value: unknown, name: string): void {
  if (typeof value !== 'string' || value === '') throw new Error(`${name} must be a text`);
}

function detailsText(phase: SessionPhase, tokenExpiresAtMs?: number, windowClosesAtMs?: number): string {
  const lines = [`**${phase}**`];
  if (tokenExpiresAtMs !== undefined) lines.push(`token until ${new Date(tokenExpiresAtMs).toISOString()}`);
  if (windowClosesAtMs !== undefined) lines.push(`login window until ${new Date(windowClosesAtMs).toISOString()}`);
  return lines.join('\n\n');
}
