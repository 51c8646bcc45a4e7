// From lots and multiplier to order quantities: whole lots only, cut into slices under the exchange's freeze quantity.

/** Largest multiplier a partner may ask for. */
export const MAX_LOT_MULTIPLIER = 100;

/** Why a multiplier cannot be used, or undefined when it can: it must be a whole number from 1 to 100. */
export function lotMultiplierProblem(multiplier: number): string | undefined {
  if (!Number.isFinite(multiplier)) return 'must be a number';
  if (multiplier <= 0) return 'must be greater than 0';
  if (!Number.isInteger(multiplier)) return 'must give whole lots: use a whole number such as 1 or 2';
  if (multiplier > MAX_LOT_MULTIPLIER) return `must be at most ${MAX_LOT_MULTIPLIER}`;
  return undefined;
}

/** Most units one order may carry: whole lots, at most the freeze quantity. @throws RangeError when not even one lot fits */
export function sliceUnits(freezeUnits: number, lotUnits: number): number {
  const units = Math.floor(freezeUnits / lotUnits) * lotUnits;
  if (units <= 0) throw new RangeError(`freeze quantity ${freezeUnits} is below one lot of ${lotUnits}`);
  return units;
}

/** Cuts a quantity into orders of at most `maxUnits`; the parts add up to the whole. */
export function slice(quantityUnits: number, maxUnits: number): number[] {
  const full = Math.floor(quantityUnits / maxUnits);
  const rest = quantityUnits % maxUnits;
  return [...Array<number>(full).fill(maxUnits), ...(rest > 0 ? [rest] : [])];
}
