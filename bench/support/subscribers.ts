// Live subscribers for a bench, written straight to the database and logged in at the simulator: thousands in seconds.
import { encodeSession } from '../../brokers/session-codec.js';
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
import { inLanes, type BenchWire, type OpenedSession } from './wires.js';

const CONNECTIONS = 10;

/** Subscribes `count` new users of a wire's broker to a template; the broker's partner uses that wire from then on. @param prefix - of their client ids */
export async function createSubscribers(
  stack: Stack,
  wire: BenchWire,
  count: number,
  templateId: string,
  prefix: string,
): Promise<void> {
  await withVault(stack, async (db, vault) => {
    const chosen = wire.name === wire.broker ? null : wire.name;
    await db.query('UPDATE partner SET broker_wire = $2 WHERE id = $1', [wire.broker, chosen]);
    await inLanes(count, (index) => subscribe(db, vault, wire, templateId, `${prefix}${index}`));
  });
}

/** The day's login once more, for every client with a prefix. */
export async function logInAgain(stack: Stack, wire: BenchWire, prefix: string): Promise<void> {
  await withVault(stack, async (db, vault) => {
    const accounts = await db.query<{ id: string; clientId: string }>(
      `SELECT id, client_id AS "clientId" FROM broker_account WHERE client_id LIKE $1 || '%'`,
      [prefix],
    );
    await inLanes(accounts.length, async (index) => {
      const account = accounts[index];
      if (!account) return;
      const opened = await wire.logIn(account.clientId);
      await db.transaction((tx) => openSession(tx, db, vault, wire, account.id, opened));
    });
  });
}

async function withVault(stack: Stack, work: (db: Database, vault: Vault) => Promise<void>): Promise<void> {
  const { db, dataSource } = await openDatabase(stack.databaseUrl, CONNECTIONS);
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
  { broker }: BenchWire,
  accountId: string,
  { session, expiresAtMs }: OpenedSession,
): Promise<void> {
  const until = new Date(expiresAtMs);
  const plaintext = encodeSession(session);
  const sealed = {
    partnerId: broker,
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

async function subscribe(
  db: Database,
  vault: Vault,
  wire: BenchWire,
  templateId: string,
  clientId: string,
): Promise<void> {
  const accounts = new BrokerAccountRepository(db);
  const userEmail = `${clientId.toLowerCase()}@bench.example`;
  const opened = await wire.logIn(clientId);
  await db.transaction(async (tx) => {
    const account = await accounts.createPending(tx, {
      id: newId('acc'),
      partnerId: wire.broker,
      mode: 'live',
      userEmail,
      clientId,
      brokerName: wire.broker,
    });
    if ('conflict' in account) throw new Error(`${clientId} is linked already`);
    await accounts.markEnabled(account.id, tx);
    await openSession(tx, db, vault, wire, account.id, opened);
    const subscription = await new SubscriptionRepository(db).create(tx, {
      id: newId('sub'),
      allocationId: newId('alloc'),
      partnerId: wire.broker,
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
