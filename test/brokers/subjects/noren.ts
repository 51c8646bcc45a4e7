// Zebu's Noren wire under conformance.
import { liveSubject } from './live.js';

export const noren = liveSubject({
  name: 'zebu-noren (simulated)',
  broker: 'zebu',
  wire: 'zebu-noren',
  tokenParameter: 'code',
  words: {
    unknownApiKey: /^Invalid client_id$/,
    // The risk check comes after acceptance.
    noFunds: { seen: 'in_book', code: 'RED', message: /^RED:Margin Shortfall:INR [\d.]+ Available:INR [\d.]+ for C-/ },
    brokenRule: 'at_placement',
  },
  unlisted: { tradingsymbol: 'NIFTY01JAN20C99999', exchange: 'NFO', instrumentKey: '1' },
});
