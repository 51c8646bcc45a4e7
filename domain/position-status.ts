// What a position can be. It is followed until `closed_at`, whatever its status.

export type PositionStatus =
  /** Held; its exit rules are being watched. */
  | 'open'
  /** Exit orders are on their way. */
  | 'closing'
  /** Proven flat by fills. */
  | 'closed'
  /** It should be flat and part of it could not be closed yet. */
  | 'exposed'
  /** The broker could not say what became of an order of it. */
  | 'unknown';
