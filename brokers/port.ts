// What the engine asks of a broker. An adapter is one implementation per wire; nothing above it knows a broker's words.
import type { ContractRef, OptionInstrument, Quote, Side, Underlying } from '../domain/option-contract.js';

/** An open session at a broker. Lives in memory only. */
export type BrokerSession = { clientId: string; apiKey: string; accessToken: string };

/** An order ready for the wire. LIMIT, intraday, day validity: the only kind the engine sends. */
export type PlaceOrder = ContractRef & {
  /** ≤ 19 characters A–Z 0–9, unique for ever. */
  tag: string;
  side: Side;
  quantityUnits: number;
  limitPricePaise: number;
};

/** A serialised HTTP request; built before the instant so that nothing is computed at it. `path` includes the query. */
export type WireRequest = {
  origin: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
};

/** What came back: an answer, or the reason there was none. `sent: false` only when no byte can have left. */
export type WireAnswer =
  { kind: 'response'; status: number; body: string } | { kind: 'failure'; code: string; sent: boolean };

/** The three things a placement can have become. */
export type PlacementResult =
  | { outcome: 'accepted'; brokerOrderId: string }
  /** Proven that nothing was created. `retryable` may be sent again inside the deadline. */
  | { outcome: 'refused'; retryable: boolean; reason: RefusalReason; code?: string; message: string }
  /** May or may not exist: resolved by reading, never resent. */
  | { outcome: 'ambiguous'; message: string };

export type RefusalReason =
  'insufficient_funds' | 'login_required' | 'throttled' | 'not_sent' | 'configuration' | 'invalid_order';

export type OrderStatus = 'OPEN' | 'COMPLETE' | 'REJECTED' | 'CANCELLED';

/** An order as the broker's book has it. Prices in paise; quantities in units. */
export type BrokerOrder = {
  brokerOrderId: string;
  tag: string;
  /** Ours where the adapter knows the contract (it has listed it today), otherwise the broker's own words for it. */
  tradingsymbol: string;
  /** Exact: what to compare contracts by. */
  instrumentKey: string;
  side: Side;
  quantityUnits: number;
  filledUnits: number;
  limitPricePaise: number;
  /** 0 while nothing is filled. */
  averagePricePaise: number;
  status: OrderStatus;
  /** The broker's reason when REJECTED or CANCELLED. */
  statusMessage?: string;
  statusCode?: string;
  /** Set when it was REJECTED for want of money: brokers whose risk check comes after the acceptance say it here. */
  refusalReason?: 'insufficient_funds';
};

/** A position as the broker's book has it; units are positive when long, 0 when squared off today. */
export type BrokerPosition = { tradingsymbol: string; instrumentKey: string; netUnits: number };

export type TokenGrant = {
  accessToken: string;
  /** epoch ms, the broker's own expiry */ expiresAtMs: number;
  clientId: string;
};

export type Credentials = { apiKey: string; apiSecret: string };

/** A login on its way back from the broker's page. */
export type Login = {
  credentials: Credentials;
  /** The callback's one-time token: `request_token`, `code` or `auth_token`. */
  token: string;
  /** The callback address that the login page was given. */
  redirectUri: string;
  /** The account being logged in, for wires whose answer names no client, and those whose request must name it. */
  expectedClientId: string;
};

/** How a placement leaves: over the dispatcher's warmed connections, or by a call (paper). */
export type PreparedPlacement =
  | { via: 'http'; request: WireRequest; read: (answer: WireAnswer) => PlacementResult }
  | { via: 'call'; place: () => Promise<PlacementResult> };

export type BrokerCapabilities = {
  modifyOrder: boolean;
  /** orders per second and account the broker accepts */ ordersPerSecond: number;
  /** Where each quote is a call of its own: how many the adapter reads a second. Absent: hundreds in one call. */
  quotesPerSecond?: number;
  /** Least ms between two requests for quotes, where that is so long that only two fit before an instant. */
  quotesEveryMs?: number;
  /** The instrument list can be read without a session: `instruments` looks at none. */
  publicInstruments?: true;
};

/**
 * One broker wire. Every method but `prepare` may throw BrokerError; time-outs are the adapter's own (5 s reads).
 */
export interface BrokerAdapter {
  readonly broker: string;
  /** Names the wire: contracts fixed and quotes read on one are not another's. */
  readonly wire: string;
  readonly capabilities: BrokerCapabilities;
  /**
   * Asks the broker whether the key pair can work.
   * @param redirectUri - the partner's callback address, which some brokers register with the key
   * @throws BrokerError `refused` (say why) or `unreachable`
   */
  probe(credentials: Credentials, redirectUri: string): Promise<void>;
  /**
   * Exchanges the callback's one-time token for the day's access token; where the wire hands out the token itself, reads it.
   * The caller compares the grant's `clientId` with the account's.
   * @throws BrokerError
   */
  exchangeToken(login: Login): Promise<TokenGrant>;
  /** Serialises a placement; pure, no I/O. */
  prepare(session: BrokerSession, order: PlaceOrder): PreparedPlacement;
  /** A harmless request that opens a connection and keeps it; undefined for wires without HTTP. */
  warmUp(session: BrokerSession): WireRequest | undefined;
  orderBook(session: BrokerSession): Promise<BrokerOrder[]>;
  /** @returns undefined when the broker's book, successfully read, has no order with this tag */
  findByTag(session: BrokerSession, tag: string): Promise<BrokerOrder | undefined>;
  /** Asks to cancel; returning says only that the request was taken: read the book for what became of it. */
  cancelOrder(session: BrokerSession, brokerOrderId: string): Promise<void>;
  /** Reprices an open order in place. @throws BrokerError `refused` without `capabilities.modifyOrder`, and when the order is over */
  modifyOrder(session: BrokerSession, brokerOrderId: string, limitPricePaise: number): Promise<void>;
  /** Positions of the day under our tradingsymbols. */
  positions(session: BrokerSession): Promise<BrokerPosition[]>;
  availableMarginPaise(session: BrokerSession): Promise<number>;
  spotPaise(session: BrokerSession, underlying: Underlying): Promise<number>;
  /** Quotes by tradingsymbol; what is not listed, or nobody bids or offers for, is left out. */
  quotes(session: BrokerSession, contracts: readonly ContractRef[]): Promise<Map<string, Quote>>;
  /** The options on an underlying listed today. */
  instruments(session: BrokerSession, underlying: Underlying): Promise<OptionInstrument[]>;
}

/** Builds a login page address. Pure: the API calls it with the opened api_key. */
export type LoginUrl = (input: {
  baseUrl: string;
  apiKey: string;
  state: string;
  redirectUri: string;
  clientId: string;
}) => string;
