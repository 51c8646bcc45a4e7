// The events of a month's settlement with a partner.
import { toRupees } from './money.js';
import { event, utcText, type PartnerEvent, type PartnerEventType } from './partner-event.js';
import type { PaymentDirection } from './settlement.js';

type SettlementHappening = {
  month: string;
  partnerId: string;
  currency: string;
  netPayablePaise: number;
  direction: PaymentDirection;
  closingPaise: number;
  payoutReference: string | null;
  /** epoch ms */
  atMs: number;
};

/** A month is closed and its statement can be read. */
export function settlementReady(input: SettlementHappening): PartnerEvent {
  return settlementEvent('settlement_ready', 'RECONCILED', input);
}

/** An operator has recorded that what was due of a month was paid. */
export function settlementPaid(input: SettlementHappening): PartnerEvent {
  return settlementEvent('settlement_paid', 'PAID', input);
}

function settlementEvent(type: PartnerEventType, status: string, input: SettlementHappening): PartnerEvent {
  return event(type, `${input.month}/${input.partnerId}`, {
    event: type,
    user_email: null,
    month: input.month,
    status,
    net_payable: toRupees(input.netPayablePaise),
    direction: input.direction,
    closing_balance: toRupees(input.closingPaise),
    currency: input.currency,
    payout_reference: input.payoutReference,
    timestamp: utcText(input.atMs),
  });
}
