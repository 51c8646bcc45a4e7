// Angel One's wire under conformance.
import { liveSubject } from './live.js';

export const angel = liveSubject({
  name: 'angel (SmartAPI, simulated)',
  broker: 'angel',
  wire: 'angel',
  tokenParameter: 'auth_token',
  words: {
    unknownApiKey: /^Invalid API Key$/,
    noFunds: {
      seen: 'in_book',
      code: undefined,
      message: /due to Insufficient Funds\. Available margin: ₹[\d.]+, Required: ₹[\d.]+$/,
    },
    brokenRule: 'in_book',
  },
  unlisted: { tradingsymbol: 'NIFTY01JAN2099999CE', exchange: 'NFO', instrumentKey: '1' },
});
