// Closes a switch over a union: an unknown value is a bug, never a default.

/** @throws Error always; reached only when a closed set has grown and a switch has not. */
export function assertNever(value: never, what = 'value'): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`);
}
