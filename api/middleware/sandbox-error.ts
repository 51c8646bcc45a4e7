// The sandbox answers any error on demand: a test key names its code in a header, and nothing is done.
import type { Caller } from '../caller.js';
import { exampleOf } from '../error-examples.js';
import { refuseFields, type Refusal } from '../errors.js';
import { errorsOf } from '../openapi/errors.js';
import type { Route } from '../route.js';

export const SANDBOX_ERROR = 'X-Sandbox-Error';

/**
 * @param wanted - the header's value; empty when it is absent
 * @returns the error that was asked for, or a 400 when it cannot be given here; undefined when none was asked for
 */
export function sandboxError(wanted: string, route: Route, caller: Caller, production: boolean): Refusal | undefined {
  if (wanted === '' || caller.kind === 'public') return undefined;
  if (caller.kind === 'partner' && caller.mode === 'live') return wrong('works with a test key only');
  if (caller.kind === 'operator' && production) return wrong('does not work for operators in production');
  const possible = errorsOf(route);
  const code = possible.find((known) => known === wanted);
  return code ? exampleOf(code) : wrong(`must be an error of this call: ${possible.join(', ')}`);
}

function wrong(message: string): Refusal {
  return refuseFields([{ field: SANDBOX_ERROR, message }]);
}
