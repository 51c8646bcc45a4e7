// The F&O session of ordinary days, IST.
import type { SessionHours } from '../market-calendar.js';

export const SESSION_HOURS: readonly (SessionHours & { source: string })[] = [
  { effectiveFrom: '2025-01-01', opens: '09:15', closes: '15:30', source: 'NSE F&O market timings' },
  {
    effectiveFrom: '2026-08-03',
    opens: '09:15',
    closes: '15:40',
    source: 'NSE circular 74/2026 on SEBI HO/47/11/11(3)2025-MRD-POD2/I/2765/2026',
  },
];
