// Postgres refuses to run as root: then it runs as the system user `postgres`, who must be able to reach its folders.
import { execFileSync, spawnSync } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { StackError } from './stack-error.js';

export type Identity = Readonly<{ uid: number; gid: number }>;

/**
 * @returns the user to run Postgres as, created when missing; undefined when we are not root
 * @throws StackError when the user cannot be created
 */
export function postgresIdentity(): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return lookUp() ?? create();
}

/**
 * @param path - absolute; need not exist
 * @returns the outermost folder on the way to `path` that the user may not enter, or undefined
 */
export function closedFolder(path: string, identity: Identity): string | undefined {
  const folders: string[] = [];
  for (let folder = resolve(path); folder !== dirname(folder); folder = dirname(folder)) folders.unshift(folder);
  const script = 'for folder; do [ ! -e "$folder" ] || [ -x "$folder" ] || { printf %s "$folder"; exit; }; done';
  const result = spawnSync('/bin/sh', ['-c', script, 'sh', ...folders], { ...identity, cwd: '/', encoding: 'utf8' });
  return result.stdout || undefined;
}

/** @throws StackError that names the closed folder on the way to the data, and both cures */
export function requireReachable(dataPath: string, identity: Identity): void {
  const closed = closedFolder(dirname(dataPath), identity);
  if (closed === undefined) return;
  throw new StackError(
    `You are root, so Postgres runs as the user \`postgres\`, who cannot enter ${closed} on the way to ${dataPath}.\n` +
      `Either keep the data elsewhere:  DATA_DIR=/var/tmp/quantleap npm start\n` +
      `or open that folder:             chmod o+x ${closed}`,
  );
}

function lookUp(): Identity | undefined {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function create(): Identity {
  const ways = [
    ['useradd', '--system', '--user-group', '--no-create-home', 'postgres'],
    ['adduser', '-S', '-D', '-H', 'postgres'],
  ];
  for (const [command, ...args] of ways) {
    if (spawnSync(command as string, args, { stdio: 'ignore' }).status !== 0) continue;
    const identity = lookUp();
    if (identity) return identity;
  }
  throw new StackError(
    'You are root, and Postgres needs a user `postgres` to run as, which could not be created: create it, or run as another user.',
  );
}
