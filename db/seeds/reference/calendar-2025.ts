// NSE trading holidays of 2025 on weekdays, and the muhurat session. Sources: ndtvprofit, infinitycompliance (read Nov 2026).
import type { CalendarYear } from './types.js';

export const CALENDAR_2025: CalendarYear = {
  year: 2025,
  source: 'NSE holiday list 2025 as published by ndtvprofit and infinitycompliance',
  holidays: [
    ['2025-02-26', 'Mahashivratri'],
    ['2025-03-14', 'Holi'],
    ['2025-03-31', 'Id-Ul-Fitr'],
    ['2025-04-10', 'Shri Mahavir Jayanti'],
    ['2025-04-14', 'Dr. Baba Saheb Ambedkar Jayanti'],
    ['2025-04-18', 'Good Friday'],
    ['2025-05-01', 'Maharashtra Day'],
    ['2025-08-15', 'Independence Day'],
    ['2025-08-27', 'Ganesh Chaturthi'],
    ['2025-10-02', 'Mahatma Gandhi Jayanti'],
    ['2025-10-21', 'Diwali Laxmi Pujan'],
    ['2025-10-22', 'Diwali Balipratipada'],
    ['2025-11-05', 'Guru Nanak Jayanti'],
    ['2025-12-25', 'Christmas'],
  ],
  specialSessions: [{ day: '2025-10-21', name: 'Muhurat trading', opens: '13:45', closes: '14:45' }],
};
