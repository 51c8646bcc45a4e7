// `npm start`, `npm test` and `npm run check` begin here: checks Node, then installs and builds what is missing.
// This file and setup/node-version.mjs keep to syntax that old Nodes parse, so that their users see the sentence.
import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';
import { platformProblem, versionProblem } from './setup/node-version.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const required = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node;
const problem = platformProblem(process.platform) || versionProblem(process.versions.node, required);

if (problem) {
  console.error(problem);
  process.exitCode = 1;
} else {
  import('./setup/main.mjs')
    .then(function (main) {
      return main.setUp({ root: root, event: process.env.npm_lifecycle_event, env: process.env });
    })
    .catch(function (error) {
      console.error(error && error.name === 'SetupError' ? '\n' + error.message : error);
      process.exitCode = 1;
    });
}
