// Entry point: `node dist/db/migrate.js` migrates and seeds the configured database. Exit code 1 with one line on failure.
import { loadConfig } from '../platform/config.js';
import { migrateAndSeed } from './migrate-and-seed.js';

async function main(): Promise<void> {
  const config = loadConfig();
  await migrateAndSeed({
    databaseUrl: config.databaseUrl,
    production: config.production,
    pepper: config.apiKeyPepper,
    publicBaseUrl: config.publicBaseUrl,
    say: (line) => process.stdout.write(`${line}\n`),
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`migration failed: ${reasonOf(error)}\n`);
  process.exitCode = 1;
});

/** A refused connection has a code but may have no message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
