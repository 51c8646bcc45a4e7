// The exchange's facts as the engine asks for them; sizes are read once a second whoever asks: a thousand subscribers arm with the same two.
import type { ReferenceDataRepository } from '../db/repositories/reference-data.js';

export type ReferenceData = Pick<ReferenceDataRepository, 'sizing' | 'loadCalendar'>;

const FRESH_MS = 1_000;

export class ReferenceDataCache implements ReferenceData {
  private readonly known = new Map<string, { readAtMs: number; sizing: ReturnType<ReferenceData['sizing']> }>();

  constructor(private readonly source: ReferenceData) {}

  readonly sizing: ReferenceData['sizing'] = (underlying, day) => {
    const key = `${underlying}/${day}`;
    const known = this.known.get(key);
    if (known && performance.now() - known.readAtMs < FRESH_MS) return known.sizing;
    if (this.known.size > 100) this.known.clear();
    const sizing = this.source.sizing(underlying, day);
    this.known.set(key, { readAtMs: performance.now(), sizing });
    sizing.catch(() => this.known.delete(key));
    return sizing;
  };

  readonly loadCalendar: ReferenceData['loadCalendar'] = () => this.source.loadCalendar();
}
