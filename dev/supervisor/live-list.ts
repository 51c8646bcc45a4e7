// The screen: what is said scrolls by, and on a terminal the list of processes stays below it, redrawn in place.
import type { ProcessStatus } from './process-spec.js';
import { changeLine, table } from './table.js';

type Screen = Readonly<{ write: (text: string) => unknown; isTTY?: boolean; columns?: number; rows?: number }>;

export class LiveList {
  readonly #terminal: boolean;
  #statuses: readonly ProcessStatus[] = [];
  #pinned: readonly string[] = [];
  #drawnLines = 0;
  #lastChange = new Map<string, string>();
  #closed = false;

  /** @param screen - standard output; a terminal too small for the list gets a line per change instead */
  constructor(
    private readonly screen: Screen,
    private readonly coloured: boolean,
  ) {
    this.#terminal = screen.isTTY === true && (screen.rows ?? 0) >= 16 && (screen.columns ?? 0) >= 60;
  }

  /** Shows a change of one process; `all` is the whole list after it. */
  update(changed: ProcessStatus, all: readonly ProcessStatus[]): void {
    this.#statuses = all;
    if (this.#terminal && !this.#closed) return this.#redraw();
    const line = changeLine(changed);
    if (this.#lastChange.get(changed.name) === line) return;
    this.#lastChange.set(changed.name, line);
    this.screen.write(`${line}\n`);
  }

  /** Prints a line that stays. */
  out = (line: string): void => {
    this.#erase();
    this.screen.write(`${line}\n`);
    this.#draw();
  };

  /** Shows lines below the list until others replace them; does nothing without a terminal. */
  progress = (lines: readonly string[]): void => {
    this.#pinned = lines;
    if (this.#terminal) this.#redraw();
  };

  /** Leaves the list as it is; what comes later is printed below it. */
  close(): void {
    this.#pinned = [];
    this.#redraw();
    this.#closed = true;
    this.#drawnLines = 0;
  }

  #redraw(): void {
    this.#erase();
    this.#draw();
  }

  #erase(): void {
    if (this.#drawnLines > 0) this.screen.write(`\u001b[${this.#drawnLines}F\u001b[0J`);
    this.#drawnLines = 0;
  }

  #draw(): void {
    if (!this.#terminal || this.#closed || this.#statuses.length === 0) return;
    const columns = this.screen.columns ?? 80;
    const pinned = this.#pinned.length > 0 ? ['', ...this.#pinned.map((line) => line.slice(0, columns - 1))] : [];
    const lines = ['', ...table(this.#statuses, columns, this.coloured), ...pinned];
    this.screen.write(`${lines.join('\n')}\n`);
    this.#drawnLines = lines.length;
  }
}
