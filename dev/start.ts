// `npm start`: reads the flags, brings the development stack up and stays until it is told to stop.
import { Command } from 'commander';
import { ConfigError, loadConfig } from '../platform/config.js';
import { LiveList } from './supervisor/live-list.js';
import { onEndOfNpm, onStopSignals } from './supervisor/signals.js';
import { Stack, type StackOptions } from './supervisor/stack.js';
import { StackError } from './supervisor/stack-error.js';

const startedAt = Date.now();

async function main(): Promise<void> {
  // A reader that has gone (a closed terminal, `| head`) must not take the stack down.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const options = parseOptions();
  const config = loadConfig();
  if (config.production)
    throw new StackError(
      '`npm start` is the development stack: unset NODE_ENV, or see docker-compose.yml for production.',
    );
  const coloured = process.stdout.isTTY === true && !process.env['NO_COLOR'];
  const list = new LiveList(process.stdout, coloured);
  const stack = new Stack(config, process.env, options, list);
  const leave = async (code: number) => {
    await stack.stop();
    list.close();
    process.exit(code);
  };
  let stopping = false;
  const stop = (why: string) => {
    if (stopping) return;
    stopping = true;
    list.out(`${why}: stopping everything. A further Ctrl-C kills it.`);
    void leave(0);
  };
  const force = () => {
    stack.kill();
    process.exit(1);
  };
  onStopSignals((signal) => stop(signal === 'SIGINT' ? 'Ctrl-C' : signal), force);
  onEndOfNpm(() => stop('npm has ended'), process.env);
  try {
    await stack.start(startedAt);
  } catch (error) {
    list.close();
    explain(error);
    await leave(1);
  }
}

function parseOptions(): StackOptions {
  const command = new Command('npm start --')
    .description('Starts the whole of QuantLeap on this machine.')
    .option('--no-demo', 'do not play the demo day')
    .option('--reset', 'delete the data of the data folder first', false)
    .parse();
  return command.opts<StackOptions>();
}

function explain(error: unknown): void {
  const expected = error instanceof StackError || error instanceof ConfigError;
  console.error(expected ? `\n${error.message}` : error);
}

main().catch((error: unknown) => {
  explain(error);
  process.exitCode = 1;
});
