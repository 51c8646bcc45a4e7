// Many requests become few batches, each caller gets its own answer, and a batch that fails takes no other with it.
import { expect } from 'chai';
import { Batcher } from '../../../engine/batcher.js';

const BOUNDS = { waitMs: 1, most: 3, atOnce: 2 };

describe('batcher', () => {
  it('answers each request with its own answer, in batches of bounded size', async () => {
    const sizes: number[] = [];
    const batcher = new Batcher<number, number>((batch) => {
      sizes.push(batch.length);
      return Promise.resolve(batch.map((n) => n * 10));
    }, BOUNDS);
    const answers = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((n) => batcher.add(n)));
    expect(answers).to.deep.equal([10, 20, 30, 40, 50, 60, 70]);
    expect(sizes).to.deep.equal([3, 3, 1]);
  });

  it('gathers what comes while as many batches as may be are under way', async () => {
    const begun: (readonly number[])[] = [];
    const ends: (() => void)[] = [];
    const batcher = new Batcher<number, number>(async (batch) => {
      begun.push(batch);
      await new Promise<void>((resolve) => ends.push(resolve));
      return batch;
    }, BOUNDS);
    const early = [1, 2, 3, 4, 5, 6].map((n) => batcher.add(n));
    const late = [7, 8].map((n) => batcher.add(n));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(begun).to.deep.equal([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    ends[0]?.();
    await Promise.all(early.slice(0, 3));
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun[2]).to.deep.equal([7, 8]);
    ends.slice(1).forEach((end) => end());
    await Promise.all([...early, ...late]);
  });

  it('fails the requests of a failed batch and of no other', async () => {
    const batcher = new Batcher<number, number>(
      (batch) => (batch.includes(2) ? Promise.reject(new Error('no database')) : Promise.resolve(batch)),
      { ...BOUNDS, most: 2 },
    );
    const results = await Promise.allSettled([1, 2, 3].map((n) => batcher.add(n)));
    expect(results.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'fulfilled']);
    expect(await batcher.add(4)).to.equal(4);
  });
});
