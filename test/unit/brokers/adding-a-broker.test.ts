// What docs/adding-a-broker.md says about itself: how many lines a broker took, and that what it points at is there.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { repositoryRoot } from '../../../dev/repository-root.js';

describe('docs: adding a broker', () => {
  const read = (...path: string[]): string => readFileSync(join(repositoryRoot, ...path), 'utf8');
  const guide = read('docs', 'adding-a-broker.md');
  const linesIn = (folder: string[], wanted: RegExp): number =>
    readdirSync(join(repositoryRoot, ...folder))
      .filter((name) => wanted.test(name))
      .reduce((sum, name) => sum + read(...folder, name).split('\n').length - 1, 0);

  it('counts Kite’s lines, all together under 300', () => {
    const [, adapter, simulator] = /(\d+) lines of adapter and (\d+) lines of simulator/.exec(guide) ?? [];
    const counted = [linesIn(['brokers', 'kite'], /\.ts$/), linesIn(['brokers', 'simulator', 'wires'], /^kite.*\.ts$/)];
    expect([Number(adapter), Number(simulator)]).to.deep.equal(counted);
    expect(counted[0]! + counted[1]!).to.be.below(300);
  });

  it('points at files that are there', () => {
    const targets = [...guide.matchAll(/\]\((\.\.?\/)?([\w./-]+\.\w+)(#[\w-]+)?\)/g)];
    const missing = targets
      .map(([, up, path = '']) => join(up === '../' ? '' : 'docs', path))
      .filter((path) => !existsSync(join(repositoryRoot, path)));
    expect(targets).to.have.length.above(20);
    expect(missing).to.deep.equal([]);
  });
});
