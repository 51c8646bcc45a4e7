// Whether what a drill's commands printed is what its paper expects.
import type { Expectation } from './document.js';

const ANYTHING = '…';

/** @param output - everything the commands printed; its last line of JSON is the answer. @returns what differs, in words; empty: nothing */
export function differences(output: string, expected: Expectation): string[] {
  const line = output.split('\n').findLast((text) => text.startsWith('{') || text.startsWith('['));
  if (line === undefined) return ['there is no answer'];
  const [, json = '', status] = /^(.*?)(?: HTTP (\d{3}))?$/.exec(line) ?? [];
  const { header } = expected;
  return [
    ...(expected.status !== undefined && Number(status) !== expected.status
      ? [`the status is ${status ?? 'missing'}, not ${expected.status}`]
      : []),
    ...(header !== undefined && !output.toLowerCase().includes(header.toLowerCase()) ? [`there is no ${header}`] : []),
    ...compare(parsed(json), expected.body, 'the answer'),
  ];
}

function compare(actual: unknown, expected: unknown, at: string): string[] {
  if (expected === ANYTHING) return actual === undefined || actual === null ? [`${at} is missing`] : [];
  if (Array.isArray(expected)) return compareList(actual, expected, at);
  if (typeof expected !== 'object' || expected === null)
    return actual === expected ? [] : [`${at} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`];
  const fields = typeof actual === 'object' && actual !== null ? (actual as Record<string, unknown>) : {};
  return Object.entries(expected).flatMap(([name, value]) => compare(fields[name], value, `${at}.${name}`));
}

/** Each expected item must come, in this order; others may come in between. */
function compareList(actual: unknown, expected: readonly unknown[], at: string): string[] {
  const items: unknown[] = Array.isArray(actual) ? actual : [];
  let from = 0;
  return expected.flatMap((item, i) => {
    const found = items.findIndex((candidate, n) => n >= from && compare(candidate, item, '').length === 0);
    if (found < 0) return [`${at} has no ${JSON.stringify(item)} in place ${i + 1}: ${JSON.stringify(actual)}`];
    from = found + 1;
    return [];
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
