// Canaries: recognisable secrets and e-mails are led through every flow and failure, then looked for in everything that is written down.
import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { Client, Connection } from '@temporalio/client';
import { decodeSession } from '../../brokers/session-codec.js';
import { openDatabase } from '../../db/data-source.js';
import { DataKeyRepository } from '../../db/repositories/data-keys.js';
import { SealedSecretRepository } from '../../db/repositories/sealed-secrets.js';
import { createVault } from '../../vault/create-vault.js';
import { createLocalKeyProvider } from '../../vault/local-key-provider.js';
import { PLATFORM_QUEUE } from '../../workflows/messages/task-queues.js';
import { sharedStack } from '../support/shared-stack.js';
import { TradingFloor, type Body, type FloorUser } from '../support/trading-floor.js';
import { waitFor } from '../support/wait.js';
import { startReceiver, type Receiver } from '../unit/webhooks/receiver.js';
import { columns, files, histories, type Place } from './hiding-places.js';
import { foundIn, type Canary } from './needles.js';

const TEMPLATE = 'canary_strategy';
/** Where a user's e-mail belongs: the users, and what partners are told of them. */
const EMAIL_BELONGS = ['public.platform_user.email', 'public.outbox_event.body'];

const secret = () => randomBytes(12).toString('hex');
const userOf = (name: string): FloorUser => ({
  email: `${name}.${secret()}@canary.example`,
  clientId: `CANARY${name.toUpperCase()}`,
  apiKey: `key${secret()}`,
  apiSecret: `secret${secret()}`,
});

describe('canaries', function () {
  this.timeout(180_000);
  let floor: TradingFloor;
  let receiver: Receiver;
  const credentials: Canary[] = [];
  const emails: Canary[] = [];
  /** Readable e-mails in all but the `@`. */
  const userIds: Canary[] = [];
  let runId = '';
  const users = { fills: userOf('fills'), short: userOf('short'), leaves: userOf('leaves'), wrong: userOf('wrong') };

  before(async () => {
    floor = new TradingFloor(await sharedStack());
    let answers = 0;
    // The first answer is a failure that throws the event back at us.
    receiver = await startReceiver((response, { body }) =>
      response.writeHead(++answers === 1 ? 500 : 204).end(answers === 1 ? body : ''),
    );
    await floor.copyTemplate(TEMPLATE);
    for (const [name, user] of Object.entries(users)) plant(name, user);
    const endpointId = await webhookEndpoint();
    await link();
    await logIn();
    await trade();
    await remind();
    await floor.live.delete(`/partner/webhook-endpoints/${endpointId}`);
  });
  after(() => receiver.close());

  const plant = (name: string, user: FloorUser) => {
    credentials.push(
      { name: `api_key of ${name}`, text: user.apiKey },
      { name: `api_secret of ${name}`, text: user.apiSecret },
    );
    emails.push({ name: `e-mail of ${name}`, text: user.email });
    userIds.push({ name: `user_id of ${name}`, text: user.email.replace('@', '-at-').replaceAll('.', '-') });
  };

  const webhookEndpoint = async (): Promise<string> => {
    const { body } = await floor.live.post(
      '/partner/webhook-endpoints',
      { url: `${receiver.url}?token=${secret()}` },
      { 'idempotency-key': `hook-${secret()}` },
    );
    const plantSecret = (name: string, text: string) => {
      const raw = Buffer.from(text.replace('whsec_', ''), 'base64').toString('hex');
      credentials.push({ name, text }, { name: `${name}, decoded`, text: raw });
    };
    plantSecret('webhook secret', String(body['secret']));
    const id = String((body['webhook_endpoint'] as Body)['webhook_endpoint_id']);
    const rotated = await floor.live.post(
      `/partner/webhook-endpoints/${id}/rotate-secret`,
      { overlap_hours: 1 },
      { 'idempotency-key': `rotate-${secret()}` },
    );
    expect(rotated.status, rotated.text).to.equal(200);
    plantSecret('rotated webhook secret', String(rotated.body['secret']));
    return id;
  };

  /** Accounts that are taken, refused, sent twice, collide, and requests that cannot be read. */
  const link = async () => {
    for (const { apiKey, apiSecret } of [users.fills, users.short, users.leaves])
      await floor.sim('apps', { api_key: apiKey, api_secret: apiSecret });
    const body = (user: FloorUser, given: Partial<FloorUser> = {}) => {
      const { email, clientId, apiKey, apiSecret } = { ...user, ...given };
      return { user_email: email, broker_name: 'zebu', client_id: clientId, api_key: apiKey, api_secret: apiSecret };
    };
    const post = async (given: object, status: number) => {
      const answer = await floor.live.post('/partner/broker-accounts', given, { 'idempotency-key': secret() });
      expect(answer.status, answer.text).to.equal(status);
    };
    await Promise.all([post(body(users.fills), 201), post(body(users.short), 201), post(body(users.leaves), 201)]);
    await post(body(users.fills), 409);
    const invalid = { ...users.wrong, apiKey: `invalid${secret()}` };
    plant('the refused', invalid);
    await post(body(invalid), 400);
    const colliding = { ...users.wrong, email: users.fills.email.replace('.', '-'), clientId: 'CANARYTWIN' };
    plant('the twin', colliding);
    await post(body(colliding), 201);
    await post({ ...body(users.wrong), user_email: `not an e-mail ${users.wrong.email}` }, 400);
    const unreadable = `${JSON.stringify(body(users.wrong)).slice(0, -1)}, ${users.wrong.apiSecret}`;
    expect((await floor.live.request('POST', '/partner/broker-accounts', { raw: unreadable })).status).to.equal(400);
    const nobody = await floor.live.get(`/partner/subscriptions?user_email=${encodeURIComponent(users.wrong.email)}`);
    expect(nobody.status, nobody.text).to.equal(200);
  };

  /** Logins that work, one that the broker refuses, one with a stale state, one that is ended again. */
  const logIn = async () => {
    for (const [name, user] of Object.entries({ fills: users.fills, short: users.short, leaves: users.leaves }))
      credentials.push({ name: `request_token of ${name}`, text: await floor.logIn(user) });
    const refused = await floor.approve(users.fills);
    const made = `made-up${secret()}`;
    credentials.push(
      { name: 'request_token, refused', text: made },
      { name: 'request_token, unused', text: refused.requestToken },
    );
    for (const [requestToken, status] of [
      [made, 400],
      [refused.requestToken, 400],
    ] as const) {
      const answer = await floor.live.post(
        `/partner/broker-accounts/${users.fills.clientId}/oauth/callback`,
        { user_email: users.fills.email, request_token: requestToken, state: refused.state },
        { 'idempotency-key': secret() },
      );
      expect(answer.status, answer.text).to.equal(status);
    }
    credentials.push(...(await accessTokens()));
  };

  /** The sessions' tokens, opened as a worker would. */
  const accessTokens = async (): Promise<Canary[]> => {
    const { db, dataSource } = await openDatabase(floor.stack.databaseUrl, 1);
    try {
      const provider = await createLocalKeyProvider({ dataDir: floor.stack.dataDir, production: false });
      const vault = createVault({
        provider,
        dataKeys: new DataKeyRepository(db),
        secrets: new SealedSecretRepository(db),
      });
      const accounts = await db.query<{ id: string; partnerId: string; clientId: string; secretId: string }>(
        `SELECT id, partner_id AS "partnerId", client_id AS "clientId", token_secret_id AS "secretId"
         FROM broker_account WHERE client_id LIKE 'CANARY%' AND token_secret_id IS NOT NULL ORDER BY client_id`,
      );
      expect(accounts.map(({ clientId }) => clientId)).to.deep.equal(['CANARYFILLS', 'CANARYLEAVES', 'CANARYSHORT']);
      return await Promise.all(
        accounts.map(async ({ id, partnerId, clientId, secretId }) => {
          const sealed = { partnerId, ownerId: id, purpose: 'access_token', secretId } as const;
          return { name: `access token of ${clientId}`, text: decodeSession(await vault.open(sealed)).accessToken };
        }),
      );
    } finally {
      await dataSource.destroy();
    }
  };

  /** The day compared with the broker's books, one of them behind a session that is over; and what operators see of it. */
  const reconcile = async () => {
    const asked = await floor.operator.post('/operator/reconciliations');
    expect(asked.status, asked.text).to.equal(202);
    const path = `/operator/reconciliations/${String(asked.body['trading_day'])}`;
    const done = await waitFor(
      async () => {
        const answer = await floor.operator.get(path);
        return answer.body['status'] === 'completed' ? answer : undefined;
      },
      { timeoutMs: 30_000, description: 'the reconciliation' },
    );
    expect(done.body['accounts'], done.text).to.deep.include({ waiting: 0 });
    expect(done.body['findings'], done.text).to.deep.equal([]);
    const [execution] = await floor.executions(runId);
    const evidence = await floor.operator.get(`/operator/executions/${execution?.execution_id ?? ''}`);
    expect(evidence.status, evidence.text).to.equal(200);
    for (const text of [done.text, evidence.text])
      for (const canary of [...credentials, ...emails]) expect(text, canary.name).not.to.include(canary.text);
  };

  /** An entry with everything that can go wrong at the broker, and its webhooks. */
  const trade = async () => {
    for (const user of [users.fills, users.short, users.leaves]) await floor.subscribe(user, TEMPLATE);
    const out = await floor.live.post(`/partner/broker-accounts/${users.leaves.clientId}/oauth/logout`, {
      user_email: users.leaves.email,
    });
    expect(out.status, out.text).to.equal(200);
    await floor.sim('faults', { client_id: users.short.clientId, kind: 'insufficient_funds', count: 2 });
    for (const kind of ['throttle', 'timeout_after_accept', 'accept_then_reject'])
      await floor.sim('faults', { client_id: users.fills.clientId, kind });
    ({ runId } = await floor.startRun(TEMPLATE, 6_500));
    const report = await floor.runEnds(runId);
    expect(report.outcomes, JSON.stringify(report)).to.deep.include({ skipped: 1, failed: 1, unwound: 1 });
    // A session that the broker has ended without telling us.
    const second = await floor.startRun(TEMPLATE, 6_500);
    await floor.sim('faults', { client_id: users.fills.clientId, kind: 'token_revoked' });
    expect((await floor.runEnds(second.runId)).outcomes['failed'], 'failed for want of a session').to.equal(1);
    await reconcile();
    const told = () => receiver.received.map(({ body }) => (JSON.parse(body) as Body)['event']);
    const wanted = ['execution_failed', 'oauth_login_required', 'subscription_created'];
    await waitFor(() => wanted.every((type) => told().includes(type)), {
      timeoutMs: 30_000,
      description: `webhooks ${wanted.join()}`,
    });
    const refusedId = receiver.received[0]?.headers['webhook-id'];
    const again = () => receiver.received.filter(({ headers }) => headers['webhook-id'] === refusedId).length > 1;
    await waitFor(again, { timeoutMs: 30_000, description: 'the second delivery of a refused webhook' });
  };

  /** The morning's reminder, which is about everybody without a session. */
  const remind = async () => {
    const connection = await Connection.connect({ address: floor.stack.temporalAddress });
    const workflow = new Client({ connection }).workflow;
    const options = { taskQueue: PLATFORM_QUEUE, workflowId: 'login-reminder-canary', args: [{ day: '2026-11-25' }] };
    expect(await workflow.execute('loginReminder', options)).to.have.property('outcome', 'reminded');
    await connection.close();
  };

  const leaks = (places: readonly Place[], canaries: readonly Canary[], allowed: readonly string[] = []) =>
    places.flatMap(({ where, content }) => {
      if (allowed.includes(where)) return [];
      return foundIn(content, canaries).map((name) => `${name} in ${where}`);
    });

  it('are found by the search where they belong', async () => {
    const byColumn = await columns(floor);
    for (const where of EMAIL_BELONGS)
      expect(foundIn(byColumn.find((place) => place.where === where)?.content ?? '', emails), where).to.include(
        'e-mail of fills',
      );
    const [canary] = credentials as [Canary];
    for (const dressed of [
      `x${canary.text}`,
      Buffer.from(`xy${canary.text}z`).toString('base64'),
      Buffer.from(canary.text).toString('hex'),
    ])
      expect(foundIn(dressed, [canary])).to.deep.equal([canary.name]);
  });

  it('are in no workflow', async () => {
    const places = await histories(floor.stack.temporalAddress);
    expect(places.map(({ where }) => where.split(' ')[1])).to.include.members([
      'onboardBrokerAccount',
      'brokerSession',
      'subscription',
      'templateRun',
      'runShard',
      'subscriberRun',
      'deliverEvent',
      'loginReminder',
    ]);
    expect(leaks(places, [...credentials, ...emails, ...userIds])).to.deep.equal([]);
  });

  it('are in no column of the database; e-mails only with the users and in their events', async () => {
    const places = await columns(floor);
    expect(leaks(places, credentials)).to.deep.equal([]);
    expect(leaks(places, emails, EMAIL_BELONGS)).to.deep.equal([]);
  });

  it('are in no log, nor on the screen', () => {
    const logs = files(`${floor.stack.dataDir}/logs`);
    expect(logs.map(({ where }) => where)).to.include.members([
      'api.log',
      'worker-trading.log',
      'worker-platform.log',
      'temporal.log',
    ]);
    const screen = { where: 'screen', content: floor.stack.output() };
    expect(leaks([...logs, screen], [...credentials, ...emails, ...userIds])).to.deep.equal([]);
  });

  it("are in no file of Temporal's database; credentials in no file at all", () => {
    const all = files(floor.stack.dataDir);
    const temporal = all.filter(({ where }) => where.startsWith('temporal.db'));
    expect(temporal.map(({ where }) => where)).to.include.members(['temporal.db', 'temporal.db-wal']);
    // Were the files compressed, nothing would be found in them: our ids are.
    const inThere = [{ name: 'run', text: runId }];
    expect(temporal.flatMap(({ content }) => foundIn(content, inThere))).to.include('run');
    expect(leaks(temporal, [...emails, ...userIds])).to.deep.equal([]);
    expect(leaks(all, credentials)).to.deep.equal([]);
  });
});
