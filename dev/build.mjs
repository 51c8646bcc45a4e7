// Compiles the sources to dist/ and bundles the workflows; does nothing when neither has changed since the last time.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflows } from './setup/bundle.mjs';
import { compile } from './setup/compile.mjs';
import { fingerprintOf, sourceFiles, workflowFiles } from './setup/sources.mjs';

const workflowsEntry = 'workflows/index.ts';

/**
 * @param {{ root: string, say: (line: string) => void }} options
 * @throws {SetupError} when the sources do not compile or the workflows cannot be bundled
 */
export async function build({ root, say }) {
  const stampFile = join(root, 'dist', '.build.json');
  const sources = sourceFiles(root);
  const wanted = { sources: fingerprintOf(root, sources), workflows: fingerprintOf(root, workflowFiles(sources)) };
  const done = readStamp(stampFile);
  const bundleFile = join(root, 'dist', 'workflow-bundle.js');
  const isBundled = wanted.workflows === done.workflows && existsSync(bundleFile);
  const needsBundle = existsSync(join(root, workflowsEntry)) && !isBundled;
  if (wanted.sources === done.sources && !needsBundle) return;
  say('Building');
  await Promise.all([
    wanted.sources === done.sources ? undefined : compile(root, sources),
    needsBundle ? bundleWorkflows(root, workflowsEntry, bundleFile) : undefined,
  ]);
  writeFileSync(stampFile, JSON.stringify(wanted));
}

function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  build({ root: join(dirname(fileURLToPath(import.meta.url)), '..'), say: (line) => console.log(line) }).catch(
    (error) => {
      console.error(error?.name === 'SetupError' ? `\n${error.message}` : error);
      process.exitCode = 1;
    },
  );
