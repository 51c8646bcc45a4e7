// The prebuilt workflow bundle: made by `npm run build`, shipped with the code, so that no worker bundles at start.
import { join } from 'node:path';
import { PROJECT_ROOT } from '../platform/paths.js';

export const WORKFLOW_BUNDLE = { codePath: join(PROJECT_ROOT, 'dist', 'workflow-bundle.js') };
