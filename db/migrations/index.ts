// Every migration, oldest first.
import { Foundation1764000000000 } from './1764000000000-foundation.js';
import { Positions1764100000000 } from './1764100000000-positions.js';
import { LateOrders1764200000000 } from './1764200000000-late-orders.js';

export const MIGRATIONS = [Foundation1764000000000, Positions1764100000000, LateOrders1764200000000];
