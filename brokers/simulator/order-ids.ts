// Order ids of a simulated broker, unique across restarts too: the engine keeps them for ever.
import { tradingDayOf } from '../../domain/trading-time.js';

/** @returns a source of ids: the Indian day as YYMMDD, the milliseconds of the day (UTC) and a running number */
export function orderIds(): (nowMs: number) => string {
  let last = 0;
  return (nowMs) => {
    const millisecondOfDay = String(Math.floor(nowMs % 86_400_000)).padStart(8, '0');
    last = (last + 1) % 100_000;
    return `${tradingDayOf(nowMs).slice(2).replaceAll('-', '')}${millisecondOfDay}${String(last).padStart(5, '0')}`;
  };
}
