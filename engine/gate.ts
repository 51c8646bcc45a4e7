// Which entries must not leave, held in memory: halts, pauses, cancels and logouts, pushed by NOTIFY and re-read every second.
import pg from 'pg';
import { GATE_CHANNEL, KILL_SWITCH } from '../db/repositories/gates.js';
import type { GateStateRepository, GateState } from '../db/repositories/gate-state.js';
import type { LeaseRepository } from '../db/repositories/leases.js';
import type { Logger } from '../platform/logger.js';
import type { DispatcherLease } from './lease.js';
import { CHANNEL_LOST, type Stop } from './stops.js';

/** The names by which an entry can be stopped. */
export type GateKeys = {
  partnerId: string;
  templateId: string;
  runId: string;
  accountId: string;
  subscriptionId: string;
};

const REREAD_EVERY_MS = 1_000;
/** A view older than this opens for nothing. */
const GATE_STALE_MS = 3_000;

export class EntryGate {
  private state: GateState = {
    changeId: 0,
    halts: new Map(),
    stoppedSubscriptions: new Set(),
    loggedOutAccounts: new Set(),
  };
  private readAt = -Infinity;
  private held = new Map<string, GateKeys>();
  private timer: NodeJS.Timeout | undefined;
  private listener: pg.Client | undefined;
  private reading: Promise<void> | undefined;
  private again = false;

  constructor(
    private readonly states: GateStateRepository,
    private readonly leases: LeaseRepository,
    private readonly lease: DispatcherLease,
    private readonly databaseUrl: string,
    private readonly logger: Logger,
    /** Told after each read; with the newest announced change. */
    private readonly onRead: (changeId: number) => void = () => undefined,
  ) {}

  async start(): Promise<void> {
    await this.refresh();
    await this.listen();
    this.timer = setInterval(() => void this.tick(), REREAD_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.listener?.end();
  }

  /** Follows an entry's subscription and account until `forget`. */
  watch(executionId: string, keys: GateKeys): void {
    this.held.set(executionId, keys);
  }

  forget(executionId: string): void {
    this.held.delete(executionId);
  }

  /** Why an order that opens exposure must not leave now, or undefined when it may. No I/O. */
  blocks(keys: GateKeys): Stop | undefined {
    if (performance.now() - this.readAt > GATE_STALE_MS) return CHANNEL_LOST;
    const { halts, stoppedSubscriptions, loggedOutAccounts } = this.state;
    const halt = halts.size === 0 ? undefined : haltOf(halts, keys);
    if (halt !== undefined) return { reason: `${KILL_SWITCH}${halt}`, final: true };
    if (stoppedSubscriptions.has(keys.subscriptionId))
      return { reason: 'subscription is paused or cancelled', final: true };
    if (loggedOutAccounts.has(keys.accountId)) return { reason: 'user has logged out', final: true };
    return undefined;
  }

  /** Reads the state anew and acknowledges it; calls made while a read is running share the next one. */
  async refresh(): Promise<void> {
    if (this.reading) {
      this.again = true;
      return this.reading;
    }
    this.reading = this.read();
    try {
      await this.reading;
    } finally {
      this.reading = undefined;
    }
    if (this.again) {
      this.again = false;
      await this.refresh();
    }
  }

  private async read(): Promise<void> {
    const asked = performance.now();
    const keys = [...this.held.values()];
    const state = await this.states.read(
      keys.map((k) => k.subscriptionId),
      keys.map((k) => k.accountId),
    );
    this.state = state;
    this.readAt = asked;
    this.onRead(state.changeId);
    await this.leases.acknowledgeGate(this.lease.id, state.changeId);
  }

  private async tick(): Promise<void> {
    try {
      await this.refresh();
      if (!this.listener) await this.listen();
    } catch (error) {
      this.logger.warn({ err: error }, 'gate not read');
    }
  }

  private async listen(): Promise<void> {
    const client = new pg.Client({ connectionString: this.databaseUrl, application_name: 'quantleap-gate' });
    client.on('notification', () => void this.tick());
    client.on('error', (error) => {
      this.logger.warn({ err: error }, 'gate channel lost');
      this.listener = undefined;
    });
    await client.connect();
    await client.query(`LISTEN ${GATE_CHANNEL}`);
    this.listener = client;
  }
}

function haltOf(halts: GateState['halts'], keys: GateKeys): string | undefined {
  return (
    halts.get('all') ??
    halts.get(`partner/${keys.partnerId}`) ??
    halts.get(`template/${keys.templateId}`) ??
    halts.get(`run/${keys.runId}`) ??
    halts.get(`account/${keys.accountId}`) ??
    halts.get(`subscription/${keys.subscriptionId}`)
  );
}
