// Every migration, oldest first.
import { Foundation1764000000000 } from './1764000000000-foundation.js';
import { SendSlots1764250000000 } from './1764250000000-send-slots.js';
import { Positions1764100000000 } from './1764100000000-positions.js';

export const MIGRATIONS = [Foundation1764000000000, Positions1764100000000, SendSlots1764250000000];
