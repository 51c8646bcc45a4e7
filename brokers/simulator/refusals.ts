// Why a simulated broker says no, and the checks that come before the exchange's own rules.
import type { OptionInstrument, Side } from '../../domain/option-contract.js';
import type { OrderRule } from '../../domain/simulated-rules.js';

export type RefusalReason =
  | OrderRule
  | 'session'
  | 'rate'
  | 'address'
  | 'funds'
  | 'side'
  | 'order_type'
  | 'product'
  | 'exchange'
  | 'symbol'
  | 'order_not_found'
  | 'order_not_open';
export type Refusal = { reason: RefusalReason; message: string };

/** A placement as the wire read it; words are the client's own and may be nonsense. */
export type PlaceTerms = {
  clientId: string;
  tag: string;
  tradingsymbol: string;
  exchange: string;
  /** Undefined when it is neither BUY nor SELL. */
  side: Side | undefined;
  orderType: string;
  product: string;
  quantityUnits: number;
  limitPricePaise: number;
  receivedAtMs: number;
};

/** Checks the words of a placement against the day's listing. @param listed - the option of that symbol, if any */
export function checkTerms(
  terms: PlaceTerms,
  listed: OptionInstrument | undefined,
): { option: OptionInstrument; side: Side } | Refusal {
  const { side, orderType, product, exchange, tradingsymbol } = terms;
  if (side === undefined) return { reason: 'side', message: 'transaction_type must be BUY or SELL' };
  if (orderType !== 'LIMIT')
    return { reason: 'order_type', message: `order_type ${orderType} is not allowed for algo orders: use LIMIT` };
  if (product !== 'MIS' && product !== 'NRML')
    return { reason: 'product', message: `product ${product} is not known: use MIS or NRML` };
  if (!listed) return { reason: 'symbol', message: `${tradingsymbol} is not a listed instrument` };
  if (exchange !== listed.exchange)
    return { reason: 'exchange', message: `${tradingsymbol} is not traded on ${exchange}` };
  return { option: listed, side };
}
