// Failpoints: without effect unless they are live and a ticket lies ready; one ticket is one death.
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { repositoryRoot } from '../../../dev/repository-root.js';
import { enableFailpoints } from '../../../engine/failpoints.js';
import { temporaryFolder } from '../../support/resources.js';

const MODULE = pathToFileURL(join(repositoryRoot, 'dist', 'engine', 'failpoints.js')).href;

describe('failpoints', () => {
  /** Passes `after_intent` in a process of its own. */
  function pass(live: string[], folder: string) {
    const script = `
      const { enableFailpoints, failpoint } = await import(${JSON.stringify(MODULE)});
      enableFailpoints(${JSON.stringify(live)}, ${JSON.stringify(folder)});
      failpoint('after_intent');
      console.log('lives');`;
    return spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  }

  it('kill the process once per ticket', () => {
    const folder = temporaryFolder('failpoints');
    const ticket = join(folder, 'after_intent.1');
    writeFileSync(ticket, '');
    const struck = pass(['after_intent'], folder);
    expect(struck).to.include({ signal: 'SIGKILL', stdout: '' });
    expect(existsSync(ticket)).to.equal(false);
    expect(pass(['after_intent'], folder).stdout).to.equal('lives\n');
  });

  it('have no effect when they are not live, or when the ticket is another’s', () => {
    const folder = temporaryFolder('failpoints');
    writeFileSync(join(folder, 'after_intent.1'), '');
    expect(pass([], folder).stdout).to.equal('lives\n');
    const other = temporaryFolder('failpoints');
    writeFileSync(join(other, 'before_send.1'), '');
    expect(pass(['after_intent', 'before_send'], other).stdout).to.equal('lives\n');
  });

  it('are named: another name is refused', () => {
    expect(() => enableFailpoints(['after_lunch'], '/nowhere')).to.throw('after_lunch');
  });
});
