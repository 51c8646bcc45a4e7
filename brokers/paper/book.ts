// Where paper orders are kept. The engine's processes share one book in Postgres; tests use the one in memory.
import type { Side } from '../../domain/option-contract.js';

/** What a magic client id makes of its orders: `rests` never trades, `partial` fills half its lots, `slow` takes seconds. */
export type PaperBehaviour = 'normal' | 'rejected' | 'partial' | 'rests' | 'slow';

/** A limit and the instant (epoch ms) from which it holds. */
export type PaperLimit = { atMs: number; pricePaise: number };

/** What happened to a paper order; what it has become is computed from this and the time. */
export type PaperOrder = {
  /** The account: broker, client id and a digest of the api_key. */
  clientKey: string;
  /** Unique within the account. */
  tag: string;
  brokerOrderId: string;
  tradingsymbol: string;
  side: Side;
  quantityUnits: number;
  placedAtMs: number;
  behaviour: PaperBehaviour;
  /** The first from placement, one more for each reprice; in order of time. */
  limits: readonly PaperLimit[];
  cancelledAtMs?: number;
};

/** Any method may throw when its storage fails. */
export interface PaperBook {
  /** Keeps an order. @returns the one kept under the same account and tag: the first one wins, so that adding twice is harmless */
  add(order: PaperOrder): Promise<PaperOrder>;
  /** The account's orders placed at or after an instant, oldest first. @param sinceMs - epoch ms */
  list(clientKey: string, sinceMs: number): Promise<PaperOrder[]>;
  /** Notes a cancellation; the first one stays. Unknown orders are ignored. */
  setCancelled(clientKey: string, brokerOrderId: string, atMs: number): Promise<void>;
  /** Appends a limit. Unknown orders are ignored. */
  setLimit(clientKey: string, brokerOrderId: string, limit: PaperLimit): Promise<void>;
}
