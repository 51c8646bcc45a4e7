// How Noren writes values: every number is text. Text that is not the number it should be is an error, never a default.
import { z } from 'zod';

export const text = z.string().min(1);
/** Whole units, not negative. */
export const units = z
  .string()
  .regex(/^\d{1,12}$/, 'not a number of units')
  .transform(Number);
/** Units with a sign. */
export const signedUnits = z
  .string()
  .regex(/^-?\d{1,12}$/, 'not a number of units')
  .transform(Number);
/** Rupees, not negative. */
export const rupees = z
  .string()
  .regex(/^\d{1,15}(\.\d{1,8})?$/, 'not an amount')
  .transform(Number);
/** Rupees with a sign. */
export const signedRupees = z
  .string()
  .regex(/^-?\d{1,18}(\.\d{1,8})?$/, 'not an amount')
  .transform(Number);
