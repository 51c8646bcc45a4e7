// Holds every armed entry of this process until its instant and sends the first wave in one loop: no I/O between the clock and the socket.
import type { OrderRow } from '../db/repositories/orders.js';
import { JOIN_UNTIL_MS } from '../domain/arming-lead.js';
import type { SendGuard } from './http-line.js';
import type { DispatcherDeps } from './dispatcher-deps.js';
import type { ArmedEntry } from './armed-entry.js';
import { firePlacement, type Fired, type PlacementBytes } from './placement.js';
import { QuietTimes } from './quiet-times.js';
import { Volley } from './volley.js';

export class Dispatcher {
  private readonly volleys = new Map<number, Volley>();
  private readonly quiet = new QuietTimes();

  constructor(private readonly deps: DispatcherDeps) {}

  /** Whether an entry can still join the burst of its instant. */
  canJoin(entryAtMs: number): boolean {
    return Date.now() < entryAtMs - JOIN_UNTIL_MS;
  }

  /**
   * Holds an entry's first wave until its instant, sends it, and resolves once the burst has been answered (at most 60 ms
   * after its last write) and this entry's own answers are in.
   * @param orders - the first wave's orders whose send slot is the instant itself
   */
  hold(entry: ArmedEntry, orders: readonly OrderRow[]): Promise<Map<string, Fired>> {
    let volley = this.volleys.get(entry.entryAtMs);
    if (!volley) {
      volley = new Volley(entry.entryAtMs, this.deps, () => this.volleys.delete(entry.entryAtMs));
      this.volleys.set(entry.entryAtMs, volley);
      this.quiet.around(entry.entryAtMs);
    }
    return volley.join(entry, orders);
  }

  /** Sends one order now, once. The caller has marked it SENDING; `guard` has the last word as it is written. */
  async sendNow(placement: PlacementBytes, guard: SendGuard): Promise<Fired> {
    return firePlacement(this.deps.connections, placement, guard);
  }

  /** How long whatever can wait should, ms from now: 0, or a few seconds around a burst. */
  quietForMs(): number {
    return this.quiet.leftMs(Date.now());
  }

  /** How many entries are being held now. */
  get held(): number {
    return [...this.volleys.values()].reduce((sum, volley) => sum + volley.size, 0);
  }
}
