// What every environment begins with, as rows of the format that operators load.
import type { MarketRow } from '../../../domain/market-row.js';
import { UNDERLYINGS } from '../../../domain/option-contract.js';
import type { DatedUnits } from '../../../domain/reference-data/dated-units.js';
import { EXPIRY_WEEKDAYS } from '../../../domain/reference-data/expiry-weekdays.js';
import { FREEZE_QUANTITIES, FREEZES_KNOWN_UNTIL } from '../../../domain/reference-data/freeze-quantities.js';
import { LOT_SIZES } from '../../../domain/reference-data/lot-sizes.js';
import { SESSION_HOURS } from '../../../domain/reference-data/session-hours.js';
import { CALENDAR_2025 } from './calendar-2025.js';
import { CALENDAR_2026 } from './calendar-2026.js';
import type { CalendarYear } from './types.js';

/** The year's row comes after its days: it is what declares the calendar complete. */
export const MARKET_ROWS: readonly MarketRow[] = [
  ...[CALENDAR_2025, CALENDAR_2026].flatMap(calendarRows),
  ...SESSION_HOURS.map(({ effectiveFrom: from, ...hours }): MarketRow => ({ kind: 'session_hours', from, ...hours })),
  ...unitsRows('lot', LOT_SIZES),
  ...unitsRows('freeze', FREEZE_QUANTITIES, FREEZES_KNOWN_UNTIL),
  ...EXPIRY_WEEKDAYS,
];

function calendarRows({ year, source, holidays, specialSessions }: CalendarYear): MarketRow[] {
  return [
    ...holidays.map(([day, name]): MarketRow => ({ kind: 'holiday', day, name })),
    ...specialSessions.map((session): MarketRow => ({ kind: 'special_session', ...session })),
    { kind: 'year', year, source },
  ];
}

/** @param knownUntil - the last row of each underlying ends then */
function unitsRows(kind: 'lot' | 'freeze', dated: readonly DatedUnits[], knownUntil?: string): MarketRow[] {
  return UNDERLYINGS.flatMap((underlying) => {
    const rows = dated.flatMap(({ effectiveFrom: from, source, units }): MarketRow[] => {
      const count = units[underlying];
      return count === undefined ? [] : [{ kind, underlying, from, units: count, source }];
    });
    const last = rows.pop();
    return last ? [...rows, knownUntil === undefined ? last : { ...last, until: knownUntil }] : [];
  });
}
