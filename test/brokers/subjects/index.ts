// The wires under conformance. A further one is one file and one line here.
import { angel } from './angel.js';
import { paper } from './paper.js';
import type { Subject } from './subject.js';
import { zebu } from './zebu.js';

export const SUBJECTS: readonly Subject[] = [zebu, angel, paper('zebu'), paper('upstox')];
