#!/usr/bin/env node
// `quantleap …`: what operators do from a shell. Exit code 0: done; 1: refused, or something is missing; 2: wrong use.
import { Command } from 'commander';
import { addMarketCommands } from './market.js';
import { addBillingCommands } from './billing.js';
import { addIncidentCommands } from './incident.js';
import { addPartnerCommands } from './partner.js';

/** Wrong use: an unknown command, a bad option. */
const USAGE = 2;

async function main(): Promise<void> {
  const program = new Command('quantleap')
    .description(
      'Operates QuantLeap from a shell. The database is the configured one (DATABASE_URL, or POSTGRES_PORT).',
    )
    .showHelpAfterError()
    .exitOverride((exit) => process.exit(exit.exitCode === 0 ? 0 : USAGE));
  addMarketCommands(program);
  addBillingCommands(program);
  addIncidentCommands(program);
  addPartnerCommands(program);
  await program.parseAsync();
}

main().catch((error: unknown) => {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exitCode = 1;
});

/** A refused connection has a code but may have no message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
