// The right to send: one database row per process, renewed every second, checked in memory on the monotonic clock before each send.
import { randomUUID } from 'node:crypto';
import type { LeaseRepository } from '../db/repositories/leases.js';
import type { Logger } from '../platform/logger.js';

/** How long a lease lasts without renewal. A taker waits this long at most. */
const LEASE_TTL_MS = 5_000;
const RENEW_EVERY_MS = 1_000;
/** Taken off the lease as this process sees it: clock drift and a slow commit must never make it outlive the row. */
const SAFETY_MS = 500;

export class DispatcherLease {
  private currentId = '';
  private validUntil = 0;
  private timer: NodeJS.Timeout | undefined;
  private renewing = false;

  constructor(
    private readonly leases: LeaseRepository,
    private readonly worker: string,
    private readonly logger: Logger,
    private readonly onLost: (leaseId: string) => void = () => undefined,
  ) {}

  /** The lease orders are sent under now. A process that lost its lease gets a new id. */
  get id(): string {
    return this.currentId;
  }

  /** Whether a send may leave at this very moment under `leaseId`. No I/O. */
  allows(leaseId: string): boolean {
    return leaseId === this.currentId && performance.now() < this.validUntil;
  }

  async start(): Promise<void> {
    await this.take();
    this.timer = setInterval(() => void this.renew(), RENEW_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.validUntil = 0;
    await this.leases.end(this.currentId);
  }

  private async take(): Promise<void> {
    const id = randomUUID();
    const asked = performance.now();
    await this.leases.create(id, this.worker, LEASE_TTL_MS);
    this.currentId = id;
    this.validUntil = asked + LEASE_TTL_MS - SAFETY_MS;
  }

  private async renew(): Promise<void> {
    if (this.renewing) return;
    this.renewing = true;
    const asked = performance.now();
    try {
      if (await this.leases.renew(this.currentId, LEASE_TTL_MS)) this.validUntil = asked + LEASE_TTL_MS - SAFETY_MS;
      else await this.replace();
    } catch (error) {
      // The lease runs out by itself when the database stays away: nothing is sent.
      this.logger.warn({ err: error }, 'lease not renewed');
    } finally {
      this.renewing = false;
    }
  }

  private async replace(): Promise<void> {
    const lost = this.currentId;
    this.validUntil = 0;
    await this.take();
    this.logger.warn({ lost, leaseId: this.currentId }, 'lease lost and taken anew');
    this.onLost(lost);
  }
}
