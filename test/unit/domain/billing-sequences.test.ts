// A hundred thousand random lives of a subscription: prices and percentages change, it is paused, resumed, cancelled and begun again.
// After each step the ledger balances, every posting splits without a rest, and no day was charged twice or given back twice.
import fc from 'fast-check';
import {
  cancellationCredit,
  duePeriods,
  resumeBilling,
  startBilling,
  type BillingPeriod,
  type BillingState,
} from '../../../domain/billing.js';
import { chargeMoves, creditMoves, entriesOf, paymentMoves, type LedgerEntry } from '../../../domain/ledger.js';
import { splitFee } from '../../../domain/money.js';
import { addDays, type TradingDay } from '../../../domain/trading-time.js';

const RUNS = 100_000;

const step = fc.record({
  act: fc.constantFrom('pass', 'pause', 'cancel', 'credit'),
  days: fc.integer({ min: 0, max: 70 }),
  feePaise: fc.integer({ min: 0, max: 50_000_000 }),
  commissionBps: fc.integer({ min: 0, max: 10_000 }),
});
type Step = { act: string; days: number; feePaise: number; commissionBps: number };
type Charge = { period: BillingPeriod; paise: number; commissionBps: number; creditedPaise: number; ended: boolean };

/** A subscription's money as the activities move it. */
class Life {
  private readonly balances = new Map<string, number>();
  private readonly charges: Charge[] = [];
  private givenPaise = 0;
  private takenPaise = 0;
  private commissionPaise = 0;
  private state: BillingState;

  constructor(
    private today: TradingDay,
    trialDays: number,
  ) {
    const { anchor, billedTo } = startBilling(today, trialDays);
    this.state = { anchor, billedTo };
  }

  live({ act, days, feePaise, commissionBps }: Step): void {
    this.charge(feePaise, commissionBps);
    if (act === 'pause') {
      const before = this.state;
      this.today = addDays(this.today, days);
      const { restarts, ...resumed } = resumeBilling(before, this.today);
      if (!restarts && resumed.billedTo !== before.billedTo) throw new Error('a pause moved what was paid');
      this.state = resumed;
    } else if (act === 'pass') this.today = addDays(this.today, days);
    else this.cancelAndReturn(act === 'credit', days);
    this.charge(feePaise, commissionBps);
  }

  /** Debits are credits over all accounts, and users owe what was charged and not given back. */
  check(): void {
    this.balance();
    if ((this.balances.get('collections') ?? 0) !== this.takenPaise - this.givenPaise)
      throw new Error('the fees are not what users owe');
    for (const { paise, creditedPaise } of this.charges)
      if (creditedPaise > paise) throw new Error('more was given back than was charged');
  }

  private balance(): void {
    const sum = [...this.balances.values()].reduce((a, b) => a + b, 0);
    if (sum !== 0) throw new Error(`the ledger is off by ${sum}`);
  }

  settle(): void {
    const commission = -(this.balances.get('commission') ?? 0);
    if (commission !== this.commissionPaise || commission < 0) throw new Error('the commission has a rest');
    const net = this.takenPaise - this.givenPaise - commission;
    this.post(entriesOf(paymentMoves(net, commission)));
    for (const account of ['collections', 'commission'])
      if ((this.balances.get(account) ?? 0) !== 0) throw new Error(`${account} is not settled`);
    this.balance();
  }

  private charge(feePaise: number, commissionBps: number): void {
    const { periods, state } = duePeriods(this.state, this.today);
    for (const period of periods) {
      const last = this.charges.at(-1);
      if (last && !last.ended && period.start < last.period.end) throw new Error('a day was charged twice');
      const share = splitFee(feePaise, commissionBps);
      if (share.partnerCommissionPaise + share.platformFeePaise !== feePaise) throw new Error('the split has a rest');
      this.charges.push({ period, paise: feePaise, commissionBps, creditedPaise: 0, ended: false });
      this.takenPaise += feePaise;
      this.commissionPaise += share.partnerCommissionPaise;
      this.post(entriesOf(chargeMoves(share)));
    }
    this.state = state;
    if (this.state.billedTo <= this.today) throw new Error('a day is not paid for');
  }

  private cancelAndReturn(prorated: boolean, days: number): void {
    const last = this.charges.at(-1);
    const tomorrow = addDays(this.today, 1);
    if (prorated && last && last.period.end === this.state.billedTo && this.state.billedTo > tomorrow) {
      const credit = cancellationCredit(last.paise, last.period, this.today);
      const share = splitFee(credit, last.commissionBps);
      last.creditedPaise += credit;
      last.ended = true;
      this.givenPaise += credit;
      this.commissionPaise -= share.partnerCommissionPaise;
      this.post(entriesOf(creditMoves(share)));
      this.state = { anchor: tomorrow, billedTo: tomorrow };
    }
    this.today = addDays(this.today, days);
    const { anchor, billedTo } = startBilling(this.today, 30, this.state);
    this.state = { anchor, billedTo };
  }

  private post(entries: readonly LedgerEntry[]): void {
    for (const { account, side, amountPaise } of entries) {
      if (!Number.isSafeInteger(amountPaise) || amountPaise <= 0) throw new Error(`not whole paise: ${amountPaise}`);
      this.balances.set(account, (this.balances.get(account) ?? 0) + (side === 'debit' ? amountPaise : -amountPaise));
    }
  }
}

describe('the life of a subscription', function () {
  this.timeout(300_000);

  it(`keeps its money in balance, whatever happens (${RUNS} sequences)`, () => {
    const first = fc.integer({ min: 0, max: 1_500 }).map((n) => addDays('2024-01-01', n));
    fc.assert(
      fc.property(
        first,
        fc.integer({ min: 0, max: 40 }),
        fc.array(step, { minLength: 1, maxLength: 8 }),
        (day, trial, steps) => {
          const life = new Life(day, trial);
          for (const one of steps) {
            life.live(one);
            life.check();
          }
          life.settle();
        },
      ),
      { numRuns: RUNS },
    );
  });
});
