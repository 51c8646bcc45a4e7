// `npm run test:sdk:noren`: the brokers' own Python SDKs against the simulated Noren wire, and their order requests against the adapter's.
// Needs Python 3 with venv and a package index; keeps its environments in .cache/.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { modifyFields, placeFields } from '../../../brokers/noren/wire.js';
import { createSimulator } from '../../../brokers/simulator/simulator.js';
import { repositoryRoot } from '../../../dev/repository-root.js';

type Check = { what: string; passed: boolean; seen: string | null };
type Report = { checks: Check[]; sent: Record<string, Record<string, string | null>> };

const run = promisify(execFile);
const FOLDER = join(repositoryRoot, 'test/sdk/noren');
const SDKS = { NorenRestApiOAuth: 'requirements-oauth.txt', NorenRestApi: 'requirements-classic.txt' };
const INSTALL_TIMEOUT_MS = 5 * 60_000;
const SESSION_TIMEOUT_MS = 60_000;

const simulator = await createSimulator({ port: 0 });
let failed = 0;
let passed = 0;
try {
  for (const [sdk, requirements] of Object.entries(SDKS)) {
    console.log(`\n${sdk}`);
    for (const check of await session(sdk, requirements)) report(check);
  }
} finally {
  await simulator.close();
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function report({ what, passed: good, seen }: Check): void {
  if (good) passed += 1;
  else failed += 1;
  console.log(`  ${good ? '✔' : '✘'} ${what}${seen === null ? '' : `: ${seen}`}`);
}

async function session(sdk: string, requirements: string): Promise<Check[]> {
  const python = await environment(sdk, requirements);
  const script = [join(FOLDER, 'session.py'), `${simulator.url}/zebu-noren`, `SDK${sdk.length}`];
  const { stdout } = await run(python, script, { timeout: SESSION_TIMEOUT_MS });
  const { checks, sent } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Report;
  return [...checks, ...(Object.keys(sent).length > 0 ? sameRequests(sent) : [])];
}

/** What the adapter sends for the same order must be what the SDK sends; the SDK may send more. */
function sameRequests(sent: Report['sent']): Check[] {
  const { PlaceOrder: placed = {}, ModifyOrder: modified = {} } = sent;
  const of = (fields: Record<string, string | null>, name: string): string => fields[name] ?? '';
  const paise = (fields: Record<string, string | null>): number => Math.round(Number(fields['prc']) * 100);
  const tsym = decodeURIComponent(of(placed, 'tsym'));
  const order = {
    tag: of(placed, 'remarks'),
    tradingsymbol: tsym,
    instrumentKey: '',
    exchange: 'NFO',
    side: 'BUY',
    quantityUnits: Number(placed['qty']),
    limitPricePaise: paise(placed),
  } as const;
  const terms = { exch: 'NFO', tsym, qty: Number(modified['qty']) };
  const ours = {
    PlaceOrder: placeFields(of(placed, 'uid'), order),
    ModifyOrder: modifyFields(of(modified, 'uid'), of(modified, 'norenordno'), terms, paise(modified)),
  };
  return Object.entries(ours).map(([what, fields]) => {
    // The SDK leaves the validity of a changed order as it was.
    const different = Object.entries(fields).filter(
      ([name, value]) => sent[what]?.[name] !== value && !(what === 'ModifyOrder' && name === 'ret'),
    );
    const seen = different.length === 0 ? null : JSON.stringify({ ours: different, theirs: sent[what] });
    return { what: `${what}: the adapter's fields are the SDK's`, passed: seen === null, seen };
  });
}

/** The SDK's Python, installed once per content of the requirements. */
async function environment(sdk: string, requirements: string): Promise<string> {
  const files = ['requirements.txt', requirements].map((name) => join(FOLDER, name));
  const wanted = createHash('sha256');
  for (const file of files) wanted.update(await readFile(file));
  const folder = join(repositoryRoot, '.cache/sdk', `${sdk}-${wanted.digest('hex').slice(0, 12)}`);
  const python = join(folder, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));
  const ready = join(folder, 'installed');
  if (await exists(ready)) return python;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await run(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', folder]);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
  await run(python, [...install, '-r', join(FOLDER, requirements)], { timeout: INSTALL_TIMEOUT_MS });
  await writeFile(ready, '');
  return python;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
