// For operators: whether subscriptions, charges, ledger and statements of a month agree.
import { toRupees } from '../../domain/money.js';
import { tradingDayOf } from '../../domain/trading-time.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { month } from '../schemas/fields.js';
import { BillingReconciliation } from '../schemas/reports.js';
import { z } from '../zod.js';

const MOST = 200;

export const reconcileBilling = defineRoute({
  ...noInput,
  method: 'get',
  path: '/operator/settlements/{month}/reconciliation',
  auth: 'operator',
  tag: 'Operator: settlements',
  summary: 'Reconcile billing',
  description:
    "Compares subscriptions' periods with charges, charges with the ledger, and the ledger with statements: nothing is listed when all agree. Only reads.",
  params: z.strictObject({ month }),
  responses: { 200: BillingReconciliation },
  errors: [],
  examples: {
    params: { month: '2026-11' },
    responses: {
      200: {
        month: '2026-11',
        differences: [
          {
            ...{ kind: 'charge_missing', partner_id: 'zebu', subscription_id: 'sub_abc123', day: '2026-11-05' },
            ...{ cause: 'charge/sub_abc123/2026-11-05', expected: null, found: null },
          },
        ],
        complete: true,
      },
    },
  },
  handler: async ({ params: { month: of }, services }) => {
    const found = await services.billingDifferences.ofMonth(of, tradingDayOf(services.clock()), MOST + 1);
    const rupeesOrNull = (paise: number | null) => (paise === null ? null : toRupees(paise));
    return json(200, {
      month: of,
      differences: found.slice(0, MOST).map((row) => ({
        kind: row.kind,
        partner_id: row.partnerId,
        subscription_id: row.subscriptionId,
        cause: row.cause,
        day: row.day,
        expected: rupeesOrNull(row.expectedPaise),
        found: rupeesOrNull(row.foundPaise),
      })),
      complete: found.length <= MOST,
    });
  },
});
