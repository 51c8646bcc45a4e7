// Replaces a file in one step, so that a reader sees the old text or the new one and never half of it.
import { renameSync, writeFileSync } from 'node:fs';

export function writeAtomically(file: string, text: string, mode = 0o644): void {
  const incoming = `${file}.${process.pid}.incoming`;
  writeFileSync(incoming, text, { mode });
  renameSync(incoming, file);
}
