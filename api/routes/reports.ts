// The reports of the guide's go-live checklist and its success metrics, of the caller's partner and mode.
import { shareOf, toRupees } from '../../domain/money.js';
import { addDays, daysBetween, tradingDayOf, weekdayOf } from '../../domain/trading-time.js';
import { refuseFields } from '../errors.js';
import { json } from '../answer.js';
import { defineRoute, noInput } from '../route.js';
import { month, tradingDay } from '../schemas/fields.js';
import { ExecutionReport, Metrics, PortalVisitors, PortalVisitorsNoted, RevenueReport } from '../schemas/reports.js';
import { z } from '../zod.js';

const report = { ...noInput, auth: 'partner', tag: 'Reports', errors: [] } as const;
const MOST_DAYS = 366;

export const executionReport = defineRoute({
  ...report,
  method: 'get',
  path: '/partner/reports/executions/{week_start}',
  summary: 'Weekly execution report',
  description: 'Executions and orders of a week, by strategy.',
  params: z.strictObject({
    week_start: tradingDay.openapi({ description: "The week's Monday", example: '2026-11-23' }),
  }),
  responses: { 200: ExecutionReport },
  examples: {
    params: { week_start: '2026-11-23' },
    responses: {
      200: {
        from: '2026-11-23',
        to: '2026-11-29',
        templates: [
          {
            template_id: 'basket_admin_iron_condor',
            executions: 120,
            outcomes: { completed: 114, failed: 2, unwound: 1, missed: 0, skipped: 3, unknown: 0 },
            orders: 468,
            orders_filled: 459,
            realised_pnl: 1250.5,
          },
        ],
      },
    },
  },
  handler: async ({ params: { week_start: from }, caller, services }) => {
    if (weekdayOf(from) !== 1) return refuseFields([{ field: 'week_start', message: 'must be a Monday' }]);
    const figures = await services.reports.executions(caller, from, addDays(from, 7));
    return json(200, {
      from,
      to: addDays(from, 6),
      templates: figures.map(({ templateId, executions, orders, ordersFilled, realisedPnlPaise, ...outcomes }) => ({
        template_id: templateId,
        ...{ executions, outcomes, orders, orders_filled: ordersFilled, realised_pnl: toRupees(realisedPnlPaise) },
      })),
    });
  },
});

export const revenueReport = defineRoute({
  ...report,
  method: 'get',
  path: '/partner/reports/revenue/{month}',
  summary: 'Monthly revenue report',
  description: 'Subscriptions, charges, credits and both shares of a month, by strategy. Test mode never bills.',
  params: z.strictObject({ month }),
  responses: { 200: RevenueReport },
  examples: {
    params: { month: '2026-11' },
    responses: {
      200: {
        month: '2026-11',
        currency: 'INR',
        templates: [
          {
            ...{ template_id: 'basket_admin_iron_condor', subscriptions_made: 1, subscriptions_cancelled: 0 },
            ...{ active_at_end: 1, users_charged: 1, charges: 999, credits: 0, commission: 299.7, platform_fee: 699.3 },
          },
        ],
      },
    },
  },
  handler: async ({ params: { month: of }, caller, services }) => {
    const figures = await services.reports.revenue(caller, of);
    return json(200, {
      month: of,
      currency: 'INR',
      templates: figures.map((row) => ({
        template_id: row.templateId,
        subscriptions_made: row.subscriptionsMade,
        subscriptions_cancelled: row.subscriptionsCancelled,
        active_at_end: row.activeAtEnd,
        users_charged: row.usersCharged,
        charges: toRupees(row.chargesPaise),
        credits: toRupees(row.creditsPaise),
        commission: toRupees(row.commissionPaise),
        platform_fee: toRupees(row.platformFeePaise),
      })),
    });
  },
});

export const successMetrics = defineRoute({
  ...report,
  method: 'get',
  path: '/partner/reports/metrics',
  summary: 'Success metrics',
  description: "The integration guide's success metrics over some days, with the counts behind them.",
  query: z.strictObject({ from: tradingDay, to: tradingDay }),
  responses: { 200: Metrics },
  examples: {
    query: { from: '2026-11-01', to: '2026-11-30' },
    responses: {
      200: {
        ...{ from: '2026-11-01', to: '2026-11-30', oauth_completion_rate: 0.86, subscription_conversion: 0.16 },
        ...{ execution_success_rate: 0.98, retention_30_days: 0.75, revenue_per_user: 1248.75 },
        counts: {
          ...{ logins: 344, active_user_days: 400, subscriptions_made: 200, portal_visitors: 1250, orders_filled: 784 },
          ...{ orders: 800, cohort: 20, cohort_retained: 15, users_charged: 160 },
        },
      },
    },
  },
  handler: async ({ query: { from, to }, caller, services }) => {
    if (to < from) return refuseFields([{ field: 'to', message: 'must not be before from' }]);
    if (daysBetween(from, to) >= MOST_DAYS)
      return refuseFields([{ field: 'to', message: `must be at most ${MOST_DAYS} days from from` }]);
    const counts = await services.reports.metrics(caller, from, addDays(to, 1), tradingDayOf(services.clock()));
    const { usersCharged, feesPaise, portalVisitors } = counts;
    return json(200, {
      from,
      to,
      oauth_completion_rate: ratio(counts.logins, counts.activeUserDays),
      subscription_conversion: portalVisitors === null ? null : ratio(counts.subscriptionsMade, portalVisitors),
      execution_success_rate: ratio(counts.ordersFilled, counts.orders),
      retention_30_days: ratio(counts.cohortRetained, counts.cohort),
      revenue_per_user: usersCharged === 0 || feesPaise < 0 ? null : toRupees(shareOf(feesPaise, 1, usersCharged)),
      counts: {
        logins: counts.logins,
        active_user_days: counts.activeUserDays,
        subscriptions_made: counts.subscriptionsMade,
        portal_visitors: portalVisitors,
        orders_filled: counts.ordersFilled,
        orders: counts.orders,
        cohort: counts.cohort,
        cohort_retained: counts.cohortRetained,
        users_charged: usersCharged,
      },
    });
  },
});

export const notePortalVisitors = defineRoute({
  ...report,
  method: 'put',
  path: '/partner/reports/portal-visitors/{day}',
  summary: 'Post portal visitors',
  description:
    'How many visitors your portal had on a day, for the conversion. Replaces what you posted of the day before.',
  params: z.strictObject({ day: tradingDay }),
  body: PortalVisitors,
  responses: { 200: PortalVisitorsNoted },
  examples: {
    params: { day: '2026-11-24' },
    body: { visitors: 1250 },
    responses: { 200: { message: 'Portal visitors noted', day: '2026-11-24', visitors: 1250 } },
  },
  handler: async ({ params: { day }, body: { visitors }, caller, services }) => {
    await services.reports.notePortalVisitors(caller, day, visitors);
    return json(200, { message: 'Portal visitors noted', day, visitors });
  },
});

/** Four digits after the point. */
function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}
