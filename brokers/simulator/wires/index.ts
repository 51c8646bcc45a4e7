// The wires that are simulated. A further one is one file and one line here.
import { angelWire } from './angel.js';
import { kiteWire } from './kite.js';
import { norenWire } from './noren.js';
import { upstoxWire } from './upstox.js';
import type { SimulatedWire } from './wire.js';
import { zebuWire } from './zebu.js';

export const WIRES: readonly SimulatedWire[] = [zebuWire, norenWire, angelWire, upstoxWire, kiteWire];
