// A process is killed between doing what a POST asks and storing the answer: the repeat with the same key does it once, and gets the answer.
import { expect } from 'chai';
import { apiRig, type ApiRig } from './support/api-rig.js';
import { anotherProcess } from './support/doomed.js';
import { operatorClient, partnerClient, zebuTest, type Body, type HttpClient } from './support/http.js';
import { accountBody, linkUser, logIn, subscribeBody, TEMPLATE } from './support/journeys.js';

type Case = {
  what: string;
  path: string;
  body: () => Body | Promise<Body>;
  as?: 'operator';
  status: number;
  /** How many of what it makes there are. */
  count: string;
  /** Its answer is kept in the transaction of the change. */
  kept?: true;
};

describe('Idempotency-Key across kill -9', function () {
  this.timeout(120_000);
  let rig: ApiRig;
  before(async () => {
    rig = await apiRig();
  });
  after(() => rig.close());

  const cases: Case[] = [
    {
      what: 'a broker account',
      path: '/partner/broker-accounts',
      body: () => accountBody({ email: 'crash1@example.com', clientId: 'CRASH1' }),
      status: 201,
      count: `SELECT count(*)::int AS n FROM broker_account WHERE client_id = 'CRASH1'`,
    },
    {
      what: 'a subscription',
      path: '/partner/marketplace/subscribe',
      body: async () => {
        const user = await linkUser(rig.partner(zebuTest));
        await logIn(rig.partner(zebuTest), user);
        return subscribeBody(user);
      },
      status: 201,
      count: 'SELECT count(*)::int AS n FROM subscription',
    },
    {
      what: 'a webhook endpoint',
      path: '/partner/webhook-endpoints',
      body: () => ({ url: 'https://portal.example/crash' }),
      status: 201,
      count: 'SELECT count(*)::int AS n FROM webhook_endpoint',
      kept: true,
    },
    {
      what: 'another secret of a webhook endpoint',
      path: '/partner/webhook-endpoints/whe_rotated/rotate-secret',
      body: async () => {
        if ((await counted(`SELECT count(*)::int AS n FROM webhook_endpoint WHERE id = 'whe_rotated'`)) === 0) {
          const url = 'https://portal.example/rotated';
          await rig.partner(zebuTest).post('/partner/webhook-endpoints', { url });
          await rig.db.query(`UPDATE webhook_endpoint SET id = 'whe_rotated' WHERE url = $1`, [url]);
        }
        return { overlap_hours: 24 };
      },
      status: 200,
      count: `SELECT count(*)::int AS n FROM webhook_old_secret WHERE endpoint_id = 'whe_rotated'`,
      kept: true,
    },
    {
      what: "the sandbox's months",
      path: '/partner/sandbox/billing-clock',
      body: () => ({ days: 31 }),
      status: 200,
      count: 'SELECT coalesce(sum(days_ahead), 0)::int / 31 AS n FROM sandbox_clock',
      kept: true,
    },
    {
      what: "a partner's test run",
      path: '/partner/sandbox/runs',
      body: async () => {
        const user = await linkUser(rig.partner(zebuTest));
        await logIn(rig.partner(zebuTest), user);
        await rig.partner(zebuTest).post('/partner/marketplace/subscribe', subscribeBody(user));
        return { template_id: TEMPLATE };
      },
      status: 202,
      count: 'SELECT count(*)::int AS n FROM strategy_run WHERE only_partner_id IS NOT NULL',
    },
    {
      what: "an operator's run",
      path: '/operator/templates/basket_admin_test_strategy/runs',
      body: () => ({ entry_at: 'now+3600s', mode: 'test', ignore_calendar: true }),
      as: 'operator',
      status: 202,
      count: 'SELECT count(*)::int AS n FROM strategy_run WHERE only_partner_id IS NULL',
    },
    {
      what: 'the kill switch',
      path: '/operator/kill-switch',
      body: () => ({ action: 'engage', scope: 'all', reason: 'drill' }),
      as: 'operator',
      status: 200,
      count: 'SELECT count(*)::int AS n FROM halt',
      kept: true,
    },
    {
      what: 'an adjustment',
      path: '/operator/ledger/adjustments',
      body: () => ({ partner_id: 'zebu', amount: -50, reason: 'Goodwill', reference: 'CRASH-1' }),
      as: 'operator',
      status: 200,
      count: `SELECT count(*)::int AS n FROM ledger_transaction WHERE kind = 'adjustment'`,
    },
  ];

  const counted = async (sql: string) => (await rig.db.query<{ n: number }>(sql))[0]?.n ?? 0;
  const clientOf = (as?: 'operator') => (as === 'operator' ? rig.operator : rig.partner(zebuTest));

  for (const { what, path, body: make, as, status, count, kept } of cases)
    it(`does ${what} once`, async () => {
      const body = await make();
      const before = await counted(count);
      const headers = { 'idempotency-key': `crash_${path}` };
      await postToDoomed(kept ? 'keep' : 'finish', as, (doomed) => doomed.post(path, body, headers));
      expect(await counted(count), 'before the process died').to.equal(kept ? before : before + 1);
      const early = await clientOf(as).post(path, body, headers);
      expect(early.body['code'], 'at once').to.equal('idempotency_in_flight');
      await graceOver(rig, headers['idempotency-key']);
      const repeated = await clientOf(as).post(path, body, headers);
      expect(repeated.status, repeated.text).to.equal(status);
      expect(await counted(count), 'after the repeat').to.equal(before + 1);
      expect((await clientOf(as).post(path, body, headers)).body).to.deep.equal(repeated.body);
    });

  for (const { what, path, body: make, as, count } of cases.filter(({ kept }) => kept))
    it(`replays the answer of ${what} that was committed with the change`, async () => {
      const body = await make();
      const headers = { 'idempotency-key': `committed_${path.replaceAll('/', '_')}` };
      await postToDoomed('finish', as, (doomed) => doomed.post(path, body, headers));
      const done = await counted(count);
      const replayed = await clientOf(as).post(path, body, headers);
      expect(replayed.headers.get('idempotency-replayed')).to.equal('true');
      expect(await counted(count)).to.equal(done);
    });

  /** Starts a process that will die, sends it the request, and waits until it is dead. */
  async function postToDoomed(
    dieAt: 'keep' | 'finish',
    as: 'operator' | undefined,
    post: (client: HttpClient) => Promise<unknown>,
  ): Promise<void> {
    const { baseUrl, ended, stop } = await anotherProcess(rig, dieAt);
    try {
      const client = as === 'operator' ? operatorClient(baseUrl) : partnerClient(baseUrl, zebuTest);
      const answered = await post(client).then(
        (answer) => JSON.stringify(answer),
        () => 'no answer',
      );
      expect(answered).to.equal('no answer');
      expect(await ended).to.equal('SIGKILL');
    } finally {
      // Had it lived, it would keep the whole suite waiting.
      stop();
    }
  }

  /** As if the minute were over for which a request without an answer is believed to be in hand. */
  async function graceOver({ db }: ApiRig, key: string): Promise<void> {
    await db.query(
      `UPDATE idempotency_record SET created_at = created_at - interval '61 seconds' WHERE key = $1 AND status IS NULL`,
      [key],
    );
  }
});
