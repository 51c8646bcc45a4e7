// What happened at the entries: the list with its sum, and one execution with orders and timeline.
import { counted, day, moment, profit, rupees, sumOf, words } from '../core/format.js';
import { html, type Html } from '../core/html.js';
import type { Execution, ExecutionWithTimeline, Order, Template } from '../core/quantleap.js';
import { emptyState, facts, gain, pill, table } from './parts.js';

type TemplatesById = ReadonlyMap<string, Template>;

export function executionsPage(executions: readonly Execution[], templates: TemplatesById): Html {
  const closed = executions.flatMap(({ realised_pnl }) => (realised_pnl === null ? [] : [realised_pnl]));
  return html`<h1>Executions</h1>
    ${
      executions.length === 0
        ? emptyState('No executions yet', 'They appear here when a strategy you are subscribed to has entered.')
        : html`<div class="tiles">
              <div class="tile">
                <span class="tile-name">Result, before charges</span>
                <span class="tile-value">${gainOf(sumOf(closed))}</span>
                <span class="muted">of ${counted(closed.length, 'closed position')}</span>
              </div>
            </div>
            <div class="card">${executionTable(executions, templates)}</div>`
    }`;
}

const gainOf = (amount: number): Html => gain(amount, profit(amount));
const resultOf = ({ realised_pnl }: Execution): Html | string => (realised_pnl === null ? '–' : gainOf(realised_pnl));

export function executionTable(executions: readonly Execution[], templates: TemplatesById): Html {
  const rows = executions.map((execution) => [
    html`<a href="/executions/${encodeURIComponent(execution.execution_id)}">${day(execution.trading_day)}</a>`,
    templates.get(execution.template_id)?.name ?? execution.template_id,
    pill(execution.outcome ?? 'in_progress'),
    execution.position_status ? pill(execution.position_status) : '–',
    resultOf(execution),
  ]);
  return table('Executions', ['Day', 'Strategy', 'Entry', 'Position', 'Result'], rows);
}

export function executionPage(execution: ExecutionWithTimeline, template: Template | undefined): Html {
  return html`<p class="crumb"><a href="/executions">Executions</a></p>
    <div class="head">
      <h1>${template?.name ?? execution.template_id}</h1>
      ${pill(execution.outcome ?? 'in_progress')}
    </div>
    ${execution.reason && html`<p class="lead">${execution.reason}</p>`}
    <section class="card" aria-labelledby="result">
      <h2 id="result">Result</h2>
      ${facts([
        ['Realised, before charges', resultOf(execution)],
        ['Entry', moment(execution.entry_at)],
        ['Position', execution.position_status ? pill(execution.position_status) : '–'],
        ['Closed', execution.closed_at ? moment(execution.closed_at) : '–'],
        ['Why closed', execution.exit_reason ? words(execution.exit_reason) : '–'],
        ['Account', `${execution.client_id}, lots × ${execution.lot_multiplier}`],
        ...(execution.broker_response ? [['The broker says', execution.broker_response.message] as const] : []),
        ...(execution.disputed ? [['Disputed', pill('disputed')] as const] : []),
        ['Id', html`<code>${execution.execution_id}</code>`],
      ])}
    </section>
    <section class="card" aria-labelledby="orders">
      <h2 id="orders">Orders</h2>
      ${
        execution.orders.length === 0
          ? html`<p class="muted">No order was written.</p>`
          : table(
              'Orders',
              ['Purpose', 'Side', 'Contract', 'Filled', 'Average', 'Limit', 'Status'],
              execution.orders.map(orderRow),
            )
      }
    </section>
    <section class="card" aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      ${
        execution.timeline.length === 0
          ? html`<p class="muted">Nothing has happened yet.</p>`
          : html`<ol class="timeline">
              ${execution.timeline.map(
                ({ offset_ms, sentence }) =>
                  html`<li><span class="offset">${offset(offset_ms)}</span> ${sentence}</li>`,
              )}
            </ol>`
      }
      <p class="small muted">Times count from the entry instant.</p>
    </section>`;
}

function orderRow(order: Order) {
  const { purpose, transaction_type, tradingsymbol, quantity, filled_quantity, average_price, price } = order;
  return [
    words(purpose),
    html`<span class="side ${transaction_type === 'BUY' ? 'buy' : 'sell'}">${transaction_type}</span>`,
    html`<span class="symbol">${tradingsymbol ?? '–'}</span>`,
    `${filled_quantity} of ${quantity}`,
    filled_quantity > 0 ? rupees(average_price) : '–',
    price === null ? '–' : rupees(price),
    order.broker_response
      ? html`${pill(order.status)} <span class="small muted">${order.broker_response.message}</span>`
      : pill(order.status),
  ];
}

function offset(ms: number): string {
  const sign = ms < 0 ? '−' : '+';
  const size = Math.abs(ms);
  return size < 10_000 ? `${sign}${size.toFixed(1)} ms` : `${sign}${(size / 1000).toFixed(1)} s`;
}
