// npm run drill:broker [-- --orders 50] [--wire zebu|…|all] [--only kind,kind]: every way in which the broker can misbehave, on 50 orders each:
// half of them lone orders of the test strategy, half one leg (each in turn) of an iron condor. A table; a non-zero code for a broken promise.
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import Table from 'cli-table3';
import type { WireName } from '../../domain/broker-wires.js';
import { stopAll } from '../../test/support/resources.js';
import type { StartedRun } from '../../test/support/trading-floor.js';
import { createSubscribers, logInAgain } from '../support/subscribers.js';
import { wiresChosen } from '../support/wires.js';
import { BROKER_CASES, type BrokerCase } from './broker-cases.js';
import { startDrillStack, type DrillStack } from './drill-stack.js';
import { allEnd, allResolved, staysQuiet } from './endings.js';
import { judge, type Judgement } from './judge.js';

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '50' },
    wire: { type: 'string', default: 'zebu' },
    only: { type: 'string' },
  },
});
const struck = Number(values.orders);
const wanted = values.only?.split(',');
const cases = BROKER_CASES.filter(({ name }) => wanted === undefined || wanted.some((w) => name.startsWith(w)));

const STRATEGIES = [
  { of: 'basket_admin_test_strategy', legs: 1, subscribers: Math.ceil(struck / 2) },
  { of: 'basket_admin_iron_condor', legs: 4, subscribers: Math.floor(struck / 2) },
] as const;
const AHEAD_MS = 8_000;
const ENDS_WITHIN_MS = 420_000;
const RESOLVED_WITHIN_MS = 240_000;

type Played = { one: BrokerCase; prefix: string; runs: StartedRun[] };

for (const wire of wiresChosen(values.wire)) {
  console.log(`drill:broker --wire ${wire}: ${cases.length} kinds × ${struck} struck orders`);
  try {
    await misbehave(wire);
  } finally {
    await stopAll();
  }
}

async function misbehave(wire: WireName): Promise<void> {
  const drill = await startDrillStack(1, {}, wire);
  const played: Played[] = [];
  for (const [index, one] of cases.entries()) played.push(await play(drill, one, `FAULT${letters(index)}X`));
  const runs = played.flatMap((p) => p.runs);
  const unfinished = await allEnd(drill.floor, runs, ENDS_WITHIN_MS);
  const late = played.filter(({ one }) => one.appearsLate).flatMap((p) => p.runs);
  const unresolved = await allResolved(drill.floor, late, RESOLVED_WITHIN_MS);
  const quiet = await staysQuiet(drill.floor);
  const table = new Table({
    head: ['fault', 'struck', 'orders', 'outcomes', 'duplicated', 'lost', 'broken', 'unknown'],
  });
  const judged: Judgement[] = [];
  for (const { one, prefix, runs: own } of played) {
    const judgement = await judge(drill.floor, own, prefix);
    judged.push(judgement);
    table.push(row(one, judgement));
  }
  console.log(table.toString());
  conclude(wire, judged, unfinished + unresolved, quiet);
}

/** Two runs at one instant, each subscriber struck once. */
async function play({ stack, floor, wire }: DrillStack, one: BrokerCase, prefix: string): Promise<Played> {
  for (const [index, strategy] of STRATEGIES.entries()) {
    const own = `${prefix}${strategy.legs}S`;
    await floor.copyTemplate(templateOf(prefix, strategy.legs), strategy.of);
    await createSubscribers(stack, wire, strategy.subscribers, templateOf(prefix, strategy.legs), own);
    for (let n = 0; n < strategy.subscribers; n += 1)
      await floor.sim('faults', { ...one.faultOf(index + n), skip: n % strategy.legs, client_id: `${own}${n}` });
  }
  const runs: StartedRun[] = [];
  for (const { legs } of STRATEGIES) runs.push(await floor.startRun(templateOf(prefix, legs), AHEAD_MS));
  console.log(`${one.name}: entries at ${new Date(runs[0]?.entryAtMs ?? 0).toISOString()}`);
  if (one.logInAgainAfterS !== undefined) {
    await sleep((runs.at(-1)?.entryAtMs ?? 0) + one.logInAgainAfterS * 1_000 - Date.now());
    await logInAgain(stack, wire, prefix);
  }
  return { one, prefix, runs };
}

function row({ name }: BrokerCase, judgement: Judgement): (string | number)[] {
  const { orders, outcomes, duplicated, lost, broken, unknown } = judgement;
  const ended = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  return [name, struck, orders, ended.join(', '), duplicated.length, lost.length, broken.length, unknown.length];
}

function conclude(wire: WireName, judged: readonly Judgement[], unfinished: number, quiet: boolean): void {
  const all = (of: (one: Judgement) => readonly string[]) => judged.flatMap(of);
  const duplicated = all((j) => j.duplicated);
  const lost = all((j) => j.lost);
  const unknown = judged.flatMap((j) => j.unknown);
  const unresolved = unknown.filter(({ resolved }) => !resolved);
  const problems = [...duplicated, ...lost, ...all((j) => j.broken), ...unresolved.map(({ told }) => told)];
  for (const problem of problems.slice(0, 60)) console.log(`  ${problem}`);
  if (unfinished > 0) console.log(`  ${unfinished} executions have not ended, or not found their late orders`);
  if (!quiet) console.log('  orders reached the broker after every execution had ended');
  const orders = judged.reduce((sum, j) => sum + j.orders, 0);
  console.log(
    `${wire}: ${orders} orders, ${judged.length * struck} struck: ${duplicated.length} duplicated, ${lost.length} lost, ` +
      `${unknown.length} unknown (${unresolved.length === 0 ? 'all resolved' : `${unresolved.length} NOT resolved`})`,
  );
  if (problems.length > 0 || unfinished > 0 || !quiet) process.exitCode = 1;
}

/** Letters, so that no prefix begins with another one. */
function letters(index: number): string {
  return String.fromCharCode(65 + index);
}

function templateOf(prefix: string, legs: number): string {
  return `${prefix.toLowerCase()}_${legs}`;
}
