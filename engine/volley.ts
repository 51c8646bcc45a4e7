// All entries of one instant in this process: warmed, completed with the run's contracts, marked, and fired in one tight loop.
import { setImmediate as yieldToLoop, setTimeout as sleep } from 'node:timers/promises';
import type { PlacementResult, WireRequest } from '../brokers/port.js';
import type { OrderRow } from '../db/repositories/orders.js';
import { fixInputOf, type ArmedEntry } from './armed-entry.js';
import { serialise, WARMED_AT_ONCE } from './connections.js';
import type { DispatcherDeps } from './dispatcher-deps.js';
import { failpoint } from './failpoints.js';
import { firePlacement, prepareOrder, type Fired, type PlacementBytes } from './placement.js';
import { LEASE_LOST, NOT_PREPARED, TOO_LATE, type Stop } from './stops.js';
import { alignWallClock, sleepUntil, wallClockMs } from './wall-clock.js';

const WARM_BEFORE_MS = 6_000;
const COLLECT_BEFORE_MS = 3_000;
const FIX_BEFORE_MS = 2_000;
const MARK_BEFORE_MS = 300;
/** Who is not prepared by then is left behind, when others are: one broker whose quotes hang must not make all the others late. */
const LEAVE_BEHIND_BEFORE_MS = 150;
const SPIN_BEFORE_MS = 4;
/** A first wave not sent by then is not sent by this process at all. */
const LATEST_MS = 1_000;
const NOT_AN_ORDER: PlacementResult = { outcome: 'ambiguous', message: 'a warm-up' };
/** How long after the last write the burst has the machine to itself, unless it is answered sooner: recording it is work as well. */
const ARRIVAL_MS = 60;

type Held = {
  entry: ArmedEntry;
  orders: readonly OrderRow[];
  resolve: (fired: Map<string, Fired>) => void;
  reject: (error: unknown) => void;
};
/** `entries` has each entry once per order. */
type Host = { request: WireRequest; entries: ArmedEntry[] };
type Ready = { held: Held; order: OrderRow; placement: PlacementBytes };

export class Volley {
  private readonly held: Held[] = [];
  private readonly ready: Ready[] = [];
  private readonly refusals = new Map<string, Fired>();
  private contractsFixed = false;
  private isLeaving = false;
  private readonly preparing: Promise<void>[] = [];

  constructor(
    private readonly instantMs: number,
    private readonly deps: DispatcherDeps,
    private readonly onDone: () => void,
  ) {
    void this.run();
  }

  get size(): number {
    return this.held.length;
  }

  join(entry: ArmedEntry, orders: readonly OrderRow[]): Promise<Map<string, Fired>> {
    return new Promise((resolve, reject) => {
      const held: Held = { entry, orders, resolve, reject };
      this.held.push(held);
      if (this.contractsFixed) this.preparing.push(this.prepare(held));
    });
  }

  private async run(): Promise<void> {
    try {
      await sleepUntil(this.instantMs - WARM_BEFORE_MS);
      // Nobody waits for a broker that does not answer.
      void this.warm();
      await sleepUntil(this.instantMs - COLLECT_BEFORE_MS);
      // Before the connections are used again: code that was compiled for them can fall with what is collected, and is compiled anew then.
      if (Date.now() < this.instantMs - FIX_BEFORE_MS) globalThis.gc?.();
      await sleepUntil(this.instantMs - FIX_BEFORE_MS);
      this.contractsFixed = true;
      for (const held of this.held) this.preparing.push(this.prepare(held));
      void this.rehearse();
      await sleepUntil(this.instantMs - MARK_BEFORE_MS);
      // From here on a latecomer opens a volley of its own, with its own mark.
      this.onDone();
      const leaving = await this.prepared();
      // Slept through the instant (frozen, starved): without a mark, whoever goes on knows that nothing left.
      if (this.isTooLate()) return this.handOutAll(new Map());
      await this.mark(leaving);
      failpoint('before_send');
      await this.fireAtInstant(leaving);
    } catch (error) {
      this.onDone();
      for (const held of this.held) held.reject(error);
    }
  }

  /** One connection per order and host, opened now so that none is opened at the instant. Never throws. */
  private warm(): Promise<void> {
    return this.atEachHost('connections or instrument lists not warmed', async ({ request, entries }) => {
      await this.deps.connections.warm(request, entries.length);
      const [entry] = entries;
      if (entry) await this.deps.fixer.preload(fixInputOf(entry));
    });
  }

  /**
   * The connections used once more, by the same steps as the burst will take: V8 compiles them now, not at the instant. Never throws.
   * The guard is asked, and whatever it says the warm-up leaves: it is no order. Where the first warm-up has no answer yet there is none
   * on top of it: it would open a connection more, or wait for one in the way of an order.
   */
  private rehearse(): Promise<void> {
    return this.atEachHost('connections not warmed again', async ({ request, entries }) => {
      const placement: PlacementBytes = { via: 'http', wire: serialise(request), read: () => NOT_AN_ORDER };
      const rehearsing = entries.slice(this.deps.connections.busy(request.origin));
      for (let from = 0; from < rehearsing.length; from += WARMED_AT_ONCE)
        await Promise.all(
          rehearsing
            .slice(from, from + WARMED_AT_ONCE)
            .map((entry) => firePlacement(this.deps.connections, placement, () => void this.guard(entry))),
        );
    });
  }

  private async atEachHost(otherwise: string, work: (host: Host) => Promise<void>): Promise<void> {
    try {
      await Promise.all(this.hosts().map(work));
    } catch (err) {
      this.deps.logger.warn({ err }, otherwise);
    }
  }

  /** Every host that orders will leave for, with something harmless that it can be asked. */
  private hosts(): Host[] {
    const perOrigin = new Map<string, Host>();
    for (const { entry, orders } of this.held) {
      const request = entry.adapter.warmUp(entry.session);
      if (!request) continue;
      const host = perOrigin.get(request.origin) ?? { request, entries: [] };
      host.entries.push(...orders.map(() => entry));
      perOrigin.set(request.origin, host);
    }
    return [...perOrigin.values()];
  }

  private async prepare(held: Held): Promise<void> {
    try {
      const contracts = await this.deps.fixer.fix(fixInputOf(held.entry));
      // Left behind: whoever drives the entry prices its orders now.
      if (this.isLeaving) return;
      for (const order of held.orders) {
        const contract = contracts[order.legIndex];
        if (!contract) throw new Error(`no contract for leg ${order.legIndex}`);
        order.tradingsymbol = contract.tradingsymbol;
        order.limitPricePaise = contract.limitPricePaise;
        this.ready.push({
          held,
          order,
          placement: prepareOrder(held.entry, order, contract, contract.limitPricePaise),
        });
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      for (const order of held.orders)
        this.refusals.set(order.id, { kind: 'not_sent', stop: { reason, final: false } });
    }
  }

  /** What leaves with the burst; from then on nothing is added to it, for its run may have no mark. */
  private async prepared(): Promise<readonly Ready[]> {
    const all = Promise.all(this.preparing);
    await Promise.race([all, sleepUntil(this.instantMs - LEAVE_BEHIND_BEFORE_MS)]);
    if (this.ready.length === 0) await Promise.race([all, sleepUntil(this.instantMs + LATEST_MS)]);
    this.isLeaving = true;
    return this.ready;
  }

  private async mark(leaving: readonly Ready[]): Promise<void> {
    const byLease = new Map<string, Set<string>>();
    for (const { held } of leaving) {
      const runs = byLease.get(held.entry.leaseId) ?? new Set<string>();
      byLease.set(held.entry.leaseId, runs.add(held.entry.context.runId));
    }
    for (const [leaseId, runs] of byLease) await this.deps.leases.markBurst(leaseId, [...runs]);
  }

  private async fireAtInstant(leaving: readonly Ready[]): Promise<void> {
    globalThis.gc?.({ type: 'minor' });
    alignWallClock();
    await sleepUntil(this.instantMs - SPIN_BEFORE_MS, wallClockMs);
    while (wallClockMs() < this.instantMs) await yieldToLoop();
    const fired = new Map<string, Promise<Fired>>();
    for (const { held, order, placement } of leaving) {
      const guard = () => this.guard(held.entry);
      fired.set(order.id, firePlacement(this.deps.connections, placement, guard));
    }
    await Promise.race([Promise.all(fired.values()), sleep(ARRIVAL_MS, undefined, { ref: false })]);
    this.handOutAll(fired);
  }

  private isTooLate(): boolean {
    return wallClockMs() > this.instantMs + LATEST_MS;
  }

  /** The last word before a first-wave order is written to its socket. */
  private guard(entry: ArmedEntry): Stop | undefined {
    if (this.isTooLate()) return TOO_LATE;
    if (!this.deps.lease.allows(entry.leaseId)) return LEASE_LOST;
    return this.deps.gate.blocks(entry.gateKeys);
  }

  private handOutAll(fired: ReadonlyMap<string, Promise<Fired>>): void {
    for (const held of this.held) void this.handOut(held, fired);
  }

  private async handOut(held: Held, fired: ReadonlyMap<string, Promise<Fired>>): Promise<void> {
    try {
      const results = new Map<string, Fired>();
      for (const order of held.orders) {
        const sent = await fired.get(order.id);
        results.set(order.id, sent ?? this.refusals.get(order.id) ?? { kind: 'not_sent', stop: NOT_PREPARED });
      }
      held.resolve(results);
    } catch (error) {
      held.reject(error);
    }
  }
}
