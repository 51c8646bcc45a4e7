// Carries out a round's faults at their instants and counts those that struck.
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FAILPOINTS } from '../../engine/failpoints.js';
import { assertNever } from '../../domain/assert-never.js';
import type { DrillWorker } from './drill-worker.js';
import type { Fault } from './fault-plan.js';

/** What has struck so far; a failpoint has when a process has taken its ticket. */
export type Tally = { kills: number; freezes: number; cuts: number; broker: number };

export class Strikes {
  readonly tally: Tally = { kills: 0, freezes: 0, cuts: 0, broker: 0 };
  private readonly laid: string[] = [];
  private number = 0;
  /** Cuts on a wire that have not been healed; the last one to end heals it. */
  private readonly cutsOn = new Map<string, number>();

  constructor(
    private readonly workers: readonly DrillWorker[],
    private readonly ticketFolder: string,
  ) {}

  /** Processes that died at a failpoint. */
  get failpoints(): number {
    return this.laid.length - readdirSync(this.ticketFolder).length;
  }

  /** How many died at which. */
  get failpointsByName(): Record<string, number> {
    const left = readdirSync(this.ticketFolder);
    const of = (files: readonly string[], name: string) => files.filter((file) => file.startsWith(`${name}.`)).length;
    return Object.fromEntries(FAILPOINTS.map((name) => [name, of(this.laid, name) - of(left, name)]));
  }

  /** Places in a process' life at which it stopped, for good or for a while. */
  get crashPoints(): number {
    return this.tally.kills + this.tally.freezes + this.failpoints;
  }

  get faults(): number {
    return this.crashPoints + this.tally.cuts + this.tally.broker;
  }

  /** Strikes at the instants of the faults; resolves when the last one is over. */
  async carryOut(faults: readonly Fault[], entryAtMs: number): Promise<void> {
    await Promise.all(
      faults.map(async (fault) => {
        await sleep(Math.max(0, entryAtMs + fault.afterMs - Date.now()));
        await this.strike(fault);
      }),
    );
  }

  /** Nothing more strikes: tickets nobody came by are taken back. */
  takeBackTickets(): void {
    for (const file of readdirSync(this.ticketFolder)) {
      this.laid.splice(this.laid.indexOf(file), 1);
      rmSync(join(this.ticketFolder, file));
    }
  }

  private async strike(fault: Fault): Promise<void> {
    switch (fault.kind) {
      case 'kill':
        if (this.worker(fault.worker).strike('SIGKILL')) this.tally.kills += 1;
        return;
      case 'freeze':
        return this.freeze(this.worker(fault.worker), fault.forMs);
      case 'cut':
        return this.cut(fault);
      case 'failpoint':
        this.layTicket(fault.name);
        return;
      default:
        assertNever(fault, 'fault');
    }
  }

  private async freeze(worker: DrillWorker, forMs: number): Promise<void> {
    const { pid } = worker;
    if (!worker.strike('SIGSTOP', pid)) return;
    this.tally.freezes += 1;
    await sleep(forMs);
    worker.strike('SIGCONT', pid);
  }

  private async cut({ worker, wire, how, forMs }: Fault & { kind: 'cut' }): Promise<void> {
    const proxy = this.worker(worker)[wire];
    const name = `${worker}/${wire}`;
    this.tally.cuts += 1;
    this.cutsOn.set(name, (this.cutsOn.get(name) ?? 0) + 1);
    proxy.cut(how);
    await sleep(forMs);
    const left = (this.cutsOn.get(name) ?? 1) - 1;
    this.cutsOn.set(name, left);
    if (left === 0) proxy.heal();
  }

  private layTicket(name: string): void {
    this.number += 1;
    const file = `${name}.${this.number}`;
    this.laid.push(file);
    writeFileSync(join(this.ticketFolder, file), '', { flag: 'wx' });
  }

  private worker(index: number): DrillWorker {
    const worker = this.workers[index];
    if (!worker) throw new Error(`no worker ${index}`);
    return worker;
  }
}
