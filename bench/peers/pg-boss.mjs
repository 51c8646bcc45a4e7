// The same job on pg-boss: one job per subscriber that may start at the instant. `node pg-boss.mjs <settings file>`
import { readFileSync } from 'node:fs';
import PgBoss from 'pg-boss';
import { placer, reportUse } from './place.mjs';

const QUEUE = 'entries';
/** The shortest that it allows. */
const POLL_EVERY_S = 0.5;

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { placements, instantMs, databaseUrl } = settings;
const { entry, close } = placer(placements);
const boss = new PgBoss({ connectionString: databaseUrl, schema: 'bench_pgboss' });
boss.on('error', (error) => {
  throw error;
});
await boss.start();
await boss.createQueue(QUEUE);
const startAfter = new Date(instantMs);
await boss.insert(placements.map((_legs, client) => ({ name: QUEUE, data: { client }, startAfter, retryLimit: 0 })));
if (Date.now() > instantMs - 500) throw new Error('the jobs were not queued before the instant');
let left = placements.length;
await new Promise((resolve, reject) => {
  const options = { batchSize: placements.length, pollingIntervalSeconds: POLL_EVERY_S };
  const work = async (jobs) => {
    await Promise.all(jobs.map(({ data }) => entry(data.client)));
    left -= jobs.length;
    if (left === 0) resolve();
  };
  boss.work(QUEUE, options, (jobs) => work(jobs).catch(reject)).catch(reject);
});
await boss.stop({ graceful: true });
await close();
reportUse();
process.exit(0);
