// For operators: the ledger's corrections. Nothing is changed; an adjustment or a reversal is added.
import { adjustmentCause, adjustmentMoves, entriesOf } from '../../domain/ledger.js';
import { toPaise } from '../../domain/money.js';
import { tradingDayOf } from '../../domain/trading-time.js';
import { refuse } from '../errors.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { Adjust, LedgerPosted, Reverse } from '../schemas/settlements.js';

const ledger = { ...noInput, method: 'post', auth: 'operator', tag: 'Operator: settlements' } as const;

export const adjustLedger = defineRoute({
  ...ledger,
  path: '/operator/ledger/adjustments',
  summary: 'Post an adjustment',
  description:
    "Raises or lowers what a partner owes, today. It is on the statement of the month's settlement. The same `reference` is posted once.",
  body: Adjust,
  responses: { 200: LedgerPosted },
  errors: ['partner_not_found', 'adjustment_reference_used'],
  examples: {
    body: { partner_id: 'zebu', amount: -50, reason: 'Goodwill for the outage of 5 November', reference: 'CRM-4711' },
    responses: { 200: { message: 'Adjustment posted', cause: 'adjustment/zebu/CRM-4711', posted: true } },
  },
  handler: async ({ body, caller, services }) => {
    const { partner_id: partnerId, amount, reason, reference } = body;
    if (!(await services.partners.exists(partnerId))) return refuse('partner_not_found');
    const cause = adjustmentCause(partnerId, reference);
    const amountPaise = toPaise(amount);
    const posted = await services.db.transaction((tx) =>
      services.ledger.post(
        tx,
        {
          ...{ cause, kind: 'adjustment', partnerId, subscriptionId: null, reason },
          effectiveDay: tradingDayOf(services.clock()),
          entries: entriesOf(adjustmentMoves(amountPaise)),
        },
        `operator ${caller.name}`,
      ),
    );
    if (!posted && (await services.ledger.adjustmentPaise(services.db, cause)) !== amountPaise)
      return refuse('adjustment_reference_used');
    return json(200, { message: posted ? 'Adjustment posted' : 'Posted before', cause, posted });
  },
});

export const reverseLedger = defineRoute({
  ...ledger,
  path: '/operator/ledger/reversals',
  summary: 'Reverse a transaction',
  description:
    'Posts the opposite of a charge, a credit or an adjustment, today; once. A charge of which a credit gave part back is reversed after that credit.',
  body: Reverse,
  responses: { 200: LedgerPosted },
  errors: ['ledger_transaction_not_found', 'ledger_transaction_credited'],
  examples: {
    body: {
      partner_id: 'zebu',
      cause: 'charge/sub_abc123/2026-11-05',
      reason: 'Charged although the user had objected',
    },
    responses: {
      200: { message: 'Reversal posted', cause: 'reversal/charge/sub_abc123/2026-11-05', posted: true },
    },
  },
  handler: async ({ body, caller, services }) => {
    const reversal = await services.db.transaction((tx) =>
      services.ledger.reverse(tx, {
        ...{ partnerId: body.partner_id, cause: body.cause, reason: body.reason },
        effectiveDay: tradingDayOf(services.clock()),
        by: `operator ${caller.name}`,
      }),
    );
    if (!reversal) return refuse('ledger_transaction_not_found');
    if ('credited' in reversal)
      return refuse('ledger_transaction_credited', {
        message: `Part of this charge was given back by ${reversal.credited}: reverse that first`,
      });
    const posted = !reversal.repeated;
    return json(200, { message: posted ? 'Reversal posted' : 'Reversed before', cause: reversal.cause, posted });
  },
});
