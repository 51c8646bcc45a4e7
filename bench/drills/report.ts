// The last words of the crash drill: what broke, if anything, and the one line it is quoted by.
import type { WireName } from '../../domain/broker-wires.js';
import type { Judgement } from './judge.js';
import type { Strikes } from './strikes.js';

const MOST_LINES = 40;

/** @returns whether every promise was kept */
export function report(
  strikes: Strikes,
  judgement: Judgement,
  end: { unfinished: number; quiet: boolean; rounds: number; wire: WireName; seed: number },
): boolean {
  const { kills, freezes, cuts, broker } = strikes.tally;
  const { duplicated, lost, broken, unknown, orders, outcomes } = judgement;
  const problems = [
    ...duplicated,
    ...lost,
    ...broken,
    ...unknown.filter(({ resolved }) => !resolved).map(({ told }) => `unresolved: ${told}`),
    ...(end.unfinished > 0 ? [`${end.unfinished} executions or exits have not ended`] : []),
    ...(end.quiet ? [] : ['orders reached the broker after every execution had ended']),
  ];
  for (const problem of problems.slice(0, MOST_LINES)) console.log(`  ${problem}`);
  if (problems.length > MOST_LINES) console.log(`  … and ${problems.length - MOST_LINES} more`);
  for (const { told } of unknown) console.log(`  unknown: ${told}`);
  console.log(
    `wire ${end.wire}; seed ${end.seed}; ${end.rounds} rounds; outcomes ${JSON.stringify(outcomes)}; ${kills} kills, ${freezes} freezes, ` +
      `${strikes.failpoints} failpoints, ${cuts} cut wires, ${broker} broker faults`,
  );
  const died = Object.entries(strikes.failpointsByName).map(([name, times]) => `${times} ${name}`);
  console.log(`died at failpoints: ${died.join(', ')}`);
  const resolved = unknown.every((one) => one.resolved) ? 'all resolved' : 'NOT all resolved';
  console.log(
    `${orders} orders, ${strikes.faults} faults, ${strikes.crashPoints} crash points: ` +
      `${duplicated.length} duplicated, ${lost.length} lost, ${unknown.length} unknown (${resolved})`,
  );
  return problems.length === 0;
}
