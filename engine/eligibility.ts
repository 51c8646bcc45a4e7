// Why a subscriber takes no part in a run, before anything is armed.
import type { EntryContext, ExecutionEnd } from '../db/repositories/executions.js';

/** @returns undefined when the entry may be armed */
export function eligibilityProblem(
  context: EntryContext,
  nowMs: number,
  deadlineMs: number,
): { end: ExecutionEnd; loginRequired: boolean } | undefined {
  if (context.runStatus !== 'running') return skipped(`The run is ${context.runStatus}.`);
  if (nowMs > deadlineMs)
    return {
      end: { outcome: 'missed', reason: 'The entry could not be armed before its deadline; nothing was placed.' },
      loginRequired: false,
    };
  if (context.subscriptionStatus !== 'ACTIVE')
    return skipped(`The subscription is ${context.subscriptionStatus.toLowerCase()}.`);
  if (context.holdsPosition && !context.forced)
    return skipped('The subscription still holds a position of this strategy.');
  if (context.dayLossReached) return skipped('The subscription has reached its loss limit of the day.');
  if (context.accountStatus !== 'enabled') return skipped('The broker account is not linked any more.');
  const session =
    context.sessionStatus === 'ready' &&
    context.tokenSecretId !== null &&
    (context.entryValidUntilMs ?? 0) > context.entryAtMs;
  if (!session)
    return {
      end: {
        outcome: 'skipped',
        reason: 'No broker login for this entry: the user must complete the daily OAuth login.',
      },
      loginRequired: true,
    };
  return undefined;
}

function skipped(reason: string): { end: ExecutionEnd; loginRequired: boolean } {
  return { end: { outcome: 'skipped', reason }, loginRequired: false };
}
