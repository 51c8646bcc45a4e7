// Live subscribers for a bench, written straight to the database and logged in at the simulator: thousands in seconds.
import { createHash } from 'node:crypto';
import { encodeSession } from '../../brokers/session-codec.js';
import type { BrokerSession } from '../../brokers/port.js';
import { openDatabase } from '../../db/data-source.js';
import { BrokerAccountRepository } from '../../db/repositories/broker-accounts.js';
import { DataKeyRepository } from '../../db/repositories/data-keys.js';
import { SealedSecretRepository } from '../../db/repositories/sealed-secrets.js';
import { SubscriptionRepository } from '../../db/repositories/subscriptions.js';
import type { Database, Sql } from '../../db/sql.js';
import { newId } from '../../platform/ids.js';
import { createLocalKeyProvider } from '../../vault/local-key-provider.js';
import { createVault } from '../../vault/create-vault.js';
import type { Vault } from '../../vault/vault.js';
import type { Stack } from '../../test/support/stack.js';

const API_KEY = 'bench_key';
const AT_ONCE = 8;
const SESSION_MS = 6 * 3_600_000;

/** Subscribes `count` new Zebu users of a template. @param prefix - of their client ids */
export async function createSubscribers(
  stack: Stack,
  count: number,
  templateId: string,
  prefix: string,
): Promise<void> {
  await withVault(stack, (db, vault) =>
    inLanes(count, (index) => subscribe(db, vault, stack.simulatorUrl, templateId, `${prefix}${index}`)),
  );
}

/** The day's login once more, for every live Zebu client with a prefix. */
export async function logInAgain(stack: Stack, prefix: string): Promise<void> {
  await withVault(stack, async (db, vault) => {
    const accounts = await db.query<{ id: string; clientId: string }>(
      `SELECT id, client_id AS "clientId" FROM broker_account WHERE client_id LIKE $1 || '%'`,
      [prefix],
    );
    await inLanes(accounts.length, async (index) => {
      const account = accounts[index];
      if (!account) return;
      const session = await login(stack.simulatorUrl, account.clientId);
      await db.transaction((tx) => openSession(tx, db, vault, account.id, session));
    });
  });
}

async function withVault(stack: Stack, work: (db: Database, vault: Vault) => Promise<void>): Promise<void> {
  const { db, dataSource } = await openDatabase(stack.databaseUrl, AT_ONCE + 2);
  const provider = await createLocalKeyProvider({ dataDir: stack.dataDir, production: false });
  const vault = createVault({ provider, dataKeys: new DataKeyRepository(db), secrets: new SealedSecretRepository(db) });
  try {
    await work(db, vault);
  } finally {
    await dataSource.destroy();
  }
}

async function openSession(
  tx: Sql,
  db: Database,
  vault: Vault,
  accountId: string,
  session: BrokerSession,
): Promise<void> {
  const until = new Date(Date.now() + SESSION_MS);
  const plaintext = encodeSession(session);
  const sealed = {
    partnerId: 'zebu',
    ownerId: accountId,
    purpose: 'access_token',
    plaintext,
    expiresAt: until,
  } as const;
  const tokenSecretId = await vault.seal(sealed, tx);
  await new BrokerAccountRepository(db).setToken(tx, accountId, {
    tokenSecretId,
    lastLogin: new Date(),
    tokenExpiresAt: until,
    entryValidUntil: until,
  });
}

/** Logs `count` clients in at the simulator. */
export async function createSessions(simulatorUrl: string, count: number, prefix: string): Promise<BrokerSession[]> {
  const sessions: BrokerSession[] = [];
  await inLanes(count, async (index) => {
    sessions.push(await login(simulatorUrl, `${prefix}${index}`));
  });
  return sessions;
}

async function subscribe(
  db: Database,
  vault: Vault,
  simulatorUrl: string,
  templateId: string,
  clientId: string,
): Promise<void> {
  const accounts = new BrokerAccountRepository(db);
  const userEmail = `${clientId.toLowerCase()}@bench.example`;
  const session = await login(simulatorUrl, clientId);
  await db.transaction(async (tx) => {
    const account = await accounts.createPending(tx, {
      id: newId('acc'),
      partnerId: 'zebu',
      mode: 'live',
      userEmail,
      clientId,
      brokerName: 'zebu',
    });
    if ('conflict' in account) throw new Error(`${clientId} is linked already`);
    await accounts.markEnabled(account.id, tx);
    await openSession(tx, db, vault, account.id, session);
    const subscription = await new SubscriptionRepository(db).create(tx, {
      id: newId('sub'),
      allocationId: newId('alloc'),
      partnerId: 'zebu',
      mode: 'live',
      userPk: account.userPk,
      templateId,
      accountId: account.id,
      lotMultiplier: 1,
      subscriptionDate: new Date(),
      nextBillingDate: '2099-01-01',
      monthlyFeePaise: 99_900,
      partnerCommissionPaise: 29_970,
      platformFeePaise: 69_930,
    });
    if ('conflict' in subscription) throw new Error(`${clientId} is subscribed already`);
    // No entity workflow: this bench is about entries, and the sweeper must not start thousands beside them.
    await new SubscriptionRepository(db).markWorkflowStarted(subscription.id, tx);
  });
}

async function login(simulatorUrl: string, clientId: string): Promise<BrokerSession> {
  const query = new URLSearchParams({
    api_key: API_KEY,
    state: 's',
    redirect_uri: 'http://127.0.0.1/cb',
    login_hint: clientId,
    auto_approve: '1',
  });
  const page = await fetch(`${simulatorUrl}/zebu/connect/login?${query.toString()}`, { redirect: 'manual' });
  const requestToken = new URL(page.headers.get('location') ?? '').searchParams.get('request_token') ?? '';
  const checksum = createHash('sha256').update(`${API_KEY}${requestToken}test_api_secret`).digest('hex');
  const body = new URLSearchParams({ api_key: API_KEY, request_token: requestToken, checksum });
  const answer = (await (await fetch(`${simulatorUrl}/zebu/session/token`, { method: 'POST', body })).json()) as {
    data: { access_token: string };
  };
  return { clientId, apiKey: API_KEY, accessToken: answer.data.access_token };
}

async function inLanes(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
