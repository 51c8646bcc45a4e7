// The wires that are simulated. A further broker is one file and one line here.
import { angelWire } from './angel.js';
import type { SimulatedWire } from './wire.js';
import { zebuWire } from './zebu.js';

export const WIRES: readonly SimulatedWire[] = [zebuWire, angelWire];
