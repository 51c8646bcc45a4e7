// The simulators' process: `npm run simulator`. Listens on HOST, loopback unless set; SIGTERM and SIGINT stop it at once.
import { loadConfig } from '../../platform/config.js';
import { createLogger } from '../../platform/logger.js';
import { createSimulator } from './simulator.js';

const config = loadConfig();
const logger = createLogger('simulator', config.logLevel);

try {
  const simulator = await createSimulator({ port: config.simulatorPort, host: config.host });
  logger.info({ url: simulator.url }, 'broker simulators are listening');
  const stop = (signal: string): void => {
    logger.info({ signal }, 'broker simulators are stopping');
    void simulator.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  logger.fatal(
    { err: error },
    taken
      ? `port ${config.simulatorPort} is in use: set SIMULATOR_PORT to another one`
      : 'broker simulators could not start',
  );
  process.exitCode = 1;
}
