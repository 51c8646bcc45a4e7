// The demo day's cast and its summary: every partner has all three parts, and the lines of totals say so.
import { expect } from 'chai';
import type { DemoExecution } from '../../../dev/demo/calls.js';
import { DEMO_BROKERS, DEMO_CAST } from '../../../dev/demo/cast.js';
import { reportLines } from '../../../dev/demo/report.js';

const OUTCOME = { trades: 'completed', short_of_funds: 'failed', logs_out: 'skipped' } as const;

const executions = DEMO_CAST.map(({ clientId, lotMultiplier, part }): DemoExecution => ({
  subscription_id: `sub_${clientId}`,
  client_id: clientId,
  lot_multiplier: lotMultiplier,
  outcome: OUTCOME[part],
  reason: part === 'trades' ? null : 'why not',
  broker_response: null,
  orders: [],
}));
const run = { status: 'completed', workflow_id: 'w', lateness_ms: { p50: 1, p99: 2, max: 3 } };

describe('the demo day', () => {
  it('has every part at every partner, and no client twice', () => {
    for (const broker of DEMO_BROKERS) {
      const parts = DEMO_CAST.filter((user) => user.broker === broker).map(({ part }) => part);
      expect(new Set(parts), broker).to.deep.equal(new Set(['trades', 'short_of_funds', 'logs_out']));
    }
    expect(new Set(DEMO_CAST.map(({ clientId }) => clientId)).size).to.equal(DEMO_CAST.length);
  });

  it('sums up by partner, Zebu first, then all together with the lateness', () => {
    const lines = reportLines(executions, run);
    expect(lines.slice(-4)).to.deep.equal([
      '  zebu     20 filled, 1 failed, 3 without login.',
      '  angel    4 filled, 1 failed, 1 without login.',
      '  upstox   4 filled, 1 failed, 1 without login.',
      '  together 28 filled, 3 failed, 5 without login. First wave left p50 1 ms, p99 2 ms, max 3 ms after the instant.',
    ]);
    for (const { clientId } of DEMO_CAST) expect(lines.filter((line) => line.includes(clientId))).to.have.length(1);
  });

  it('shows other users of the strategy last, and counts them among all only', () => {
    const other = { ...executions[0], client_id: 'ELSE1', outcome: 'completed' } as DemoExecution;
    const lines = reportLines([...executions, other], run);
    expect(lines.at(-6)).to.include('ELSE1');
    expect(lines.at(-4)).to.include('20 filled');
    expect(lines.at(-1)).to.include('29 filled');
  });
});
