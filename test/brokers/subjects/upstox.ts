// Upstox' wire under conformance.
import { liveSubject } from './live.js';

export const upstox = liveSubject({
  name: 'upstox (v2 and v3, simulated)',
  broker: 'upstox',
  wire: 'upstox',
  tokenParameter: 'code',
  words: {
    unknownApiKey: /^Check your 'client_id' and 'redirect_uri'/,
    noFunds: { seen: 'in_book', code: undefined, message: /^You need to add Rs\. [\d.]+ in your account/ },
    brokenRule: 'in_book',
  },
  unlisted: { tradingsymbol: 'NIFTY 99999 CE 01 JAN 20', exchange: 'NFO', instrumentKey: 'NSE_FO|1' },
});
