// The fields of every kind of dated fact, as files and the operator API take them. Unknown fields are refused.
import { z } from 'zod';
import { CADENCES, rowProblem, WEEKDAYS, type MarketKey, type MarketRow } from '../../domain/market-row.js';
import { UNDERLYINGS } from '../../domain/option-contract.js';

const oneOf = <const T extends readonly string[]>(names: T) => z.enum(names, `must be one of ${names.join(', ')}`);
const day = z.iso
  .date('must be a day as YYYY-MM-DD')
  .refine((value) => value >= '2000-01-01' && value < '2100-01-01', 'must be a day of this century');
const year = z.int('must be a whole number').min(2000, 'must be 2000 or later').max(2099, 'must be 2099 or earlier');
const time = z.string('must be a time as HH:MM').regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time as HH:MM');
const words = z
  .string('must be a text')
  .min(1, 'must not be empty')
  .max(300, 'must have at most 300 characters')
  // eslint-disable-next-line no-control-regex -- what Postgres cannot store and nobody can read
  .regex(/^[^\u0000-\u001f\u007f-\u009f]*$/, 'must not contain control characters');
const units = z.int('must be a whole number').min(1, 'must be at least 1').max(1_000_000, 'must be at most 1000000');
const underlying = oneOf(UNDERLYINGS);
const cadence = oneOf(CADENCES);
const weekday = oneOf([...WEEKDAYS, 'none']);

const KEYS = {
  year: { kind: z.literal('year'), year },
  holiday: { kind: z.literal('holiday'), day },
  special_session: { kind: z.literal('special_session'), day },
  session_hours: { kind: z.literal('session_hours'), from: day },
  lot: { kind: z.literal('lot'), underlying, from: day },
  freeze: { kind: z.literal('freeze'), underlying, from: day },
  expiry_weekday: { kind: z.literal('expiry_weekday'), underlying, cadence, from: day },
};

/** For a union's own problems; those of fields have their own words. */
const aboutKind = (issue: { code?: string | undefined }) =>
  issue.code === 'invalid_union' ? `must be one of ${Object.keys(KEYS).join(', ')}` : 'must be an object';

/** A fact to load. */
export const marketRowSchema = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ ...KEYS.year, source: words }),
      z.strictObject({ ...KEYS.holiday, name: words }),
      z.strictObject({ ...KEYS.special_session, name: words, opens: time, closes: time }),
      z.strictObject({ ...KEYS.session_hours, opens: time, closes: time, source: words }),
      z.strictObject({ ...KEYS.lot, until: day.optional(), units, source: words }),
      z.strictObject({ ...KEYS.freeze, until: day.optional(), units, source: words }),
      z.strictObject({ ...KEYS.expiry_weekday, weekday, source: words }),
    ],
    { error: aboutKind },
  )
  .superRefine((row: MarketRow, context) => {
    const problem = rowProblem(row);
    if (problem) context.addIssue({ code: 'custom', path: [problem.field], message: problem.message });
  });

/** What names a fact, to remove it. */
export const marketKeySchema: z.ZodType<MarketKey, MarketKey> = z.discriminatedUnion(
  'kind',
  [
    z.strictObject(KEYS.year),
    z.strictObject(KEYS.holiday),
    z.strictObject(KEYS.special_session),
    z.strictObject(KEYS.session_hours),
    z.strictObject(KEYS.lot),
    z.strictObject(KEYS.freeze),
    z.strictObject(KEYS.expiry_weekday),
  ],
  { error: aboutKind },
);

/** One row of a file, or its problems in words, each naming its field. */
export function readRow(value: unknown): { row: MarketRow } | { problems: string[] } {
  const parsed = marketRowSchema.safeParse(value);
  if (parsed.success) return { row: parsed.data };
  return { problems: parsed.error.issues.map(wordsOf) };
}

function wordsOf(issue: z.core.$ZodIssue): string {
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${key} is not a field of this kind`).join('; ');
  return field === '' ? issue.message : `${field} ${issue.message}`;
}
