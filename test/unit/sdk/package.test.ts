// The package as it is published: built, and taken in by an ECMAScript module, a CommonJS file and the type-checker.
import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../../../platform/paths.js';

const run = promisify(execFile);

const TYPED = `import { QuantLeap, type PartnerEvent } from '@quantleap/sdk';
const client = new QuantLeap({ baseUrl: '', publicKey: '', secret: '' });
export async function typed() {
  const { templates } = await client.get('/partner/marketplace/templates');
  const name: string = templates[0]!.name;
  for await (const subscription of client.pages('/partner/subscriptions', { status: 'ACTIVE' })) {
    const id: string = subscription.subscription_id;
    await client.delete('/partner/subscriptions/{subscription_id}', { params: { path: { subscription_id: id } } });
  }
  const made = await client.post('/partner/marketplace/subscribe', {
    body: { user_email: 'a@example.com', template_id: name, broker_client_id: 'C1' },
  });
  const subscriptionId: string = made.subscription_id;
  // @ts-expect-error a body is needed
  await client.post('/partner/marketplace/subscribe');
  // @ts-expect-error there is no such endpoint
  await client.get('/partner/nothing');
  // @ts-expect-error not a list
  client.pages('/partner/marketplace/subscribe');
  const event = {} as PartnerEvent;
  const text: string = event.event_id;
  return [subscriptionId, text];
}
`;

async function outputOfTsc(folder: string): Promise<void> {
  const tsc = join(PROJECT_ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch(
    (error: unknown) => error as { stdout: string },
  );
  expect(stdout).to.equal('');
}

describe('the SDK package', function () {
  this.timeout(120_000);
  let folder: string;

  before(async () => {
    // Beside the dependencies, so that they are found as in a partner's project.
    folder = mkdtempSync(join(PROJECT_ROOT, 'dist', 'sdk-package-'));
    const scope = join(folder, 'node_modules', '@quantleap');
    await run('mkdir', ['-p', scope]);
    await run(process.execPath, [join(PROJECT_ROOT, 'packages', 'sdk', 'build.mjs')]);
    symlinkSync(join(PROJECT_ROOT, 'packages', 'sdk'), join(scope, 'sdk'), 'dir');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const outputOf = async (file: string, code: string): Promise<string> => {
    writeFileSync(join(folder, file), code);
    return (await run(process.execPath, [join(folder, file)])).stdout.trim();
  };

  it('can be imported', async () => {
    const code = `import { QuantLeap, verifyWebhook } from '@quantleap/sdk'; console.log(typeof QuantLeap, typeof verifyWebhook);`;
    expect(await outputOf('module.mjs', code)).to.equal('function function');
  });

  it('can be required', async () => {
    const code = `const { QuantLeap, verifyWebhook } = require('@quantleap/sdk'); console.log(typeof QuantLeap, typeof verifyWebhook);`;
    expect(await outputOf('common.cjs', code)).to.equal('function function');
  });

  for (const [extension, kind] of [
    ['mts', 'an ECMAScript module'],
    ['cts', 'a CommonJS file'],
  ] as const)
    it(`types ${kind}`, async () => {
      const file = `typed.${extension}`;
      writeFileSync(join(folder, file), TYPED);
      const compilerOptions = {
        noEmit: true,
        strict: true,
        skipLibCheck: true,
        types: ['node'],
        target: 'es2022',
        module: 'nodenext',
      };
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [file] }));
      await outputOfTsc(folder);
    });
});
