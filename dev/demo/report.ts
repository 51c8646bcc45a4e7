// Who got what: one row per user of the demo day, one line per partner.
import Table from 'cli-table3';
import type { DemoExecution, DemoRun } from './calls.js';
import { DEMO_BROKERS, DEMO_CAST, type DemoBroker } from './cast.js';

const OUTCOME_WORDS: Record<string, string> = { completed: 'filled', skipped: 'no login', failed: 'failed' };

/** @returns lines of a table, then a line of totals per partner, then one of all together with lateness */
export function reportLines(executions: readonly DemoExecution[], run: DemoRun): string[] {
  const table = new Table({
    head: ['client', 'lots ×', 'result', 'legs filled', 'net credit ₹', 'why'],
    style: { head: [], border: [], compact: true },
    colWidths: [11, 8, 10, 13, 14, 46],
    wordWrap: true,
  });
  const sorted = [...executions].sort((a, b) => a.client_id.localeCompare(b.client_id));
  const of = (broker: DemoBroker | undefined) => sorted.filter(({ client_id }) => brokerOf(client_id) === broker);
  const byPartner = DEMO_BROKERS.map((broker) => ({ broker, own: of(broker) }));
  for (const execution of [...byPartner.flatMap(({ own }) => own), ...of(undefined)]) table.push(row(execution));
  const { p50, p99, max } = run.lateness_ms;
  return [
    ...table.toString().split('\n'),
    ...byPartner.map(({ broker, own }) => `  ${broker.padEnd(9)}${totals(own)}.`),
    `  ${'together'.padEnd(9)}${totals(executions)}. First wave left p50 ${p50} ms, p99 ${p99} ms, max ${max} ms after the instant.`,
  ];
}

/** undefined: someone who is not of the cast has subscribed to the strategy, too. */
function brokerOf(clientId: string): DemoBroker | undefined {
  return DEMO_CAST.find((user) => user.clientId === clientId)?.broker;
}

function totals(executions: readonly DemoExecution[]): string {
  const count = (outcome: string) => executions.filter((e) => e.outcome === outcome).length;
  return `${count('completed')} filled, ${count('failed')} failed, ${count('skipped')} without login`;
}

function row(execution: DemoExecution): string[] {
  const filled = execution.orders.filter((order) => order.status === 'COMPLETE');
  const credit = filled.reduce(
    (sum, o) => sum + (o.transaction_type === 'SELL' ? 1 : -1) * o.filled_quantity * (o.average_price ?? 0),
    0,
  );
  const why = execution.outcome === 'completed' ? '' : (execution.broker_response?.message ?? execution.reason ?? '');
  return [
    execution.client_id,
    String(execution.lot_multiplier),
    OUTCOME_WORDS[execution.outcome ?? ''] ?? execution.outcome ?? '…',
    `${filled.length}/${execution.orders.length}`,
    filled.length > 0 ? credit.toFixed(2) : '',
    why,
  ];
}
