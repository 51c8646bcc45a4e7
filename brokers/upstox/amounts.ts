// Amounts on Upstox' wire: some are floats of single precision (its own example is 52.04999923706055), so they are rounded, not checked.

/** Rupees to the nearest paisa. */
export function paiseOf(rupees: number): number {
  return Math.round(rupees * 100);
}
