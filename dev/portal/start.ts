// `npm run portal`: the sample partner's portal, beside a development stack that runs.
import { startPortal } from '../../examples/partner-portal/portal.js';
import { QuantLeapError } from '../../examples/partner-portal/core/quantleap.js';
import { ConfigError, loadConfig } from '../../platform/config.js';
import { DataFolder } from '../supervisor/data-folder.js';
import { answers } from '../supervisor/readiness.js';
import { StackError } from '../supervisor/stack-error.js';
import { registerSamplePartner } from './sample-partner.js';

const PARTNER_ID = 'sample';
/** Long enough to look at an open position and to close it by a pause. */
const EXIT_AFTER_S = 60;
const DEFAULT_PORT = 8100;
const USERS = [
  { email: 'asha@sample.example', name: 'Asha Rao' },
  { email: 'vikram@sample.example', name: 'Vikram Mehta' },
  { email: 'meera@sample.example', name: 'Meera Iyer' },
];

async function main(): Promise<void> {
  const config = loadConfig();
  if (config.production) throw new StackError('The sample portal is for a development stack: unset NODE_ENV.');
  const baseUrl = `http://127.0.0.1:${config.port}`;
  if (!(await answers(`${baseUrl}/readyz`)))
    throw new StackError(
      `No stack is ready at ${baseUrl}. Run \`npm start\` first, in another terminal, with the same PORT, POSTGRES_PORT and DATA_DIR.`,
    );
  const port = portOf(process.env['PORTAL_PORT']);
  const url = `http://127.0.0.1:${port}`;
  const apiKeyPepper = process.env['API_KEY_PEPPER'] ?? new DataFolder(config.dataDir).apiKeyPepper();
  const key = await registerSamplePartner({ url: config.databaseUrl, apiKeyPepper }, { id: PARTNER_ID, url });
  const portal = await startPortal({
    quantleap: { baseUrl, ...key },
    broker: { name: 'zebu', title: 'Zebu' },
    sandbox: true,
    host: '127.0.0.1',
    port,
    url,
    loginOrigins: [new URL(config.publicBaseUrl).origin],
    users: USERS,
    enterNow: { exitAfterS: EXIT_AFTER_S },
    log: (line) => console.error(line),
  });
  console.log(`The sample partner's portal: ${portal.url}\nIt uses a sandbox key of its own. Ctrl-C stops it.`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void portal.close();
    });
}

function portOf(text: string | undefined): number {
  const port = Number(text || DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new StackError('PORTAL_PORT: must be a port, 1 to 65535');
  return port;
}

main().catch((error: unknown) => {
  console.error(explained(error));
  process.exitCode = 1;
});

function explained(error: unknown): unknown {
  if (error instanceof StackError || error instanceof ConfigError) return error.message;
  if (error instanceof QuantLeapError && error.code === 'invalid_partner_keys')
    return 'The stack does not take the key that was made for the portal: give it the same DATA_DIR (and API_KEY_PEPPER) as `npm start`.';
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return 'The port of the portal is taken: set PORTAL_PORT to another one.';
  return error;
}
