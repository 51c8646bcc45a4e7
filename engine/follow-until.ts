// Until when an execution's position, and what may still appear of it, is followed.
import type { EntryContext } from '../db/repositories/executions.js';
import { marketDay } from '../domain/market-calendar.js';
import { followUntilMs } from '../domain/position-window.js';
import type { EngineDeps } from './engine-deps.js';

/** @returns epoch ms of the end of its trading day: after it nothing of ours can trade */
export async function followedUntilMs(deps: EngineDeps, context: EntryContext): Promise<number> {
  if (context.ignoreCalendar) return followUntilMs(context, undefined);
  const day = marketDay(await deps.referenceData.loadCalendar(), context.tradingDay);
  return followUntilMs(context, day.open ? day.closes : undefined);
}

/** @throws Error when there is no such execution */
export async function contextOf(deps: EngineDeps, executionId: string): Promise<EntryContext> {
  const context = await deps.executions.context(executionId);
  if (!context) throw new Error(`no execution ${executionId}`);
  return context;
}
