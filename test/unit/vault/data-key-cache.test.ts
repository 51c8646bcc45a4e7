// Plaintext data keys stay in memory within bounds, are unwrapped once at a time, and are wiped when they go.
import { expect } from 'chai';
import { DataKeyCache } from '../../../vault/data-key-cache.js';

describe('DataKeyCache', () => {
  let nowMs: number;
  let unwrapped: Buffer[];
  const unwrap = () => {
    const key = Buffer.alloc(32, 7);
    unwrapped.push(key);
    return Promise.resolve(key);
  };
  const firstByte = (key: Buffer) => key[0];
  const wiped = (key: Buffer | undefined) => key?.every((byte) => byte === 0);

  beforeEach(() => {
    nowMs = 0;
    unwrapped = [];
  });

  it('unwraps once for many users, even when they ask together', async () => {
    const cache = new DataKeyCache(() => nowMs);
    const bytes = await Promise.all(Array.from({ length: 50 }, () => cache.use('k', unwrap, firstByte)));
    expect(bytes).to.deep.equal(Array<number>(50).fill(7));
    expect(unwrapped).to.have.length(1);
  });

  it('unwraps again when the key is old, and wipes the old one', async () => {
    const cache = new DataKeyCache(() => nowMs, { maxAgeMs: 300_000 });
    await cache.use('k', unwrap, firstByte);
    nowMs = 299_999;
    await cache.use('k', unwrap, firstByte);
    expect(unwrapped).to.have.length(1);
    nowMs = 300_000;
    expect(await cache.use('k', unwrap, firstByte)).to.equal(7);
    expect(unwrapped).to.have.length(2);
    expect(wiped(unwrapped[0])).to.equal(true);
  });

  it('unwraps again after so many uses, also when many ask together, and hands out no wiped key', async () => {
    const cache = new DataKeyCache(() => nowMs, { maxUses: 3 });
    const bytes = await Promise.all(Array.from({ length: 10 }, () => cache.use('k', unwrap, firstByte)));
    expect(bytes).to.deep.equal(Array<number>(10).fill(7));
    expect(unwrapped).to.have.length(4);
  });

  it('holds so many keys and wipes the oldest', async () => {
    const cache = new DataKeyCache(() => nowMs, { maxKeys: 2 });
    for (const id of ['a', 'b', 'c']) await cache.use(id, unwrap, firstByte);
    expect(unwrapped.map(wiped)).to.deep.equal([true, false, false]);
    await cache.use('a', unwrap, firstByte);
    expect(unwrapped).to.have.length(4);
  });

  it('passes a failure on to everyone who waited and tries again for the next', async () => {
    const cache = new DataKeyCache(() => nowMs);
    const broken = () => Promise.reject(new Error('KMS is away'));
    const results = await Promise.allSettled([cache.use('k', broken, firstByte), cache.use('k', broken, firstByte)]);
    expect(results.map((r) => r.status)).to.deep.equal(['rejected', 'rejected']);
    expect(await cache.use('k', unwrap, firstByte)).to.equal(7);
  });
});
