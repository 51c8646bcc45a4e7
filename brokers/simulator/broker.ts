// One simulated broker behind its wire: takes, refuses, reprices and cancels orders, strikes with the armed faults, and keeps the record.
import { assertNever } from '../../domain/assert-never.js';
import type { OptionInstrument, Side } from '../../domain/option-contract.js';
import { listedOption } from '../../domain/simulated-listing.js';
import { brokenPriceRule, brokenRule, marginShortfallText } from '../../domain/simulated-rules.js';
import { tradingDayOf } from '../../domain/trading-time.js';
import { Account } from './account.js';
import type { Clock } from './clock.js';
import { FaultStore, type ArmedFault } from './faults.js';
import { orderIds } from './order-ids.js';
import { OrderRecord } from './record.js';
import { SeededRandom, type DelayRange } from './random.js';
import { checkTerms, type PlaceTerms, type Refusal } from './refusals.js';
import { Sessions, type SessionRules } from './sessions.js';
import { openOrder, type Behaviour, type LiveOrder } from './sim-order.js';

export type Latency = { ackMs: DelayRange; fillMs: DelayRange };
export const DEFAULT_LATENCY: Latency = { ackMs: [5, 20], fillMs: [20, 150] };

/** Where brokers differ. */
/** No order at all, or one that is rejected in the book. */
type Fate = 'refused' | 'rejected_in_book';

export type BrokerRules = {
  sessions: SessionRules;
  /** What becomes of an order that breaks a rule of the exchange, and of one that the funds do not cover. */
  unsound: Fate;
  unfunded: Fate;
  /** Its words for too little money, from what is there and what is needed. @default the connect wire's */
  shortfallText?: (availablePaise: number, requiredPaise: number) => string;
};

/** What a placement comes to; the wire puts it into the broker's words. `delayMs` counts from the request's arrival. */
export type Placement =
  | { kind: 'accepted'; orderId: string; delayMs: number }
  | { kind: 'refused'; refusal: Refusal; delayMs: number }
  | { kind: 'gateway'; fault: 'throttle' | 'server_error' | 'non_json'; delayMs: number }
  | { kind: 'reset' }
  | { kind: 'silent'; closeAfterMs: number };

/** `timeout_after_accept` is answered, and a `late_accept` connection closed, after these. */
const TIMED_OUT_ANSWER_MS = 30_000;
const SILENT_CLOSE_MS = 60_000;
const SEED = 20_241_025;
const SESSION_OVER: Refusal = { reason: 'session', message: 'Invalid or expired session: log in again' };
const FOREIGN_ADDRESS: Refusal = {
  reason: 'address',
  message: 'Orders are not allowed from this IP: it is not registered',
};
const TOO_MANY: Refusal = { reason: 'rate', message: 'Too many requests: 10 orders a second are allowed' };

export class SimulatedBroker {
  readonly sessions: Sessions;
  readonly faults = new FaultStore();
  readonly record: OrderRecord;
  latency: Latency;
  private readonly accounts = new Map<string, Account>();
  private readonly random = new SeededRandom(SEED);
  private readonly nextOrderId = orderIds();

  /** @param recordLimit - most orders kept; the oldest tenth is dropped when it is reached */
  constructor(
    readonly name: string,
    private readonly rules: BrokerRules,
    readonly now: Clock,
    private readonly initialLatency: Latency,
    recordLimit: number,
  ) {
    this.latency = initialLatency;
    this.sessions = new Sessions(name, rules.sessions);
    this.record = new OrderRecord(name, recordLimit, (dropped) => this.accounts.forEach((a) => a.forget(dropped)));
  }

  account(clientId: string): Account {
    const known = this.accounts.get(clientId);
    if (known) return known;
    const account = new Account(clientId);
    this.accounts.set(clientId, account);
    return account;
  }

  /** Takes one placement. @param alive - whether the session it came with still serves */
  place(terms: PlaceTerms, alive: boolean): Placement {
    if (!alive) return this.refuse(terms, SESSION_OVER);
    const account = this.account(terms.clientId);
    if (!account.admit(terms.receivedAtMs)) return this.refuse(terms, TOO_MANY);
    const fault = this.faults.take(terms.clientId);
    const struck = fault && this.strikeBefore(fault, terms, account);
    return struck ?? this.accept(terms, account, fault);
  }

  /** @returns why it could not be cancelled, or undefined */
  cancel(clientId: string, orderId: string): Refusal | undefined {
    const order = this.findOpen(clientId, orderId);
    if ('reason' in order) return order;
    order.status = 'CANCELLED';
    order.statusMessage = 'Cancelled by the user';
    return undefined;
  }

  /** Reprices an open order in place; it may trade again after another fill delay. */
  reprice(clientId: string, orderId: string, limitPricePaise: number): Refusal | undefined {
    const order = this.findOpen(clientId, orderId);
    if ('reason' in order) return order;
    const broken = brokenPriceRule(order.option, limitPricePaise, tradingDayOf(this.now()));
    if (broken) return { reason: broken.rule, message: broken.message };
    order.limitPricePaise = limitPricePaise;
    order.fillFromMs = order.nextCheckMs = this.now() + this.random.between(this.latency.fillMs);
    return undefined;
  }

  /** The orders a client sees, oldest first. */
  book(clientId: string): LiveOrder[] {
    return this.account(clientId).book(this.now());
  }

  /** Brings every account up to now, for the record. */
  advance(): void {
    const now = this.now();
    for (const account of this.accounts.values()) account.advance(now);
  }

  /** A delay before an answer. */
  ackDelayMs(): number {
    return this.random.between(this.latency.ackMs);
  }

  /** Forgets orders, accounts' funds, faults and latency. Sessions and registered apps stay: who was logged in stays logged in. */
  reset(): void {
    this.accounts.clear();
    this.record.clear();
    this.faults.clear();
    this.latency = this.initialLatency;
    this.random.restart();
  }

  private strikeBefore(fault: ArmedFault, terms: PlaceTerms, account: Account): Placement | undefined {
    const delayMs = this.ackDelayMs();
    switch (fault.kind) {
      case 'reset_before_accept':
        return { kind: 'reset' };
      case 'throttle':
      case 'server_error':
      case 'non_json':
        return { kind: 'gateway', fault: fault.kind, delayMs };
      case 'token_revoked':
        this.sessions.revoke(terms.clientId, this.now());
        return this.refuse(terms, SESSION_OVER);
      case 'unregistered_address':
        return this.refuse(terms, FOREIGN_ADDRESS);
      case 'insufficient_funds':
        return this.rules.unfunded === 'refused' ? this.refuse(terms, this.shortOfFunds(terms, account)) : undefined;
      case 'timeout_after_accept':
      case 'accept_then_reject':
      case 'slow':
      case 'partial_fill':
      case 'never_fills':
      case 'late_accept':
        return undefined;
      default:
        return assertNever(fault.kind, 'fault kind');
    }
  }

  private accept(terms: PlaceTerms, account: Account, fault: ArmedFault | undefined): Placement {
    const now = this.now();
    const day = tradingDayOf(now);
    const checked = checkTerms(terms, listedOption(terms.tradingsymbol, day));
    if ('reason' in checked) return this.refuse(terms, checked);
    account.advance(now);
    const unsound = this.unsoundness(terms, checked, account, fault);
    const fate = unsound?.reason === 'funds' ? this.rules.unfunded : this.rules.unsound;
    if (unsound && fate === 'refused') return this.refuse(terms, unsound);

    const visibleAtMs = terms.receivedAtMs + (fault?.kind === 'late_accept' ? fault.afterS * 1000 : 0);
    const order = openOrder(terms, checked, {
      orderId: this.nextOrderId(now),
      visibleAtMs,
      fillFromMs: visibleAtMs + this.random.between(this.latency.fillMs),
      behaviour: unsound ? 'rejected' : behaviourOf(fault),
      ...(unsound && { rejection: { statusCode: unsound.reason, statusMessage: unsound.message } }),
    });
    account.add(order);
    this.record.add(order);
    return answerTo(order, fault, this.ackDelayMs());
  }

  /** The exchange's rule that an order breaks, or the margin that it lacks. */
  private unsoundness(
    terms: PlaceTerms,
    { option, side }: { option: OptionInstrument; side: Side },
    account: Account,
    fault: ArmedFault | undefined,
  ): Refusal | undefined {
    if (fault?.kind === 'insufficient_funds') return this.shortOfFunds(terms, account);
    const broken = brokenRule({ ...terms, option }, tradingDayOf(this.now()));
    if (broken) return { reason: broken.rule, message: broken.message };
    const required = account.requiredPaise(side, option, terms.quantityUnits, terms.limitPricePaise);
    const available = account.availablePaise();
    if (required <= available) return undefined;
    return { reason: 'funds', message: this.shortfallText(Math.max(0, available), required) };
  }

  /** The refusal of an account that has a third of what the order needs. */
  private shortOfFunds(terms: PlaceTerms, account: Account): Refusal {
    const option = listedOption(terms.tradingsymbol, tradingDayOf(this.now()));
    const needed =
      option && terms.side ? account.requiredPaise(terms.side, option, terms.quantityUnits, terms.limitPricePaise) : 0;
    const required = Math.max(needed, 15_000_00);
    return { reason: 'funds', message: this.shortfallText(Math.floor(required / 300) * 100, required) };
  }

  private shortfallText(availablePaise: number, requiredPaise: number): string {
    return (this.rules.shortfallText ?? marginShortfallText)(availablePaise, requiredPaise);
  }

  private refuse(terms: PlaceTerms, refusal: Refusal): Placement {
    this.record.addRefused(terms, refusal);
    return { kind: 'refused', refusal, delayMs: this.ackDelayMs() };
  }

  private findOpen(clientId: string, orderId: string): LiveOrder | Refusal {
    const order = this.book(clientId).find((o) => o.orderId === orderId);
    if (!order) return { reason: 'order_not_found', message: `Order ${orderId} does not exist` };
    if (order.status !== 'OPEN') return { reason: 'order_not_open', message: `Order ${orderId} is ${order.status}` };
    return order;
  }
}

function behaviourOf(fault: ArmedFault | undefined): Behaviour {
  if (fault?.kind === 'partial_fill') return 'partial';
  if (fault?.kind === 'never_fills') return 'rests';
  return fault?.kind === 'accept_then_reject' ? 'rejected' : 'normal';
}

function answerTo(order: LiveOrder, fault: ArmedFault | undefined, ackMs: number): Placement {
  if (fault?.kind === 'late_accept') return { kind: 'silent', closeAfterMs: SILENT_CLOSE_MS };
  if (fault?.kind === 'timeout_after_accept')
    return { kind: 'accepted', orderId: order.orderId, delayMs: TIMED_OUT_ANSWER_MS };
  return { kind: 'accepted', orderId: order.orderId, delayMs: fault?.kind === 'slow' ? fault.delayMs : ackMs };
}
