// Faults on demand: armed through /_sim/faults, consumed by the next order placements of a client (or of anyone).

export const FAULT_KINDS = [
  'timeout_after_accept',
  'reset_before_accept',
  'server_error',
  'non_json',
  'throttle',
  'accept_then_reject',
  'insufficient_funds',
  'slow',
  'partial_fill',
  'never_fills',
  'late_accept',
  'token_revoked',
  'unregistered_address',
] as const;
type FaultKind = (typeof FAULT_KINDS)[number];

export type FaultSpec = {
  kind: FaultKind;
  /** Undefined: any client. */
  clientId?: string | undefined;
  /** How many placements it strikes. */
  count: number;
  /** Placements of the client (or of anyone) that it lets pass first. */
  skip: number;
  /** When a `slow` placement is answered. */
  delayMs: number;
  /** When a `late_accept` order appears in the book. */
  afterS: number;
};

export type ArmedFault = FaultSpec & { id: number; remaining: number; toSkip: number };

/** The armed faults of one broker, oldest first. */
export class FaultStore {
  private armed: ArmedFault[] = [];
  private lastId = 0;

  arm(spec: FaultSpec): ArmedFault {
    const fault = { ...spec, id: ++this.lastId, remaining: spec.count, toSkip: spec.skip };
    this.armed.push(fault);
    return fault;
  }

  /** The oldest fault that strikes this client; each call uses up one of its strikes. */
  take(clientId: string): ArmedFault | undefined {
    if (this.armed.length === 0) return undefined;
    const waiting = this.armed.filter((f) => f.clientId === undefined || f.clientId === clientId);
    const fault = waiting.find((f) => f.toSkip === 0);
    for (const other of waiting) if (other.toSkip > 0) other.toSkip -= 1;
    if (fault && --fault.remaining <= 0) this.armed = this.armed.filter((f) => f !== fault);
    return fault;
  }

  list(): readonly ArmedFault[] {
    return this.armed;
  }

  clear(): void {
    this.armed = [];
  }
}
