// What a round of the crash drill does to whom and when: drawn from a seed, so that a drill can be repeated.
import { SeededRandom } from '../../brokers/simulator/random.js';
import { FAILPOINTS, type Failpoint } from '../../engine/failpoints.js';
import type { Cut } from './tcp-proxy.js';

/** Times are milliseconds after the entry instant; `worker` is an index. */
export type Fault =
  | { kind: 'kill'; afterMs: number; worker: number }
  | { kind: 'freeze'; afterMs: number; worker: number; forMs: number }
  | { kind: 'cut'; afterMs: number; worker: number; wire: 'postgres' | 'temporal'; how: Cut; forMs: number }
  | { kind: 'failpoint'; afterMs: number; name: Failpoint };
/** What the broker does to one order of one subscriber. */
export type BrokerFault = { subscriber: number; kind: string; skip: number };
/** `exits`: the round's positions are closed again, while faults strike. */
export type RoundPlan = { faults: Fault[]; brokerFaults: BrokerFault[]; exits: boolean };

const STRIKE_FROM_MS = -3_000;
const STRIKE_UNTIL_MS = 5_000;
/** Tickets lie ready while the round arms. */
const TICKET_MS = -4_500;
/** Around the instant and the second wave the engine has most to lose: half of the faults fall there. */
const HOT_MS = [-350, 900] as const;
const MOST_FAULTS = 4;
/** Share of the rounds whose positions are closed again. */
const EXITS = 0.4;

const BROKER_FAULTS = [
  'partial_fill',
  'never_fills',
  'insufficient_funds',
  'accept_then_reject',
  'timeout_after_accept',
  'server_error',
  'throttle',
  'slow',
  'reset_before_accept',
] as const;

export class Planner {
  private readonly random: SeededRandom;

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
  }

  /** @param legs - orders of one subscriber's entry */
  round(workers: number, subscribers: number, legs: number): RoundPlan {
    const faults = Array.from({ length: this.whole(1, MOST_FAULTS) }, () => this.fault(workers));
    const dies = (name: Failpoint) => faults.some((fault) => fault.kind === 'failpoint' && fault.name === name);
    const unwinds = dies('during_unwind');
    const brokerFaults = unwinds || this.chance(0.5) ? [this.brokerFault(subscribers, legs, unwinds)] : [];
    const exits = dies('during_exit') || this.chance(EXITS);
    return { faults: faults.sort((a, b) => a.afterMs - b.afterMs), brokerFaults, exits };
  }

  private fault(workers: number): Fault {
    const [from, until] = this.chance(0.5) ? HOT_MS : [STRIKE_FROM_MS, STRIKE_UNTIL_MS];
    const afterMs = this.whole(from, until);
    const worker = this.whole(0, workers - 1);
    const draw = this.random.between([0, 1]);
    if (draw < 0.35) return { kind: 'kill', afterMs, worker };
    if (draw < 0.6) return { kind: 'freeze', afterMs, worker, forMs: this.whole(200, 9_000) };
    if (draw < 0.8) return { kind: 'failpoint', afterMs: TICKET_MS, name: this.pick(FAILPOINTS) };
    const wire = draw < 0.9 ? 'postgres' : 'temporal';
    const forMs = this.chance(0.2) ? this.whole(15_000, 40_000) : this.whole(500, 9_000);
    return { kind: 'cut', afterMs, worker, wire, how: this.chance(0.5) ? 'hang' : 'sever', forMs };
  }

  /** @param certain - a kind that surely makes the entry unwind */
  private brokerFault(subscribers: number, legs: number, certain: boolean): BrokerFault {
    const kind = certain ? this.pick(['never_fills', 'insufficient_funds']) : this.pick(BROKER_FAULTS);
    return { subscriber: this.whole(0, subscribers - 1), kind, skip: this.whole(certain ? 1 : 0, legs - 1) };
  }

  private whole(low: number, high: number): number {
    return Math.floor(this.random.between([low, high + 1]));
  }

  private chance(probability: number): boolean {
    return this.random.between([0, 1]) < probability;
  }

  private pick<T>(from: readonly T[]): T {
    const picked = from[this.whole(0, from.length - 1)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }
}
