// Bundles the workflows once per build, so that no worker spends its start on webpack.
// From the TypeScript sources: a stack trace in the Temporal UI then names the file that people edit.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupError } from './setup-error.mjs';

/**
 * @param {string} root
 * @param {string} entry - the module that exports every workflow, relative to the root
 * @param {string} bundleFile - where the bundle is written
 * @throws {SetupError} when the workflows import something that may not run inside a workflow
 */
export async function bundleWorkflows(root, entry, bundleFile) {
  const interceptors = join(root, 'workflows', 'interceptors.ts');
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  try {
    const { code } = await bundleWorkflowCode({
      workflowsPath: join(root, entry),
      workflowInterceptorModules: existsSync(interceptors) ? [interceptors] : [],
      logger: new DefaultLogger('WARN'),
    });
    mkdirSync(dirname(bundleFile), { recursive: true });
    writeFileSync(bundleFile, code);
  } catch (error) {
    throw new SetupError(`The workflows could not be bundled: ${error.message}`);
  }
}
