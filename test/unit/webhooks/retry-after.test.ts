// Retry-After in its two forms, and in none.
import { expect } from 'chai';
import { retryAfterSeconds } from '../../../platform/retry-after.js';

const now = Date.parse('2026-11-24T04:00:00Z');
const cases: [string | undefined, number | undefined][] = [
  ['0', 0],
  ['120', 120],
  [' 5 ', 5],
  ['Tue, 24 Nov 2026 04:01:00 GMT', 60],
  ['Tue, 24 Nov 2026 03:00:00 GMT', 0],
  [undefined, undefined],
  ['', undefined],
  ['-3', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['99999999999999', undefined],
];

describe('retryAfterSeconds', () => {
  for (const [header, seconds] of cases)
    it(`${header ?? 'no header'}: ${seconds ?? 'nothing'}`, () =>
      expect(retryAfterSeconds(header, now)).to.equal(seconds));
});
