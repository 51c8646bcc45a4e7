// What is wrong with a template's legs: they come from the database as JSON, and a leg that cannot be meant must not trade.

export type LegProblem = { field: string; message: string };

const MOST_LEGS = 20;
const MOST_LOTS = 1_000;
const RULES = ['atm_offset', 'distance', 'premium'];

/** @returns each problem with its field, such as `legs.1.strike.points`; none when the legs can be traded */
export function legProblems(legs: unknown): LegProblem[] {
  if (!Array.isArray(legs)) return [{ field: 'legs', message: 'must be a list' }];
  if (legs.length > MOST_LEGS) return [{ field: 'legs', message: `must have at most ${MOST_LEGS} legs` }];
  return legs.flatMap((leg: unknown, i) => oneLeg(leg).map((p) => ({ ...p, field: joined(`legs.${i}`, p.field) })));
}

/** All of it in one sentence, for a run's report. */
export function legProblemsText(problems: readonly LegProblem[]): string {
  return problems.map(({ field, message }) => `${field} ${message}`).join('; ');
}

function oneLeg(leg: unknown): LegProblem[] {
  if (!isRecord(leg)) return [{ field: '', message: 'must be an object' }];
  const { side, optionType, expiry, lots, strike, strikeOffset, ...others } = leg;
  return [
    ...Object.keys(others).map((field) => ({ field, message: 'is not a known field' })),
    ...among('side', side, ['BUY', 'SELL']),
    ...among('optionType', optionType, ['CE', 'PE']),
    ...among('expiry', expiry, ['nearest', 'next_weekly', 'monthly']),
    ...whole('lots', lots, 1, MOST_LOTS),
    ...strikeProblems(strike, strikeOffset),
  ];
}

function strikeProblems(strike: unknown, strikeOffset: unknown): LegProblem[] {
  if (strike === undefined) return whole('strikeOffset', strikeOffset, -200, 200);
  if (strikeOffset !== undefined) return [{ field: 'strikeOffset', message: 'does not go with strike' }];
  if (!isRecord(strike)) return [{ field: 'strike', message: 'must be an object' }];
  return ruleProblems(strike).map((p) => ({ ...p, field: joined('strike', p.field) }));
}

function ruleProblems({ by, ...rule }: Record<string, unknown>): LegProblem[] {
  switch (by) {
    case 'atm_offset':
      return [...only(rule, 'steps'), ...whole('steps', rule['steps'], -200, 200)];
    case 'distance':
      return [...only(rule, 'points'), ...whole('points', rule['points'], -50_000, 50_000)];
    case 'premium':
      return [...only(rule, 'paise'), ...whole('paise', rule['paise'], 5, 100_000_000)];
    case 'delta':
      return [{ field: 'by', message: `delta is not offered: brokers give none; use one of ${RULES.join(', ')}` }];
    default:
      return among('by', by, RULES);
  }
}

const only = (rule: Record<string, unknown>, field: string): LegProblem[] =>
  Object.keys(rule)
    .filter((name) => name !== field)
    .map((name) => ({ field: name, message: 'is not a field of this rule' }));

const among = (field: string, value: unknown, allowed: readonly unknown[]): LegProblem[] =>
  allowed.includes(value) ? [] : [{ field, message: `must be one of ${allowed.join(', ')}` }];

const whole = (field: string, value: unknown, least: number, most: number): LegProblem[] =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most
    ? []
    : [{ field, message: `must be a whole number from ${least} to ${most}` }];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const joined = (...parts: string[]): string => parts.filter((part) => part !== '').join('.');
