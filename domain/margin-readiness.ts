// Whether an account's funds are enough for all of the day's entries in it. What is not on record is not enough.
import type { ReadinessProblem } from './account-readiness.js';
import { toRupees } from './money.js';

export type MarginQuestion = {
  checkId: string;
  templateId: string;
  lotMultiplier: number;
  /** At multiplier 1; null: not on record. */
  marginPaise: number | null;
};
export type MarginVerdict = {
  /** Of each entry by its id; absent where it is not on record. */
  neededPaise: Map<string, number>;
  problems: ReadinessProblem[];
};

/** @param availablePaise - undefined: it could not be read, which is said elsewhere */
export function marginVerdict(availablePaise: number | undefined, entries: readonly MarginQuestion[]): MarginVerdict {
  const known = entries.flatMap(({ checkId, marginPaise, lotMultiplier }) =>
    marginPaise === null ? [] : [[checkId, marginPaise * lotMultiplier] as const],
  );
  const neededPaise = new Map(known);
  const unknown = [...new Set(entries.filter((e) => e.marginPaise === null).map((e) => e.templateId))];
  const total = known.reduce((sum, [, paise]) => sum + paise, 0);
  const problems: ReadinessProblem[] = [];
  if (unknown.length > 0)
    problems.push(problem('margin_not_known', `How much margin ${unknown.join(' and ')} needs is not on record.`));
  if (availablePaise !== undefined && (availablePaise <= 0 || availablePaise < total))
    problems.push(
      problem(
        'margin_short',
        `₹${toRupees(availablePaise)} is available; the day's entries in this account need about ₹${toRupees(total)}.`,
      ),
    );
  return { neededPaise, problems };
}

function problem(code: 'margin_not_known' | 'margin_short', message: string): ReadinessProblem {
  return { code, message, subscriptionId: null };
}
