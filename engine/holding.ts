// What an execution holds, from its orders: fills, and the legs that are still open.
import { exposures } from '../domain/close-exposure.js';
import type { HeldLeg, RestOfDay } from '../domain/exit-rules.js';
import type { Fill, OpenLeg } from '../domain/profit-and-loss.js';
import type { DayFill, OrderRow } from '../db/repositories/orders.js';

export type Holding = { fills: Fill[]; legs: HeldLeg[] };

export function holdingOf(orders: readonly OrderRow[]): Holding {
  const legs = exposures(orders, 'exit').map(({ legIndex, side, units }): HeldLeg => {
    const entryFills = orders.filter((o) => o.legIndex === legIndex && o.purpose === 'entry' && o.filledUnits > 0);
    return { legIndex, side, units, entryFills, tradingsymbol: entryFills[0]?.tradingsymbol ?? '' };
  });
  return { fills: orders.filter((o) => o.filledUnits > 0), legs };
}

/** The subscription's other executions of the day, netted by contract. */
export function restOfDay(fills: readonly DayFill[]): RestOfDay {
  const net = new Map<string, number>();
  for (const { tradingsymbol, side, filledUnits } of fills)
    net.set(tradingsymbol, (net.get(tradingsymbol) ?? 0) + (side === 'BUY' ? filledUnits : -filledUnits));
  const legs = [...net].flatMap(([tradingsymbol, units]): OpenLeg[] =>
    units === 0 ? [] : [{ tradingsymbol, side: units > 0 ? 'SELL' : 'BUY', units: Math.abs(units) }],
  );
  return { fills: [...fills], legs };
}
