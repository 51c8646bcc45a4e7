// zod's issues as the problems of an error body: each bad or unknown field by its path.
import type { z } from './zod.js';
import type { FieldProblem } from './errors.js';

/** @returns at least one problem; `body` stands for the input as a whole */
export function problemsOf(error: z.ZodError): FieldProblem[] {
  return error.issues.flatMap((issue): FieldProblem[] => {
    const path = issue.path.map(String).join('.');
    if (issue.code !== 'unrecognized_keys') return [{ field: shown(path) || 'body', message: issue.message }];
    return issue.keys.map((key) => ({ field: shown(path ? `${path}.${key}` : key), message: 'is not a known field' }));
  });
}

/** Words for what a schema says nothing about itself. A field that is absent is called required, not of a wrong type. */
export function inPlainWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'invalid_type' && issue.code !== 'invalid_value') return undefined;
  if (issue.input === undefined) return 'is required';
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  return `must be ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
}

/** A field's name may come from the caller (an unknown key): keep it short and printable. */
function shown(field: string): string {
  return field.replace(/[\p{Cc}\p{Cs}]/gu, '?').slice(0, 100);
}
