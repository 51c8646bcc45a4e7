// The demo day: users of three partners link, log in and subscribe through the public API; one entry of the iron condor; who got what.
import type { StackContext } from '../supervisor/context.js';
import { DemoCalls } from './calls.js';
import { DEMO_CAST, type DemoUser } from './cast.js';
import { createDemoKeys } from './demo-keys.js';
import { withCountdown, withProgress } from './progress-bar.js';
import { reportLines } from './report.js';

const TEMPLATE = 'basket_admin_iron_condor';
const AHEAD_S = 15;
/** ₹ 1: too little for any leg. */
const SHORT_FUNDS_PAISE = 100;

/**
 * Plays the demo day against a stack that is ready. Called once per data folder.
 * @param context - addresses of the stack, and where to print
 * @throws Error of the first call that was refused
 */
export async function playDemo(context: StackContext): Promise<void> {
  const { keys, revoke } = await createDemoKeys(context.config);
  try {
    await playWith(context, new DemoCalls(context.baseUrl, keys));
  } finally {
    await revoke();
  }
}

async function playWith(context: StackContext, calls: DemoCalls): Promise<void> {
  context.out('');
  context.out(
    `Demo day: ${DEMO_CAST.length} users of the partners Zebu, Angel One and Upstox, live mode against the simulators.`,
  );
  await withProgress(context, 'Link broker accounts', DEMO_CAST, (user) => calls.linkAccount(user));
  await withProgress(context, 'Daily login', DEMO_CAST, (user) => calls.login(user));
  await withProgress(context, 'Subscribe to Iron Condor Weekly', DEMO_CAST, (user) => calls.subscribe(user, TEMPLATE));
  const leaving = DEMO_CAST.filter((user) => user.part === 'logs_out');
  await withProgress(context, 'Log out again', leaving, (user) => calls.logout(user));
  for (const user of DEMO_CAST.filter((u) => u.part === 'short_of_funds'))
    await setFunds(context, user, SHORT_FUNDS_PAISE);

  const { run_id, workflow_id } = await calls.startRun(TEMPLATE, `now+${AHEAD_S}s`);
  await withCountdown(context, `Entry in ${AHEAD_S} s, then the fills`, AHEAD_S * 1_000, async () =>
    isOver((await calls.run(run_id)).status),
  );
  for (const line of reportLines(await calls.executions(run_id), await calls.run(run_id))) context.out(line);
  context.out('');
  context.out('  Where to look');
  context.out(
    `  The run in Temporal  ${context.temporalUiUrl}/namespaces/${context.config.temporal.namespace}/workflows/${encodeURIComponent(workflow_id)}`,
  );
  context.out(
    `  Its executions       curl -H 'Authorization: Bearer op_dev_XXXXXXXX' ${context.baseUrl}/operator/runs/${run_id}/executions`,
  );
  context.out(
    `  A partner's view     curl -H 'Authorization: Bearer pk_zebu_live_XXXXXXXX' -H 'X-Partner-Secret: sk_zebu_live_YYYYYYYY' '${context.baseUrl}/partner/executions?user_email=demo01@zebu.example'`,
  );
  context.out(
    `  Events               curl -H 'Authorization: Bearer pk_zebu_live_XXXXXXXX' -H 'X-Partner-Secret: sk_zebu_live_YYYYYYYY' ${context.baseUrl}/partner/events`,
  );
  context.out(`  What reached Zebu    ${context.simulatorUrl}/_sim/orders?broker=zebu  (angel and upstox likewise)`);
  context.out(`  API reference        ${context.baseUrl}/docs`);
  context.out('');
}

const isOver = (status: string): boolean => status === 'completed' || status === 'skipped' || status === 'missed';

async function setFunds(context: StackContext, { broker, clientId }: DemoUser, availablePaise: number): Promise<void> {
  const answer = await fetch(`${context.simulatorUrl}/_sim/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ broker, client_id: clientId, available_paise: availablePaise }),
  });
  if (!answer.ok) throw new Error(`POST /_sim/accounts: ${answer.status} ${await answer.text()}`);
}
