// What the demo day is given once the stack is ready.
import type { Config } from '../../platform/config.js';

/** A running stack, seen from outside, and the screen it is shown on. */
export type StackContext = Readonly<{
  config: Config;
  /** Of the API, without a trailing slash. */
  baseUrl: string;
  simulatorUrl: string;
  temporalUiUrl: string;
  databaseUrl: string;
  /** Prints a line above the live list. */
  out: (line: string) => void;
  /** Shows lines below the live list, replacing the former ones; an empty list removes them. Without a terminal it does nothing. */
  progress: (lines: readonly string[]) => void;
}>;
