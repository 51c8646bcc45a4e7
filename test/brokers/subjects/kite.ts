// Zerodha's Kite Connect under conformance.
import { liveSubject } from './live.js';

export const kite = liveSubject({
  name: 'kite (Kite Connect 3, simulated)',
  broker: 'kite',
  wire: 'kite',
  tokenParameter: 'request_token',
  words: {
    unknownApiKey: /^Invalid `api_key`\.$/,
    noFunds: {
      seen: 'at_placement',
      code: 'MarginException',
      message: /^Insufficient funds\. Required margin is [\d.]+ but available margin is [\d.]+\.$/,
    },
    brokenRule: 'at_placement',
  },
  unlisted: { tradingsymbol: 'NIFTY20JAN99999CE', exchange: 'NFO', instrumentKey: 'NIFTY20JAN99999CE' },
});
