// The drills' paper can be read, its commands are bash, and answers are compared as it says.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { differences } from '../../../dev/drills/compare.js';
import { drillsOf } from '../../../dev/drills/document.js';
import { runDrills } from '../../../dev/drills/run.js';
import { PROJECT_ROOT } from '../../../platform/paths.js';

const paper = readFileSync(join(PROJECT_ROOT, 'docs', 'integration-drills.md'), 'utf8');

describe('integration drills', function () {
  this.timeout(20_000);

  it('are ten, numbered, and each says what to expect', () => {
    const { setUp, drills } = drillsOf(paper);
    expect(setUp).to.have.length(1);
    expect(drills.map(({ title }) => Number.parseInt(title))).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const { title, steps } of drills)
      for (const step of steps) expect(step.expected, title).not.to.equal(undefined);
  });

  it('are bash that can be read', () => {
    const { setUp, drills } = drillsOf(paper);
    const script = [...setUp, ...drills.flatMap(({ steps }) => steps)].map((step) => step.commands).join('\n');
    expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' }).stderr).to.equal('');
  });

  it('compare statuses, headers, fields, and lists in order', () => {
    const output =
      'x: 1\nIdempotency-Replayed: true\n\n{"a":{"b":1,"c":null},"list":[{"n":1},{"n":2},{"n":3}]} HTTP 201\n';
    const ok = {
      status: 201,
      header: 'idempotency-replayed: true',
      body: { a: { b: '…' }, list: [{ n: 1 }, { n: 3 }] },
    };
    expect(differences(output, ok)).to.deep.equal([]);
    expect(differences(output, { ...ok, status: 200 })).to.deep.equal(['the status is 201, not 200']);
    expect(differences(output, { ...ok, header: 'Retry-After: 1' })).to.deep.equal(['there is no Retry-After: 1']);
    for (const body of [
      { a: { b: 2 } },
      { a: { c: '…' } },
      { d: '…' },
      { list: [{ n: 3 }, { n: 1 }] },
      { list: [{ n: 4 }] },
    ])
      expect(differences(output, { body }), JSON.stringify(body)).to.have.length(1);
    expect(differences('nothing', { body: {} })).to.deep.equal(['there is no answer']);
  });

  it('keep what a drill sets, go on after one that differs, and count it', async () => {
    const text = [
      '```bash\nX=1\n```',
      '## 1. First\n```bash\nY=2\necho "{\\"sum\\":$((X + Y))}"\n```\n```jsonc\n{ "sum": 3 }\n```',
      '## 2. Wrong\n```bash\necho "{\\"sum\\":$X} HTTP 200"\n```\n```jsonc\n// 201\n{ "sum": 1 }\n```',
      '## 3. Ends badly\n```bash\n(exit 3)\n```',
      '## 4. Last\n```bash\necho "{\\"y\\":$Y}"\n```\n```jsonc\n{ "y": 2 }\n```\n## Words\n```bash\nexit 1\n```',
    ].join('\n');
    const lines: string[] = [];
    expect(await runDrills(text, { PATH: process.env['PATH'] }, (line) => lines.push(line))).to.equal(2);
    const heads = lines.filter((line) => !line.startsWith(' ')).map((line) => line.replace(/ \(.*/, ''));
    expect(heads).to.deep.equal(['1. First … ok', '2. Wrong … FAILED', '3. Ends badly … FAILED', '4. Last … ok']);
    expect(lines.join('\n')).to.include('the status is 200, not 201').and.to.include('ended with 3');
  });
});
