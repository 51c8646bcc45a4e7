// Where to look: the API's pages, the portal of somebody new, and the portal of somebody who trades.
import { PAPERS } from '../../dist/api/pages/papers.js';

const LONGEST_ENTRY_MS = 60_000;
const STRATEGY = '/strategies/basket_admin_iron_condor';

export async function apiPages(eye, api) {
  await eye.open('home', `${api}/`);
  await eye.open('status', `${api}/status`);
  await eye.open('docs', `${api}/docs`, { fullPage: false, ready: '.opblock' });
  await openOperation(eye);
  for (const paper of PAPERS) await eye.open(`docs-${paper}`, `${api}/docs/${paper}`, { fullPage: false });
  await eye.open('login-gone', `${api}/sandbox/login?state=none`, { status: 404 });
  await eye.open('callback', `${api}/sandbox/callback?request_token=mock_token_12345&state=none`);
  await eye.open('callback-cancelled', `${api}/sandbox/callback?status=cancelled&state=none`);
}

/** An operation of the reference, unfolded. */
async function openOperation(eye) {
  const { page } = eye;
  await page.locator('.opblock-post .opblock-summary-control').first().click();
  await page.locator('.opblock-body').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.locator('.opblock-post').first().scrollIntoViewIfNeeded();
  await eye.judge('docs-operation', false);
}

export async function emptyPortal(eye, portal, email) {
  await signIn(eye, portal, email, 'portal-sign-in');
  for (const name of ['overview', 'strategies', 'subscriptions', 'executions', 'accounts', 'activity'])
    await eye.open(`portal-empty-${name}`, `${portal}/${name}`);
  await eye.open('portal-empty-strategy', `${portal}${STRATEGY}`);
  await eye.open('portal-link', `${portal}/accounts/link`);
  await eye.page.fill('#client_id', 'SAMPLE1');
  await eye.page.fill('#api_key', 'invalid_key');
  await eye.page.fill('#api_secret', 'secret');
  await eye.press('portal-link-refused', 'main form button', { status: 400 });
  await eye.open('portal-not-found', `${portal}/nowhere`, { status: 404 });
  await eye.press('portal-signed-out', '.who button', { look: false });
}

/** Links, logs in, subscribes, enters, is paused, by clicking. @returns the paths that it has made */
export async function portalJourney(eye, portal, email) {
  const { page } = eye;
  await signIn(eye, portal, email);
  await page.goto(`${portal}/accounts/link`);
  await page.fill('#client_id', `PAGES${Date.now() % 1e8}`);
  await page.fill('#api_key', 'key');
  await page.fill('#api_secret', 'secret');
  await eye.press('portal-linked', 'main form button');
  await eye.open('portal-login-needed', `${portal}/overview`);
  await eye.press('mock-login', '.banner button');
  await eye.press('portal-logged-in', 'a.button');
  await page.goto(`${portal}${STRATEGY}`);
  await page.fill('#lot_multiplier', '2');
  await eye.press('portal-subscribed', 'form[action$="/subscribe"] button');
  const subscription = new URL(page.url()).pathname;
  await eye.press('portal-entering', 'form[action$="/enter"] button');
  const execution = await madeExecution(page, portal);
  await eye.open('portal-subscription-active', `${portal}${subscription}`);
  await eye.press('portal-paused', 'form[action$="/pause"] button');
  return [subscription, execution];
}

/** What somebody who trades sees. @param paths - of the subscription and the execution */
export async function portalPages(eye, portal, email, [subscription, execution]) {
  const { page } = eye;
  await page.goto(`${portal}/`);
  if (await page.locator('#email').count()) await signIn(eye, portal, email);
  for (const name of ['overview', 'strategies', 'subscriptions', 'executions', 'accounts', 'activity'])
    await eye.open(`portal-${name}`, `${portal}/${name}`);
  await eye.open('portal-strategy', `${portal}${STRATEGY}`);
  await eye.open('portal-subscription', `${portal}${subscription}`);
  await page.locator('summary').click();
  await eye.judge('portal-subscription-cancel');
  await eye.open('portal-execution', `${portal}${execution}`);
  await page.goto(`${portal}/accounts`);
  await eye.press('mock-login', 'form[action$="/login"] button');
}

async function signIn(eye, portal, email, name) {
  const { page } = eye;
  if (name) await eye.open(name, `${portal}/`);
  else await page.goto(`${portal}/`);
  await page.fill('#email', email);
  await eye.press('portal-signed-in', 'form.stack button', { look: false });
}

async function madeExecution(page, portal) {
  const link = page.locator('a[href^="/executions/exe_"]').first();
  for (const until = Date.now() + LONGEST_ENTRY_MS; Date.now() < until;) {
    await page.goto(`${portal}/executions`);
    const isOpen = await page.locator('.pill', { hasText: 'Completed' }).count();
    if (isOpen) return link.getAttribute('href');
    await page.waitForTimeout(1_000);
  }
  throw new Error('The entry did not come to its end');
}
