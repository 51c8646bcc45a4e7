// The very last line of a test run, `N passed, N failed`, printed once however the run ends.

let counts = { passed: 0, failed: 0 };
let printed = false;

/** Keeps the counts up to date, so that an interrupted run tells how far it came. */
export function count(passed: number, failed: number): void {
  counts = { passed, failed };
}

/** Prints the line; further calls do nothing. */
export function printFinalLine(): void {
  if (printed) return;
  printed = true;
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);
}

// A test file that cannot be loaded, or an interruption, ends the process before the reporter does: that is a failure.
process.on('exit', () => {
  if (!printed) count(counts.passed, Math.max(1, counts.failed));
  printFinalLine();
});
