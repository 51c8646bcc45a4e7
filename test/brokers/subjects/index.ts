// The wires under conformance. A further one is one file and one line here.
import { noren } from './noren.js';
import { angel } from './angel.js';
import { kite } from './kite.js';
import { paper } from './paper.js';
import type { Subject } from './subject.js';
import { upstox } from './upstox.js';
import { zebu } from './zebu.js';

export const SUBJECTS: readonly Subject[] = [zebu, noren, angel, upstox, kite, paper('zebu'), paper('upstox')];
