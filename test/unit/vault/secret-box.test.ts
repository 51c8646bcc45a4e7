// A sealed box opens in its place and nowhere else.
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { openBox, sealBox, type SecretPlace } from '../../../vault/secret-box.js';

const place: SecretPlace = { secretId: 's1', partnerId: 'p1', ownerId: 'acc_1', purpose: 'credentials', version: 1 };

describe('secret box', () => {
  const key = randomBytes(32);
  const salt = randomBytes(32);

  it('gives back any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(openBox(key, salt, place, sealBox(key, salt, place, text))).to.equal(text);
      }),
    );
  });

  const elsewhere: [string, SecretPlace][] = [
    ['secret', { ...place, secretId: 's2' }],
    ['partner', { ...place, partnerId: 'p2' }],
    ['owner', { ...place, ownerId: 'acc_2' }],
    ['purpose', { ...place, purpose: 'access_token' }],
    ['version', { ...place, version: 2 }],
    ['split of the names', { ...place, partnerId: 'p1","acc_1', ownerId: 'x' }],
  ];
  for (const [what, other] of elsewhere) {
    it(`stays closed for another ${what}`, () => {
      expect(openBox(key, salt, other, sealBox(key, salt, place, 'text'))).to.equal(undefined);
    });
  }

  it('stays closed with another data key or another salt', () => {
    const box = sealBox(key, salt, place, 'text');
    expect(openBox(randomBytes(32), salt, place, box)).to.equal(undefined);
    expect(openBox(key, randomBytes(32), place, box)).to.equal(undefined);
  });

  it('stays closed when any byte was changed, cut off or added', () => {
    const box = sealBox(key, salt, place, 'text');
    for (let at = 0; at < box.ciphertext.length; at += 1) {
      const ciphertext = Buffer.from(box.ciphertext);
      ciphertext[at] = (ciphertext[at] ?? 0) ^ 1;
      expect(openBox(key, salt, place, { ...box, ciphertext })).to.equal(undefined);
    }
    for (const ciphertext of [
      box.ciphertext.subarray(1),
      Buffer.alloc(0),
      Buffer.concat([box.ciphertext, Buffer.of(0)]),
    ])
      expect(openBox(key, salt, place, { ...box, ciphertext })).to.equal(undefined);
    expect(openBox(key, salt, place, { ...box, nonce: Buffer.alloc(0) })).to.equal(undefined);
  });

  it('never seals the same text to the same bytes', () => {
    const boxes = Array.from({ length: 20 }, () => sealBox(key, salt, place, 'text').ciphertext.toString('hex'));
    expect(new Set(boxes).size).to.equal(20);
  });
});
