// The data folder of one stack: what lies where, and what `--reset` may delete.
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeAtomically } from './write-atomically.js';

/** Everything the stack itself puts into the folder; nothing else is ever deleted. */
const own = /^(postgres(\.initialising)?|temporal\.db(-wal|-shm|-journal)?|logs|keys|demo-played|processes\.json)$/;

export class DataFolder {
  readonly path: string;
  readonly logs: string;
  readonly postgres: string;
  readonly temporalDatabase: string;
  readonly processes: string;
  readonly lock: string;
  readonly demoPlayed: string;
  readonly #keys: string;

  /** @param dataDir - DATA_DIR, relative to the working directory; created with the rest when missing */
  constructor(dataDir: string) {
    this.path = resolve(dataDir);
    this.logs = join(this.path, 'logs');
    this.postgres = join(this.path, 'postgres');
    this.temporalDatabase = join(this.path, 'temporal.db');
    this.processes = join(this.path, 'processes.json');
    this.lock = join(this.path, 'supervisor.lock');
    this.demoPlayed = join(this.path, 'demo-played');
    this.#keys = join(this.path, 'keys');
    if (existsSync(this.path)) return;
    mkdirSync(this.path, { recursive: true });
    // Whatever the umask says: Postgres may run as another user and must get through to its own folder.
    chmodSync(this.path, 0o755);
  }

  /** Deletes the stack's data. To be called with the lock held and nothing running. */
  reset(): void {
    for (const name of readdirSync(this.path).filter((entry) => own.test(entry)))
      rmSync(join(this.path, name), { recursive: true, force: true });
  }

  /** Creates the sub-folders. `keys` is for the owner's eyes only. */
  prepare(): void {
    mkdirSync(this.logs, { recursive: true });
    mkdirSync(this.#keys, { recursive: true, mode: 0o700 });
    chmodSync(this.#keys, 0o700);
  }

  /** The key of the keyed hash of partner secrets: made up once, then kept, or no partner could log in again. */
  apiKeyPepper(): string {
    const file = join(this.#keys, 'api-key-pepper');
    if (!existsSync(file)) writeAtomically(file, randomBytes(32).toString('base64url'), 0o600);
    return readFileSync(file, 'utf8');
  }
}
