// Zebu's connect wire under conformance.
import { liveSubject } from './live.js';

export const zebu = liveSubject({
  name: 'zebu (connect wire, simulated)',
  broker: 'zebu',
  wire: 'zebu',
  tokenParameter: 'request_token',
  words: {
    unknownApiKey: /^Invalid api_key$/,
    noFunds: { seen: 'at_placement', code: 'AB-1003', message: /^Available margin: ₹[\d.]+, Required: ₹[\d.]+$/ },
    brokenRule: 'at_placement',
  },
  unlisted: { tradingsymbol: 'NIFTY01JAN2099999CE', exchange: 'NFO', instrumentKey: 'NIFTY01JAN2099999CE' },
});
