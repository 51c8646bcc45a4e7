// The judge of a drill: the broker's record against our database, over all its runs.
import type { RecordedOrder } from '../../brokers/simulator/record.js';
import { verdictOf } from '../../test/faults/verdict.js';
import type { FloorExecution, StartedRun, TradingFloor } from '../../test/support/trading-floor.js';

export type Judgement = {
  /** Intents that were ever written. */
  orders: number;
  duplicated: string[];
  /** Executions without an end, and orders of which one side knows nothing or something else. */
  lost: string[];
  /** Early, late, half spreads, untrue outcomes. */
  broken: string[];
  /** Executions that ended as unknown, each with what the record says of its orders. */
  unknown: { told: string; resolved: boolean }[];
  outcomes: Record<string, number>;
};
type Judged = { run: StartedRun; executions: FloorExecution[] };

/** How a duplicate or a loss reads in a verdict; everything else breaks another promise. */
const DUPLICATE = /accepted more than once/;
const LOSS = /with us and|nobody knows how it ended/;

/** @param prefix - of the client ids of the drill's subscribers; nobody else's orders are looked at */
export async function judge(floor: TradingFloor, runs: readonly StartedRun[], prefix: string): Promise<Judgement> {
  const record = (await floor.record()).filter(({ client_id }) => client_id.startsWith(prefix));
  const judged = await Promise.all(
    runs.map(async (run): Promise<Judged> => ({ run, executions: await floor.executions(run.runId) })),
  );
  const told = await toldUnknown(floor);
  const judgement: Judgement = { orders: 0, duplicated: [], lost: [], broken: [], unknown: [], outcomes: {} };
  for (const one of judged) judgeRun(judgement, one, record, told);
  const known = new Set(judged.flatMap(({ executions }) => executions.flatMap((e) => e.orders.map((o) => o.tag))));
  for (const { tag, client_id } of record.filter((order) => order.order_id !== null && !known.has(order.tag)))
    judgement.lost.push(`${client_id}: the broker accepted ${tag}, which the database does not know`);
  return judgement;
}

function judgeRun(
  judgement: Judgement,
  { run, executions }: Judged,
  record: readonly RecordedOrder[],
  told: ReadonlySet<string>,
): void {
  const clients = new Set(executions.map((e) => e.client_id));
  const ours = record.filter(({ client_id }) => clients.has(client_id));
  judgement.orders += executions.reduce((sum, { orders }) => sum + orders.length, 0);
  const [unsure, sure] = partition(executions, ({ outcome }) => outcome === 'unknown');
  judgement.unknown.push(...unsure.map((execution) => resolve(execution, ours, told)));
  const verdict = verdictOf(run, sure, ours);
  for (const problem of verdict.problems) {
    const text = `${run.runId} ${problem}`;
    if (DUPLICATE.test(problem)) judgement.duplicated.push(text);
    else if (LOSS.test(problem)) judgement.lost.push(text);
    else judgement.broken.push(text);
  }
  for (const { outcome } of executions)
    judgement.outcomes[outcome ?? 'none'] = (judgement.outcomes[outcome ?? 'none'] ?? 0) + 1;
}

/** An unknown is resolved when the partner has been told and the broker's record now says what became of every order. */
function resolve(
  execution: FloorExecution,
  record: readonly RecordedOrder[],
  told: ReadonlySet<string>,
): Judgement['unknown'][number] {
  const known = told.has(execution.execution_id);
  const facts = execution.orders.map((order) => {
    const theirs = record.filter(({ tag, order_id }) => tag === order.tag && order_id !== null);
    const said = theirs.map(({ status, filled_quantity }) => `${status} ${filled_quantity}`).join(' and ') || 'absent';
    return {
      final: theirs.length <= 1 && theirs.every(({ status }) => status !== 'OPEN'),
      said: `${order.status}: ${said}`,
    };
  });
  return {
    told: `${execution.client_id} ${known ? 'told' : 'NOT TOLD'}; ${facts.map(({ said }) => said).join(', ')}`,
    resolved: known && facts.every(({ final }) => final),
  };
}

/** Ids of executions whose partner has been sent the event that nobody knows. */
async function toldUnknown(floor: TradingFloor): Promise<Set<string>> {
  const rows = await floor.query<{ id: string }>(
    `SELECT split_part(cause, '/', 2) AS id FROM outbox_event WHERE type = 'execution_failed' AND body->>'error' = 'Order state unknown'`,
  );
  return new Set(rows.map(({ id }) => id));
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}
