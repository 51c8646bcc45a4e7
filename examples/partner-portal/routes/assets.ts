// The style sheet and the icon.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Router from '@koa/router';
import { repositoryRoot } from '../root.js';

const TYPES = { 'portal.css': 'text/css; charset=utf-8', 'icon.svg': 'image/svg+xml' } as const;

export function assetRoutes(router: Router): void {
  for (const [name, type] of Object.entries(TYPES))
    router.get(`/assets/${name}`, async (context) => {
      context.type = type;
      context.set('Cache-Control', 'public, max-age=300');
      context.body = await readFile(join(repositoryRoot, 'examples', 'partner-portal', 'assets', name));
    });
}
