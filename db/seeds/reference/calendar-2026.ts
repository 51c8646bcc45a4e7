// NSE trading holidays of 2026, weekends included. Sources: DNA India, investmentnewsdaily, niftytrader (read Nov 2026).
// Not loaded as sessions, so closed: the muhurat of Sunday 8 November (its time is not verified) and the Budget Sunday
// of 1 February (that it was open is not verified). An operator who knows better adds a special session.
import type { CalendarYear } from './types.js';

export const CALENDAR_2026: CalendarYear = {
  year: 2026,
  source: 'NSE holiday list 2026 as published by DNA India, investmentnewsdaily and niftytrader',
  holidays: [
    ['2026-01-15', 'Municipal corporation elections in Maharashtra'],
    ['2026-01-26', 'Republic Day'],
    ['2026-02-15', 'Mahashivratri'],
    ['2026-03-03', 'Holi'],
    ['2026-03-21', 'Id-Ul-Fitr'],
    ['2026-03-26', 'Shri Ram Navami'],
    ['2026-03-31', 'Shri Mahavir Jayanti'],
    ['2026-04-03', 'Good Friday'],
    ['2026-04-14', 'Dr. Baba Saheb Ambedkar Jayanti'],
    ['2026-05-01', 'Maharashtra Day'],
    ['2026-05-28', 'Bakri Id'],
    ['2026-06-26', 'Muharram'],
    ['2026-08-15', 'Independence Day'],
    ['2026-09-14', 'Ganesh Chaturthi'],
    ['2026-10-02', 'Mahatma Gandhi Jayanti'],
    ['2026-10-20', 'Dussehra'],
    ['2026-11-08', 'Diwali Laxmi Pujan (muhurat time not loaded)'],
    ['2026-11-10', 'Diwali Balipratipada'],
    ['2026-11-24', 'Guru Nanak Jayanti'],
    ['2026-12-25', 'Christmas'],
  ],
  specialSessions: [],
};
