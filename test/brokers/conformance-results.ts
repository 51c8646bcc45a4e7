// The results of this process' conformance run: how a case announces itself to them, and what the document must say of them.
import { expect } from 'chai';
import { committedTable, ConformanceResults, formattedTable, type CaseResult } from './conformance-table.js';

export const conformanceResults = new ConformanceResults();

/** Title of the test that compares the document with the results. */
export const TABLE_TEST = 'docs/brokers.md holds the table of these results';

/** What a running case can say of its subject: that it does not declare what the case is about, and why. */
type SayNotDeclared = (reason: string) => void;
/** Defines a case. @param title - begins with the case's two-digit number */
type Case = (title: string, run: (notDeclared: SayNotDeclared) => Promise<void>) => void;

const notDeclared = (reason: string): CaseResult => ({ is: 'not_declared', reason });

/** The subject's numbered cases, in place of mocha's `it`. Call it once, inside the subject's `describe`. */
export function casesOf(subject: string): Case {
  afterEach(function () {
    const test = this.currentTest;
    if (test?.state === 'passed') conformanceResults.record(subject, test.title, { is: 'met' });
    if (test?.state === 'failed') conformanceResults.record(subject, test.title, { is: 'failed' });
  });
  return (title, run) => {
    conformanceResults.expect(subject, title);
    it(title, () => run((reason) => conformanceResults.record(subject, title, notDeclared(reason))));
  };
}

/** Cases that have no meaning for the subject: named in the table with the reason, and not run. */
export function casesWithoutMeaning(subject: string, reason: string): Case {
  return (title) => conformanceResults.expect(subject, title, notDeclared(reason));
}

/** Compares the document with the results; a run of some cases only has nothing to compare. Define it after the last case. */
export function testTable(): void {
  it(TABLE_TEST, async () => {
    if (!conformanceResults.complete) return;
    expect(committedTable(), 'run `npm run conformance`').to.equal(await formattedTable(conformanceResults));
  });
}
