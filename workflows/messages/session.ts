// brokerSession: one open workflow per account and login day; holds the login window and the session's expiry.
import { defineQuery, defineUpdate } from '@temporalio/workflow';

/** Seconds a user has between initiate and callback. */
export const LOGIN_WINDOW_S = 300;

export type SessionInput = {
  accountId: string;
  /** Carried over continue-as-new: epoch ms of the broker's own expiry, when logged in. */
  tokenExpiresAtMs?: number;
  /** Carried over continue-as-new: epoch ms at which the open login window closes. */
  windowClosesAtMs?: number;
};
export type CompleteLoginInput = { /** row id of the sealed request_token */ secretId: string };
/** Times are epoch ms. `entryValidUntilMs` is the earlier of the broker's expiry and the next 15:30 IST. */
export type CompleteLoginResult =
  | { outcome: 'ready'; tokenExpiresAtMs: number; entryValidUntilMs: number }
  | { outcome: 'refused'; brokerResponse: string }
  | { outcome: 'window_closed' }
  | { outcome: 'unreachable' };
export type SessionPhase = 'waiting_for_login' | 'exchanging' | 'ready' | 'login_required';

/** Opens (or re-opens) the login window. Sent with update-with-start, conflict policy USE_EXISTING. */
export const beginLoginUpdate = defineUpdate<{ expiresInS: number }>('beginLogin');
export const completeLoginUpdate = defineUpdate<CompleteLoginResult, [CompleteLoginInput]>('completeLogin');
/** `type` of the ApplicationFailure with which logout is refused while an entry of the account is at or past its instant. */
export const ENTRY_IN_PROGRESS = 'entry_in_progress';
/** The same while a position of the account is open, which could not be closed without the token. */
export const POSITION_OPEN = 'position_open';
/** `force`: log out although a position is open. */
export type LogoutOptions = { force: boolean };
/** Forgets the token now; the session ends as `login_required`. */
export const logoutUpdate = defineUpdate<void, [LogoutOptions]>('logout');
/** Why a change of the account that takes its token is not made now. Nothing was changed. */
export type ChangeHindrance = 'entry_in_progress' | 'position_open' | 'order_unknown' | 'subscribed';

/** `secretId`: row of the sealed candidate; `by`: who asked, for the record. */
export type RotateCredentialsInput = { secretId: string; force: boolean; by: string };
/** All but `rotated` leave the linked credentials and the session as they are. */
export type RotateCredentialsResult =
  | { outcome: 'rotated' }
  /** They were the linked ones already. */
  | { outcome: 'unchanged' }
  | { outcome: 'refused'; brokerResponse: string }
  | { outcome: 'unreachable' }
  | { outcome: 'not_linked' }
  | { outcome: 'hindered'; by: ChangeHindrance };
/** Proves other credentials with the broker, puts them in the place of the linked ones and ends the session. */
export const rotateCredentialsUpdate = defineUpdate<RotateCredentialsResult, [RotateCredentialsInput]>(
  'rotateCredentials',
);

export type UnlinkInput = { /** who asked, for the record */ by: string };
export type UnlinkResult = { outcome: 'unlinked' } | { outcome: 'hindered'; by: ChangeHindrance };
/** Ends the link and the session, and erases every secret of the account. */
export const unlinkUpdate = defineUpdate<UnlinkResult, [UnlinkInput]>('unlink');
export const sessionPhaseQuery = defineQuery<SessionPhase>('phase');

export const sessionWorkflowId = (accountId: string): string => `session/${accountId}`;
