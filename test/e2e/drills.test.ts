// The integration drills, as docs/integration-drills.md has them, against all processes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { runDrills } from '../../dev/drills/run.js';
import { repositoryRoot } from '../../dev/repository-root.js';
import { angelTest } from '../api/support/http.js';
import { sharedStack } from '../support/shared-stack.js';

describe('the integration drills, with all processes', function () {
  this.timeout(240_000);

  it('go as the paper says', async () => {
    const { baseUrl } = await sharedStack();
    const markdown = readFileSync(join(repositoryRoot, 'docs', 'integration-drills.md'), 'utf8');
    const lines: string[] = [];
    // A partner whose sandbox no other suite uses at the same time.
    const env = { ...process.env, BASE: baseUrl, BROKER: 'angel', KEY: angelTest.publicKey, SECRET: angelTest.secret };
    expect(await runDrills(markdown, env, (line) => lines.push(line)), lines.join('\n')).to.equal(0);
    expect(lines).to.have.length(10);
  });
});
