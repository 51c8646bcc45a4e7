// Compose's variables: `${NAME}`, `${NAME:-default}`, `${NAME:?message}` and `$$`, filled in as `docker compose` would.

/** Variables that stop `docker compose` when they are missing, and why; others fall back to their default. */
export type Interpolation = { value: unknown; required: Map<string, string> };

const VARIABLE = /\$\$|\$\{([A-Z][A-Z0-9_]*)(?:(:?[-?])([^}]*))?\}/g;

/**
 * Fills in every string of a parsed file.
 * @param given - values of variables; a required one that is not here gets `given('NAME')`'s answer
 * @throws Error for a `$` that is neither a variable nor `$$`
 */
export function interpolate(document: unknown, given: (name: string) => string): Interpolation {
  const required = new Map<string, string>();
  const fill = (text: string): string => {
    if (/\$/.test(text.replaceAll(VARIABLE, ''))) throw new Error(`a "$" that is no variable: ${text.trim()}`);
    return text.replaceAll(VARIABLE, (_whole: string, name?: string, operator?: string, word?: string) => {
      if (name === undefined) return '$';
      if (operator?.endsWith('-')) return word ?? '';
      required.set(name, word ?? '');
      return given(name);
    });
  };
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return fill(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  return { value: walk(document), required };
}
