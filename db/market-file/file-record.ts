// What the readers of both formats hand on: raw objects with their lines, or an error that names one.

/** A raw object of the file and the line it begins on, from 1. */
export type FileRecord = { line: number; value: unknown };

/** Thrown when what follows a line cannot be made out. */
export class MarketFileError extends Error {
  override name = 'MarketFileError';
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}
