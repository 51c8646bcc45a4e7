// The same orders by the naive fan-out, in the same stack and the same run of the bench.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { resolveLeg, type LegSpec } from '../../domain/option-contract.js';
import { listedOptions } from '../../domain/simulated-listing.js';
import { quoteOf, spotPaise } from '../../domain/simulated-market.js';
import { marketableLimit } from '../../domain/limit-price.js';
import { tradingDayOf } from '../../domain/trading-time.js';
import type { Stack } from '../../test/support/stack.js';
import { NAIVE_QUEUE, type NaiveSettings } from '../naive/worker.js';
import { latenessOf, recordOf, type Spread } from './measure.js';
import { createSessions } from './subscribers.js';

/** @returns lateness of the BUY orders, as for the engine's first wave */
export async function measureNaive(stack: Stack, subscribers: number): Promise<Spread> {
  const prefix = `N${subscribers}x`;
  const sessions = await createSessions(stack.simulatorUrl, subscribers, prefix);
  const settingsFile = join(stack.dataDir, 'naive.json');
  const settings: NaiveSettings = { ordersUrl: `${stack.simulatorUrl}/zebu/api/v1/orders`, sessions, legs: legs() };
  writeFileSync(settingsFile, JSON.stringify(settings), { mode: 0o600 });
  const worker = spawn(
    process.execPath,
    [join(import.meta.dirname, '..', 'naive', 'worker.js'), stack.temporalAddress, settingsFile],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(worker.stdout, 'data');
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const client = new Client({ connection });
  const instantMs = Math.ceil((Date.now() + 2_000) / 1_000) * 1_000;
  await sleep(instantMs - Date.now());
  await client.workflow.execute('naiveRun', {
    taskQueue: NAIVE_QUEUE,
    workflowId: `naive-${subscribers}-${instantMs}`,
    args: [subscribers],
  });
  await connection.close();
  worker.kill('SIGTERM');
  await once(worker, 'exit');
  const record = await recordOf(stack.simulatorUrl, prefix);
  return latenessOf(
    record.filter((o) => o.side === 'BUY'),
    instantMs,
  );
}

function legs(): NaiveSettings['legs'] {
  const now = Date.now();
  const day = tradingDayOf(now);
  const spec = (side: 'BUY' | 'SELL', optionType: 'CE' | 'PE', strikeOffset: number): LegSpec => ({
    side,
    optionType,
    strikeOffset,
    expiry: 'nearest',
    lots: 1,
  });
  return [spec('BUY', 'CE', 6), spec('BUY', 'PE', -6), spec('SELL', 'CE', 2), spec('SELL', 'PE', -2)].map((leg) => {
    const option = resolveLeg(leg, listedOptions('NIFTY', day), spotPaise('NIFTY', now), day);
    if (!option) throw new Error('the simulated market lists no such option');
    const price = marketableLimit(leg.side, quoteOf(option, now), option.tickPaise) / 100;
    return { tradingsymbol: option.tradingsymbol, side: leg.side, quantity: option.lotUnits, price };
  });
}
