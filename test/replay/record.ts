// Records a history of every workflow type from a real stack: `npm run record:histories`, after a change that is meant to change them.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { monthOf, nextMonth, previousMonth } from '../../domain/settlement.js';
import { tradingDayOf } from '../../domain/trading-time.js';
import { PLATFORM_QUEUE } from '../../workflows/messages/task-queues.js';
import { stopAll } from '../support/resources.js';
import { startStack } from '../support/stack.js';
import { floorUsers, TradingFloor, type Body, type FloorUser } from '../support/trading-floor.js';
import { waitFor } from '../support/wait.js';
import { startReceiver } from '../unit/webhooks/receiver.js';
import { HISTORIES, writeRecording } from './recordings.js';

const TEMPLATE = 'recorded_strategy';
/** An order without an answer is given up after five seconds, so that one can appear late within a recording's time. */
const STACK = { SCHEDULES: 'off', RATE_LIMIT_PER_MINUTE: '100000', AMBIGUOUS_WINDOW_S: '5' };

async function record(): Promise<void> {
  const floor = new TradingFloor(await startStack({ env: STACK }));
  const connection = await Connection.connect({ address: floor.stack.temporalAddress });
  const client = new Client({ connection });
  const names = await playAll(floor, client);
  mkdirSync(HISTORIES, { recursive: true });
  for (const file of readdirSync(HISTORIES)) rmSync(join(HISTORIES, file));
  for (const [name, workflowId] of names) {
    const history = await client.workflow.getHandle(workflowId).fetchHistory();
    writeRecording(name, history);
    process.stdout.write(`${name}: ${history.events?.length ?? 0} events\n`);
  }
  await connection.close();
}

/** @returns the workflow id of each recording's name */
async function playAll(floor: TradingFloor, client: Client): Promise<Map<string, string>> {
  const [fills, short, leaves, late] = floorUsers('RECORD', 4) as [FloorUser, FloorUser, FloorUser, FloorUser];
  let answers = 0;
  const receiver = await startReceiver((response) => response.writeHead(++answers === 1 ? 503 : 204).end());
  const endpoint = await floor.live.post('/partner/webhook-endpoints', { url: receiver.url });
  const endpointId = String((endpoint.body['webhook_endpoint'] as Body)['webhook_endpoint_id']);
  await floor.copyTemplate(TEMPLATE);
  await floor.enrol([fills, short, leaves, late], TEMPLATE);
  const refused = { ...fills, clientId: 'RECORDREFUSED', apiKey: 'invalid_key' };
  await floor.link(refused).catch(() => undefined);
  await floor.live.post(`/partner/broker-accounts/${leaves.clientId}/oauth/logout`, { user_email: leaves.email });
  const [rotates, unlinks] = await changeAccounts(floor, fills);
  await floor.sim('faults', { client_id: short.clientId, kind: 'insufficient_funds' });
  await floor.sim('faults', { client_id: late.clientId, kind: 'late_accept', after_s: 12 });
  const run = await floor.startRun(TEMPLATE, 8_000, 'live', 10_000);
  await floor.runEnds(run.runId);
  const changed = await changeSubscription(floor, short);
  await work(client, 'sweeper', []);
  await work(client, 'loginReminder', [{ day: '2026-11-25' }]);
  await work(client, 'readiness', [{ day: '2026-11-21' }], 'recorded/readiness/skipped');
  await work(client, 'readiness', [{ day: '2026-11-25' }]);
  await work(client, 'weeklyReport', []);
  await work(client, 'instrumentMaster', [{ day: '2026-11-21' }]);
  const read = await floor.operator.post('/operator/instruments', { wire: 'zebu' });
  const listId = String(read.body['workflow_id']);
  await client.workflow.getHandle(listId).result();
  // The firing first: what it starts, if the market was open, has the id of the operator's.
  await work(client, 'endOfDayReconciliation', [{}]);
  const asked = await floor.operator.post('/operator/reconciliations');
  const reconciliationId = String(asked.body['workflow_id']);
  await client.workflow.getHandle(reconciliationId).result();
  const month = await settleMonths(floor, client);
  await waitFor(() => receiver.received.length >= 9, { timeoutMs: 30_000, description: 'the webhooks' });
  await receiver.close();
  const goneDelivery = await deliverToNobody(floor, client);

  const account = async (clientId: string) =>
    (await floor.query<{ id: string }>('SELECT id FROM broker_account WHERE client_id = $1', [clientId]))[0]?.id ?? '';
  const executions = await floor.executions(run.runId);
  const entryOf = (user: FloorUser) =>
    `run/${run.runId}/${executions.find(({ client_id }) => client_id === user.clientId)?.subscription_id ?? ''}`;
  const exitId = entryOf(fills).replace('run/', 'exit/');
  await client.workflow.getHandle(exitId).result();
  const lateId = `late/${executions.find(({ client_id }) => client_id === late.clientId)?.execution_id ?? ''}`;
  await client.workflow.getHandle(lateId).result();
  const delivery = (nth: number) => `event/${String(receiver.received[nth]?.headers['webhook-id'])}/${endpointId}`;
  const refusedId = receiver.received[0]?.headers['webhook-id'];
  const otherDelivery = receiver.received.findIndex(({ headers }) => headers['webhook-id'] !== refusedId);
  return new Map([
    ['onboardBrokerAccount.enabled', `onboard/${await account(fills.clientId)}`],
    ['onboardBrokerAccount.rejected', `onboard/${await account(refused.clientId)}`],
    ['brokerSession.ready', `session/${await account(fills.clientId)}`],
    ['brokerSession.logged-out', `session/${await account(leaves.clientId)}`],
    ['brokerSession.rotated', `session/${await account(rotates)}`],
    ['brokerSession.unlinked', `session/${await account(unlinks)}`],
    ['subscription.active', `subscription/${entryOf(fills).split('/')[2] ?? ''}`],
    ['subscription.cancelled', `subscription/${changed}`],
    ['templateRun.completed', run.workflowId],
    ['runShard.completed', `run/${run.runId}/shard/0`],
    ['subscriberRun.completed', entryOf(fills)],
    ['positionExit.closed', exitId],
    ['subscriberRun.failed', entryOf(short)],
    ['subscriberRun.skipped', entryOf(leaves)],
    ['subscriberRun.late', entryOf(late)],
    ['lateOrderWatch.resolved', lateId],
    ['deliverEvent.delivered', delivery(otherDelivery)],
    ['deliverEvent.retried', delivery(0)],
    ['deliverEvent.disabled', goneDelivery],
    ['endOfDayReconciliation.completed', reconciliationId],
    ['endOfDayReconciliation.fired', 'recorded/endOfDayReconciliation'],
    ['instrumentMaster.skipped', 'recorded/instrumentMaster'],
    ['instrumentMaster.loaded', listId],
    ['settlement.settled', `settlement/${month}`],
    ['settlement.fired', 'recorded/settlement'],
    ['settlePartner.paid', `settlement/${month}/zebu`],
    ['settlePartner.interim', `settlement/${nextMonth(month)}/zebu`],
    ['sweeper.once', 'recorded/sweeper'],
    ['loginReminder.reminded', 'recorded/loginReminder'],
    ['weeklyReport.reported', 'recorded/weeklyReport'],
    ['readiness.completed', 'recorded/readiness'],
    ['readiness.skipped', 'recorded/readiness/skipped'],
  ]);
}

/** The running month's draft, and the month before closed, approved and paid. @returns the month before */
async function settleMonths(floor: TradingFloor, client: Client): Promise<string> {
  // Who came today has nothing to settle of the month before.
  await floor.query(
    `UPDATE subscription SET subscription_date = subscription_date - interval '1 month' WHERE partner_id = 'zebu'`,
  );
  await work(client, 'settlement', [{}]);
  const running = monthOf(tradingDayOf(Date.now()));
  const closed = previousMonth(running);
  const path = `/operator/settlements/${closed}/partners/zebu`;
  for (const answer of [
    await floor.operator.post('/operator/settlements', { month: running }),
    await floor.operator.post(`${path}/approve`),
    await floor.operator.post(`${path}/paid`, { payout_reference: 'RECORDED' }),
  ])
    if (answer.status > 202) throw new Error(JSON.stringify(answer.body));
  for (const id of [`settlement/${running}`, `settlement/${running}/zebu`, `settlement/${closed}/zebu`])
    await client.workflow.getHandle(id).result();
  return closed;
}

/** One account gets other credentials, another is unlinked. @returns their client ids */
async function changeAccounts(floor: TradingFloor, like: FloorUser): Promise<[rotates: string, unlinks: string]> {
  const [rotates, unlinks] = ['RECORDROTATES', 'RECORDUNLINKS'] as const;
  for (const clientId of [rotates, unlinks]) await floor.link({ ...like, clientId });
  const path = (clientId: string) => `/partner/broker-accounts/${clientId}`;
  const pair = { api_key: 'other_api_key', api_secret: 'test_api_secret' };
  for (const answer of [
    await floor.live.put(`${path(rotates)}/credentials`, { user_email: like.email, ...pair }),
    await floor.live.delete(`${path(unlinks)}?user_email=${like.email}`),
  ])
    if (answer.status !== 200) throw new Error(answer.text);
  return [rotates, unlinks];
}

/** Every change a subscription knows. @returns its id */
async function changeSubscription(floor: TradingFloor, user: FloorUser): Promise<string> {
  const { body } = await floor.live.get(`/partner/subscriptions?user_email=${user.email}`);
  const id = String((body['subscriptions'] as Body[])[0]?.['subscription_id']);
  const path = `/partner/subscriptions/${id}`;
  for (const answer of [
    await floor.live.put(`${path}/pause`),
    await floor.live.patch(path, { lot_multiplier: 2 }),
    await floor.live.put(`${path}/resume`),
    await floor.live.delete(path),
  ])
    if (answer.status !== 200) throw new Error(answer.text);
  return id;
}

/** A test to an endpoint that is gone. @returns the delivery's workflow id */
async function deliverToNobody(floor: TradingFloor, client: Client): Promise<string> {
  const gone = await startReceiver((response) => response.writeHead(410).end());
  const path = '/partner/webhook-endpoints';
  const { body } = await floor.live.post(path, { url: gone.url, event_types: ['webhook_test'] });
  const id = String((body['webhook_endpoint'] as Body)['webhook_endpoint_id']);
  const test = await floor.live.post(`${path}/${id}/test`);
  await waitFor(() => gone.received.length > 0, { timeoutMs: 30_000, description: 'the test' });
  await gone.close();
  const workflowId = `event/${String(test.body['event_id'])}/${id}`;
  await client.workflow.getHandle(workflowId).result();
  return workflowId;
}

async function work(client: Client, type: string, args: unknown[], workflowId = `recorded/${type}`): Promise<void> {
  await client.workflow.execute(type, { taskQueue: PLATFORM_QUEUE, workflowId, args });
}

try {
  await record();
} finally {
  await stopAll();
}
