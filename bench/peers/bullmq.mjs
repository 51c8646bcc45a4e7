// The same job on BullMQ: one delayed job per subscriber, due at the instant. `node bullmq.mjs <settings file>`
import { readFileSync } from 'node:fs';
import { Queue, Worker } from 'bullmq';
import { placer, reportUse } from './place.mjs';

const QUEUE = 'entries';
const MOST_AT_ONCE = 2_000;

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { placements, instantMs, redisPort } = settings;
const connection = { host: '127.0.0.1', port: redisPort, maxRetriesPerRequest: null };
const { entry, close } = placer(placements);
const queue = new Queue(QUEUE, { connection });
const jobs = placements.map((_legs, client) => ({
  name: 'entry',
  data: { client },
  opts: { delay: instantMs - Date.now(), removeOnComplete: true, attempts: 1 },
}));
await queue.addBulk(jobs);
if (Date.now() > instantMs - 500) throw new Error('the jobs were not queued before the instant');
let left = placements.length;
await new Promise((resolve, reject) => {
  const worker = new Worker(QUEUE, ({ data }) => entry(data.client), { connection, concurrency: MOST_AT_ONCE });
  worker.on('failed', (_job, error) => reject(error));
  worker.on('completed', () => {
    left -= 1;
    if (left === 0) resolve(worker.close());
  });
});
await queue.close();
await close();
reportUse();
process.exit(0);
