// Who got what: one row per user of the demo day.
import Table from 'cli-table3';
import type { DemoExecution, DemoRun } from './calls.js';

const OUTCOME_WORDS: Record<string, string> = { completed: 'filled', skipped: 'no login', failed: 'failed' };

/** @returns lines of a table, then one line of totals and lateness */
export function reportLines(executions: readonly DemoExecution[], run: DemoRun): string[] {
  const table = new Table({
    head: ['client', 'lots ×', 'result', 'legs filled', 'net credit ₹', 'why'],
    style: { head: [], border: [], compact: true },
    colWidths: [10, 8, 10, 13, 14, 46],
    wordWrap: true,
  });
  for (const execution of [...executions].sort((a, b) => a.client_id.localeCompare(b.client_id)))
    table.push(row(execution));
  const count = (outcome: string) => executions.filter((e) => e.outcome === outcome).length;
  const { p50, p99, max } = run.lateness_ms;
  return [
    ...table.toString().split('\n'),
    `  ${count('completed')} filled, ${count('failed')} failed, ${count('skipped')} without login. First wave left p50 ${p50} ms, p99 ${p99} ms, max ${max} ms after the instant.`,
  ];
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
