// The report before the open: which subscriptions were found ready for today's entries.
import { istInstant, tradingDayOf, type TradingDay } from '../../domain/trading-time.js';
import { toRupees } from '../../domain/money.js';
import type { ReadinessCheck } from '../../db/repositories/readiness.js';
import { presentProblem } from '../presenters/broker-accounts.js';
import { utc, utcOrNull } from '../presenters/times.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { cursor, limit, queryFlag, userEmail } from '../schemas/fields.js';
import { ReadinessReport } from '../schemas/readiness.js';
import { z } from '../zod.js';

export const getReadiness = defineRoute({
  ...noInput,
  method: 'get',
  path: '/partner/readiness',
  auth: 'partner',
  tag: 'Executions',
  summary: 'Readiness report of today',
  description:
    'What was found between 8:45 and 9:10 AM IST on a trading day of every ACTIVE live subscription: login alive at the broker, contracts in the day’s list, funds, set-up at the broker. It is what was found then: `readiness` of a broker account says what is known now. What could not be read is not ready. The event `readiness_report` tells when it is complete. Test mode has none.',
  query: z.strictObject({
    user_email: userEmail.optional(),
    not_ready: queryFlag('Only those that are not known to be ready'),
    cursor,
    limit,
  }),
  responses: { 200: ReadinessReport },
  errors: [],
  examples: {
    query: { not_ready: 'true' },
    responses: {
      200: {
        trading_day: '2025-10-10',
        status: 'completed',
        completed_at: '2025-10-10T03:17:00Z',
        readiness: [
          {
            readiness_id: 'rdy_abc123',
            subscription_id: 'sub_abc123',
            user_email: 'user@example.com',
            client_id: 'ZEBU123',
            template_id: 'basket_admin_iron_condor',
            entry_at: '2025-10-10T03:50:00Z',
            status: 'not_ready',
            problems: [
              {
                code: 'margin_short',
                message: "₹50000 is available; the day's entries in this account need about ₹120000.",
                subscription_id: null,
              },
            ],
            margin: { available: 50_000, needed: 120_000 },
            checked_at: '2025-10-10T03:16:00Z',
          },
        ],
        next_cursor: null,
      },
    },
  },
  handler: async ({ query, caller, services }) => {
    const day = tradingDayOf(services.clock());
    const report = await services.readinessReports.find(day);
    const page = await services.readinessReports.list(caller.partnerId, caller.mode, day, {
      userEmail: query.user_email,
      notReady: query.not_ready,
      cursor: query.cursor,
      limit: query.limit,
    });
    const begun = report?.completedAt ? 'completed' : 'under_way';
    return json(200, {
      trading_day: day,
      status: report ? begun : 'not_begun',
      completed_at: utcOrNull(report?.completedAt ?? null),
      readiness: page.rows.map((check) => presentCheck(check, day)),
      next_cursor: page.nextCursor ?? null,
    });
  },
});

function presentCheck(check: ReadinessCheck, day: TradingDay) {
  const rupeesOrNull = (paise: number | null) => (paise === null ? null : toRupees(paise));
  return {
    readiness_id: check.id,
    subscription_id: check.subscriptionId,
    user_email: check.userEmail,
    client_id: check.clientId,
    template_id: check.templateId,
    entry_at: utc(istInstant(day, check.entryTime)),
    status: check.status,
    problems: check.problems.map(presentProblem),
    margin: {
      available: rupeesOrNull(check.marginAvailablePaise),
      needed: rupeesOrNull(check.marginNeededPaise),
    },
    checked_at: utcOrNull(check.checkedAt),
  };
}
