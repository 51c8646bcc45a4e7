// What is printed when the stack is ready: where things are, the keys, and a first call.
import type { StackContext } from './context.js';
import { answers } from './readiness.js';

/**
 * @param readyAfterMs - since the supervisor was started
 * @returns the lines to print; pages that the API does not serve are left out
 */
export async function welcome(context: StackContext, logFolder: string, readyAfterMs: number): Promise<string[]> {
  const { baseUrl, config } = context;
  const rows: [string, string][] = [
    ['API', baseUrl],
    ...(await served([
      ['API reference', `${baseUrl}/docs`],
      ['Console', `${baseUrl}/console`],
      ['Status', `${baseUrl}/status`],
    ])),
    ['Temporal UI', context.temporalUiUrl],
    ['Broker simulators', context.simulatorUrl],
    ['Postgres', withoutForeignPassword(context.databaseUrl)],
    ['Logs', logFolder],
    ['Sandbox key', 'pk_zebu_test_XXXXXXXX / sk_zebu_test_YYYYYYYY  (angel, upstox and kite likewise)'],
    ['Live key', 'pk_zebu_live_XXXXXXXX / sk_zebu_live_YYYYYYYY  (live means the simulators here)'],
    ['Operator token', 'op_dev_XXXXXXXX'],
  ];
  return [
    '',
    `QuantLeap is ready after ${(readyAfterMs / 1000).toFixed(1)} s.`,
    '',
    ...rows.map(([label, value]) => `  ${label.padEnd(18)} ${value}`),
    ...(config.schedulesOn ? [] : ['', '  SCHEDULES=off: the schedules are registered but paused.']),
    '',
    '  A first call:',
    `  curl '${baseUrl}/partner/marketplace/templates' \\`,
    `    -H 'Authorization: Bearer pk_zebu_test_XXXXXXXX' -H 'X-Partner-Secret: sk_zebu_test_YYYYYYYY'`,
    '',
    '  Ctrl-C stops everything and keeps the data.',
  ];
}

async function served(pages: [string, string][]): Promise<[string, string][]> {
  const present = await Promise.all(pages.map(([, url]) => answers(url)));
  return pages.filter((_, index) => present[index]);
}

/** The embedded server's password is no secret; a server named by DATABASE_URL may have a real one. */
function withoutForeignPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  if (url.password !== '' && url.password !== 'quantleap') url.password = '…';
  return url.href;
}
