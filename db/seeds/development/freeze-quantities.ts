// Freeze quantities of the development stack after the last that is known of the real exchange: what the simulated one applies.
import type { MarketRow } from '../../../domain/market-row.js';
import { UNDERLYINGS } from '../../../domain/option-contract.js';
import { freezeUnitsOf } from '../../../domain/contract-sizes.js';
import { FREEZES_KNOWN_UNTIL } from '../../../domain/reference-data/freeze-quantities.js';
import { addDays } from '../../../domain/trading-time.js';

const FROM = addDays(FREEZES_KNOWN_UNTIL, 1);

export const SIMULATED_FREEZES: readonly MarketRow[] = UNDERLYINGS.map((underlying) => ({
  kind: 'freeze',
  underlying,
  from: FROM,
  units: freezeUnitsOf(underlying, FROM),
  source: 'development: what the simulated exchange applies',
}));
