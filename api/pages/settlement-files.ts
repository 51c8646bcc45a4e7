// A statement as a CSV file and as a page to print, streamed line by line however long it is.
import { Readable } from 'node:stream';
import { decimalRupees, rupeesText } from '../../domain/money.js';
import { directionOf } from '../../domain/settlement.js';
import type { CarriedLine, StatementLine } from '../../db/repositories/settlement-lines.js';
import { MOST_CARRIED, REVENUE_SHARE, type ReadStatement } from '../presenters/settlements.js';
import type { RawReply } from '../answer.js';
import type { ApiServices } from '../services.js';
import { markup, printablePage } from './html.js';

const PAGE = 1_000;
const COLUMNS =
  'line,date,kind,cause,reason,subscription_id,user_id,user_email,template_id,period_start,period_end,amount,commission,platform_fee,adjustment,payment';

/** @returns `text/csv` with one row per line; amounts are rupees with two decimals */
export function csvReply(services: ApiServices, statement: ReadStatement): RawReply {
  const { month, partnerId } = statement.settlement;
  return {
    kind: 'raw',
    status: 200,
    type: 'text/csv; charset=utf-8',
    headers: { 'Content-Disposition': `attachment; filename="settlement-${month}-${fileName(partnerId)}.csv"` },
    body: Readable.from(csvText(services, statement)),
  };
}

export async function* csvText(services: Lines, statement: ReadStatement): AsyncGenerator<string> {
  yield `${COLUMNS}\n`;
  for await (const lines of pages(services, statement)) yield lines.map(csvRow).join('');
}

/** @returns a page with the sums, every line, what was left for a later month, and the disclosure of the revenue share */
export function printReply(services: ApiServices, statement: ReadStatement): RawReply {
  const { start, end, headers } = printablePage(`Settlement ${statement.settlement.month}`);
  async function* text(): AsyncGenerator<string> {
    yield start + head(statement);
    for await (const lines of pages(services, statement)) yield lines.map(printedRow).join('');
    const carried = await services.settlementLines.carried(statement.scope, MOST_CARRIED);
    yield `</tbody></table>${carriedTable(carried)}${end}`;
  }
  return { kind: 'raw', status: 200, type: 'text/html; charset=utf-8', headers, body: Readable.from(text()) };
}

type Lines = Pick<ApiServices, 'settlementLines'>;

async function* pages({ settlementLines }: Lines, { scope }: ReadStatement): AsyncGenerator<StatementLine[]> {
  for (let after = 0; ;) {
    const lines = await settlementLines.page(scope, after, PAGE);
    const last = lines.at(-1);
    if (!last) return;
    yield lines;
    if (lines.length < PAGE) return;
    after = last.line;
  }
}

function csvRow(line: StatementLine): string {
  const texts = [
    line.day,
    line.kind,
    line.cause,
    line.reason,
    line.subscriptionId,
    line.userId,
    line.userEmail,
    line.templateId,
    line.periodStart,
    line.periodEnd,
  ];
  const amounts = amountsOf(line).map(decimalRupees);
  return `${[String(line.line), ...texts.map(csvField), ...amounts].join(',')}\n`;
}

/** A text that a spreadsheet would take for a formula is made a text. */
function csvField(value: string | null): string {
  const text = value ?? '';
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const amountsOf = (line: StatementLine): number[] => [
  line.grossPaise,
  line.commissionPaise,
  line.platformFeePaise,
  line.adjustmentPaise,
  line.paymentPaise,
];

function printedRow(line: StatementLine): string {
  const about = line.userEmail ?? line.reason ?? '';
  const period = line.periodStart === null ? '' : `${line.periodStart} – ${line.periodEnd ?? ''}`;
  const cells = [
    ...[String(line.line), line.day, line.kind].map((value) => markup`<td class="whole">${value}</td>`),
    ...[line.subscriptionId ?? '', about].map((value) => markup`<td>${value}</td>`),
    markup`<td class="whole">${period}</td>`,
  ];
  const amounts = amountsOf(line).map((paise) => markup`<td class="amount">${decimalRupees(paise)}</td>`);
  return markup`<tr>${cells}${amounts}</tr>`;
}

/** Nothing where nothing was left. */
function carriedTable(carried: CarriedLine[]): string {
  if (carried.length === 0) return '';
  const rows = carried.map((line) => {
    const texts = [line.day, line.kind, line.subscriptionId ?? '', line.cause, line.why];
    const cells = texts.map((value) => markup`<td>${value}</td>`);
    return markup`<tr>${cells}<td class="amount">${decimalRupees(line.grossPaise)}</td></tr>`;
  });
  const titles = ['Date', 'Kind', 'Subscription', 'Cause', 'Why', 'Amount ₹'].map((title) => markup`<th>${title}</th>`);
  const first = carried.length === MOST_CARRIED ? `, the first ${MOST_CARRIED}` : '';
  return markup`<h2>Left for a later month${first}; in none of the sums above</h2>
<table><thead><tr>${titles}</tr></thead><tbody>${rows}</tbody></table>`;
}

const DUE = {
  partner_pays: 'payable by the partner',
  platform_pays: 'payable by QuantLeap',
  none: 'nothing to be paid',
};

function head({ settlement, totals }: ReadStatement): string {
  const interim = settlement.status === 'DRAFT' ? [markup`<p><strong>Interim: nothing is closed.</strong></p>`] : [];
  const sums: [string, number][] = [
    ['Opening balance', totals.openingPaise],
    ['Charges', totals.chargesPaise],
    ['Credits', totals.creditsPaise],
    ['Commission of the partner', totals.commissionPaise],
    ['Platform fee of QuantLeap', totals.platformFeePaise],
    ['Adjustments', totals.adjustmentsPaise],
    [`Net, ${DUE[directionOf(totals.netPayablePaise)]}`, totals.netPayablePaise],
    ['Payments in the month', totals.paymentsPaise],
    ['Closing balance', totals.closingPaise],
  ];
  const rows = sums.map(
    ([name, paise]) => markup`<tr><td>${name}</td><td class="amount">${rupeesText(paise)}</td></tr>`,
  );
  const titles = [
    '',
    'Date',
    'Kind',
    'Subscription',
    'User',
    'Period',
    'Amount ₹',
    'Commission ₹',
    'Platform fee ₹',
    'Adjustment ₹',
    'Payment ₹',
  ];
  const paid = settlement.payoutReference === null ? [] : [markup`<p>Paid: ${settlement.payoutReference}</p>`];
  return markup`<h1>Settlement ${settlement.month}, ${settlement.partnerId}: ${settlement.status}</h1>${interim}
<table>${rows}</table>${paid}<p class="note">${REVENUE_SHARE}</p>
<table><thead><tr>${titles.map((title) => markup`<th>${title}</th>`)}</tr></thead><tbody>`;
}

const fileName = (text: string): string => text.replaceAll(/[^A-Za-z0-9_-]/g, '_');
