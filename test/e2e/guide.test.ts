// The guide's four test scenarios, pasted: its own curl commands with only the base URL changed, first in the sandbox, then live.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { repositoryRoot } from '../../dev/repository-root.js';
import { nextBillingDate } from '../../domain/billing-date.js';
import { nextIstTime, tradingDayOf } from '../../domain/trading-time.js';
import { zebuLive, zebuTest } from '../api/support/http.js';
import { sharedStack } from '../support/shared-stack.js';
import type { Stack } from '../support/stack.js';
import type { Body } from '../support/trading-floor.js';
import { curlCommands, type CurlCommand } from './curl.js';

const GUIDE_BASE = 'https://api-dev.quantleap.in';
const USER_ID = 'partner-user-testuser-at-zebu-com';
const SECTION_8 = readFileSync(join(repositoryRoot, 'test', 'e2e', 'guide-section-8.md'), 'utf8');
const [createAccount, initiate, callback, subscribe, list] = curlCommands(SECTION_8) as [
  CurlCommand,
  CurlCommand,
  CurlCommand,
  CurlCommand,
  CurlCommand,
];

describe('the guide, pasted', function () {
  this.timeout(120_000);
  let stack: Stack;
  before(async () => {
    stack = await sharedStack();
  });

  const paste = async (command: CurlCommand, changes: Record<string, string> = {}) => {
    const changed = (text: string) =>
      Object.entries({ [GUIDE_BASE]: stack.baseUrl, ...changes }).reduce(
        (now, [from, to]) => now.replaceAll(from, to),
        text,
      );
    const headers = Object.fromEntries(Object.entries(command.headers).map(([name, value]) => [name, changed(value)]));
    const answer = await fetch(changed(command.url), {
      method: command.method,
      headers,
      ...(command.body !== undefined && { body: changed(command.body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Body };
  };

  it('has the commands of section 8, as our own copy of the guide has them', () => {
    expect(curlCommands(SECTION_8)).to.have.length(5);
    const ours = join(repositoryRoot, 'docs', 'partner-guide.md');
    const comparable = (command: CurlCommand) => {
      const { pathname, search } = new URL(command.url);
      return { ...command, url: pathname + search };
    };
    expect(curlCommands(readFileSync(ours, 'utf8')).map(comparable)).to.deep.include.members(
      curlCommands(SECTION_8).map(comparable),
    );
  });

  const live = {
    [zebuTest.publicKey]: zebuLive.publicKey,
    [zebuTest.secret]: zebuLive.secret,
  };
  for (const { mode, changes, host } of [
    { mode: 'the sandbox', changes: {}, host: () => stack.baseUrl },
    { mode: 'live mode against the simulator', changes: live, host: () => stack.simulatorUrl },
  ])
    describe(`in ${mode}`, () => {
      let state = '';
      let requestToken = 'mock_token_12345';

      it('test 1 creates the broker account', async () => {
        expect(await paste(createAccount, changes)).to.deep.equal({
          status: 201,
          body: {
            success: true,
            message: 'Broker account created successfully',
            broker_account: {
              user_id: USER_ID,
              client_id: 'TEST123',
              broker_name: 'zebu',
              account_status: 'enabled',
              has_credentials: true,
              has_oauth_token: false,
            },
          },
        });
      });

      it('test 2, step 1 gives the oauth_url', async () => {
        const { status, body } = await paste(initiate, changes);
        expect(status).to.equal(200);
        expect(body).to.have.all.keys('oauth_url', 'state', 'expires_in');
        expect(body['expires_in']).to.equal(300);
        const url = new URL(String(body['oauth_url']));
        expect(url.origin).to.equal(host());
        expect(url.searchParams.get('state')).to.equal(body['state']);
        state = String(body['state']);
        if (changes !== live) return;
        const page = await fetch(`${url.href}&auto_approve=1`, { redirect: 'manual' });
        expect(page.status).to.equal(302);
        requestToken = new URL(page.headers.get('location') ?? '').searchParams.get('request_token') ?? '';
      });

      it('test 2, step 2 completes the login', async () => {
        const startedAtMs = Date.now();
        const { status, body } = await paste(callback, {
          ...changes,
          state_from_step1: state,
          mock_token_12345: requestToken,
        });
        expect(status).to.equal(200);
        expect(body).to.have.all.keys('success', 'message', 'token_expires_at', 'valid_until');
        expect(body).to.deep.include({ success: true, message: 'OAuth login successful' });
        expect(body['token_expires_at']).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
        const expiresAtMs = Date.parse(String(body['token_expires_at']));
        expect(expiresAtMs)
          .to.be.above(startedAtMs)
          .and.at.most(nextIstTime(startedAtMs, '15:30') + 1_000);
        expect(body['valid_until']).to.match(/^\d{1,2}:\d\d [AP]M IST$/);
      });

      let created: Body = {};
      it('test 3 subscribes', async () => {
        const { status, body } = await paste(subscribe, changes);
        const today = tradingDayOf(Date.now());
        created = body;
        const { subscription_id: id, broker_allocation: allocation, ...rest } = body;
        expect(status).to.equal(201);
        expect(id).to.match(/^sub_\w+$/);
        expect(rest).to.deep.equal({
          message: 'Subscription created successfully',
          user_id: USER_ID,
          template_id: 'basket_admin_test_strategy',
          status: 'ACTIVE',
          next_billing_date: `${nextBillingDate(today, today)}T00:00:00Z`,
          revenue_share: { partner_commission: 299.7, platform_fee: 699.3, currency: 'INR' },
        });
        const { allocation_id: allocationId, ...link } = allocation as Body;
        expect(allocationId).to.match(/^alloc_\w+$/);
        expect(link).to.deep.equal({ client_id: 'TEST123', broker_id: 'zebu', lot_multiplier: 1, status: 'ACTIVE' });
      });

      it('test 3 again is a duplicate of the first', async () => {
        const { status, body } = await paste(subscribe, changes);
        expect(status).to.equal(409);
        expect(body).to.deep.include({
          statusCode: 409,
          error: 'Duplicate subscription',
          message: 'User already subscribed to this strategy',
          existing_subscription_id: created['subscription_id'],
        });
      });

      it('test 4 lists the subscription', async () => {
        const { status, body } = await paste(list, changes);
        expect(status).to.equal(200);
        expect(body['next_cursor']).to.equal(null);
        const subscriptions = body['subscriptions'] as Body[];
        expect(subscriptions).to.have.length(1);
        expect(subscriptions[0]).to.deep.include({
          user_id: USER_ID,
          subscription_id: created['subscription_id'],
          template_basket_id: 'basket_admin_test_strategy',
          partner_id: changes === live ? 'partner_zebu_live' : 'partner_zebu_test',
          status: 'ACTIVE',
          next_billing_date: created['next_billing_date'],
          pricing: { monthly_fee: 999, partner_commission: 299.7, currency: 'INR' },
        });
      });
    });
});
