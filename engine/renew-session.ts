// The broker has ended the session in the middle of an entry. The partner is told at once, not at the end of a wait that only a login
// can end, and the next login is taken over: what is open can be read and closed with it.
import { exposures } from '../domain/close-exposure.js';
import { executionExposed } from '../domain/partner-event.js';
import type { EntryContext } from '../db/repositories/executions.js';
import type { Sql } from '../db/sql.js';
import type { ArmedEntry } from './armed-entry.js';
import { askForLogin, endSession } from './conclude.js';
import type { EngineDeps } from './engine-deps.js';
import { openSession } from './open-session.js';

const NO_SESSION = 'The broker has ended the session: what is open cannot be closed until the user logs in.';

/**
 * To be called when the broker has answered that the entry's token serves no more.
 * @returns whether a later login has taken its place, so that asking again makes sense
 * @throws VaultError when the later token cannot be opened
 */
export async function renewSession(deps: EngineDeps, entry: ArmedEntry): Promise<boolean> {
  const context = await deps.executions.context(entry.context.executionId);
  if (!context?.tokenSecretId) return false;
  if (context.tokenSecretId === (entry.renewedTokenId ?? entry.context.tokenSecretId)) {
    await deps.db.transaction((tx) => tellPartner(deps, tx, entry, context));
    return false;
  }
  entry.session = await openSession(deps, context);
  entry.renewedTokenId = context.tokenSecretId;
  return true;
}

/** Told once per entry, however often it is found out: the events' causes are the entry's. */
async function tellPartner(deps: EngineDeps, tx: Sql, entry: ArmedEntry, context: EntryContext): Promise<void> {
  const { executionId, subscriptionId, partnerId, mode, userEmail } = context;
  await endSession(deps, tx, context);
  // Once the entry has its outcome, what is being driven is its exit.
  const during = context.outcome === null ? 'entry' : 'exit';
  const open = exposures(entry.orders, during === 'entry' ? 'unwind' : 'exit').length > 0;
  const exposed = { userEmail, atMs: deps.now(), executionId, subscriptionId, during, reason: NO_SESSION } as const;
  const events = [askForLogin(deps, context), ...(open ? [executionExposed(exposed)] : [])];
  for (const event of events) await deps.outbox.append(tx, { partnerId, mode, ...event });
}
