// Paced reads: as often as the broker allows, never an answer older than the question.
import { expect } from 'chai';
import { PacedReads } from '../../../brokers/paced-reads.js';
import { failureOf } from '../../brokers/harness.js';

const EVERY_MS = 60;
/** Timers may be a millisecond early by the other clock. */
const SLACK_MS = 2;

describe('brokers: paced reads', () => {
  it('starts the first at once, and the next that long after the former’s answer, shared by all who wait', async () => {
    const paced = new PacedReads();
    const [started, answered]: [number[], number[]] = [[], []];
    const read = () =>
      paced.shared('client', EVERY_MS, async () => {
        const n = started.push(performance.now());
        await new Promise((resolve) => setTimeout(resolve, 20));
        answered.push(performance.now());
        return n;
      });
    const first = read();
    // The first has left by now: who asks from here on gets a later one.
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await Promise.all([first, read(), read(), read()])).to.deep.equal([1, 2, 2, 2]);
    expect(started[1]! - answered[0]!).to.be.at.least(EVERY_MS - SLACK_MS);
  });

  it('waits for nobody else’s turn, and goes on after a failure', async () => {
    const paced = new PacedReads();
    const failed = paced.shared('one', EVERY_MS, () => Promise.reject(new Error('broken')));
    expect(await paced.shared('other', EVERY_MS, () => Promise.resolve('other'))).to.equal('other');
    expect(await failureOf(failed))
      .to.be.an('error')
      .with.property('message', 'broken');
    expect(await paced.shared('one', EVERY_MS, () => Promise.resolve('again'))).to.equal('again');
  });

  it('does not wait for a read that hangs longer than twice its turn', async () => {
    const paced = new PacedReads();
    void paced.shared('client', EVERY_MS, () => new Promise(() => undefined));
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(await paced.shared('client', EVERY_MS, () => Promise.resolve('later'))).to.equal('later');
  });

  it('gives each its own answer, one after the other, where answers differ', async () => {
    const paced = new PacedReads();
    const order: number[] = [];
    const ask = (n: number) => paced.next('client', 5, () => Promise.resolve(order.push(n)));
    await Promise.all([ask(1), ask(2), ask(3)]);
    expect(order).to.deep.equal([1, 2, 3]);
  });
});
