// Mocha's spec output, closed by the line that CI reads.
import Mocha from 'mocha';
import { count, printFinalLine } from './final-line.js';

const { EVENT_TEST_END, EVENT_TEST_FAIL, EVENT_RUN_END } = Mocha.Runner.constants;

/** Handles that a test forgot to close get this long before the process ends regardless. */
const lingerMs = 5_000;

export default class FinalLineReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const update = () => count(this.stats.passes, this.stats.failures);
    for (const event of [EVENT_TEST_END, EVENT_TEST_FAIL, EVENT_RUN_END]) runner.on(event, update);
  }

  /** Called by mocha after everything, the global tear-down included; `failures` counts a failed one too. */
  override done(failures: number, end?: (failures: number) => void): void {
    count(this.stats.passes, failures);
    printFinalLine();
    end?.(failures);
    setTimeout(() => process.exit(), lingerMs).unref();
  }
}
