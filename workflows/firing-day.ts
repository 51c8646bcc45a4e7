// The day that a Schedule's firing belongs to: its scheduled one, however late it really begins.
import { workflowInfo } from '@temporalio/workflow';
import { tradingDayOf, type TradingDay } from '../domain/trading-time.js';
import { scheduledStartTime } from './messages/search-attributes.js';

/** The day in India; of a workflow that no Schedule started, the day it was started on. */
export function firingDay(): TradingDay {
  const { typedSearchAttributes, startTime } = workflowInfo();
  return tradingDayOf((typedSearchAttributes.get(scheduledStartTime) ?? startTime).getTime());
}
