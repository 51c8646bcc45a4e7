// One stack for all end-to-end and fault suites of a run: starting one takes longer than most of them.
import { shared } from './resources.js';
import { startStack, type Stack } from './stack.js';

/**
 * The stack, started by whoever asks first. Its Schedules are paused, or a run at 09:20 IST would trade among the tests, and
 * its keys are not held back to 60 requests a minute. Suites use users and templates of their own and tidy up after faults.
 */
export const sharedStack: () => Promise<Stack> = shared(() =>
  startStack({ env: { SCHEDULES: 'off', RATE_LIMIT_PER_MINUTE: '100000' } }),
);
