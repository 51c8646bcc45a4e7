// Webhook endpoints belong to one partner and mode; their secrets are sealed and go with them.
import { expect } from 'chai';
import { DataKeyRepository } from '../../db/repositories/data-keys.js';
import { OutboxRepository } from '../../db/repositories/outbox.js';
import { SealedSecretRepository } from '../../db/repositories/sealed-secrets.js';
import { WebhookDeliveryRepository } from '../../db/repositories/webhook-deliveries.js';
import { WebhookEndpointRepository } from '../../db/repositories/webhook-endpoints.js';
import { subscriptionCreated } from '../../domain/partner-event.js';
import { createVault } from '../../vault/create-vault.js';
import { createLocalKeyProvider } from '../../vault/local-key-provider.js';
import type { Vault } from '../../vault/vault.js';
import { temporaryFolder } from '../support/resources.js';
import { openTestDatabase, OTHER_PARTNER, PARTNER, type OpenedDatabase } from './database.js';

describe('webhook endpoints', () => {
  let database: OpenedDatabase;
  let endpoints: WebhookEndpointRepository;
  let deliveries: WebhookDeliveryRepository;
  let vault: Vault;
  beforeEach(async () => {
    database = await openTestDatabase();
    const { db } = database;
    endpoints = new WebhookEndpointRepository(db);
    deliveries = new WebhookDeliveryRepository(db);
    const provider = await createLocalKeyProvider({ dataDir: temporaryFolder('keys'), production: false });
    vault = createVault({ provider, dataKeys: new DataKeyRepository(db), secrets: new SealedSecretRepository(db) });
  });
  afterEach(() => database.close());

  const create = async (partnerId: string, mode: 'live' | 'test', url = 'https://p.example/hook') => {
    const created = await endpoints.create({ partnerId, mode, url, eventTypes: null }, (secret, tx) =>
      vault.seal({ ...secret, purpose: 'webhook_secret' }, tx),
    );
    if (!created) throw new Error('there are as many endpoints as there can be');
    return created;
  };

  it('are made with a Standard Webhooks secret that only the vault can give back', async () => {
    const { endpoint, secret } = await create(PARTNER, 'live');
    expect(secret).to.match(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(endpoint).to.include({ url: 'https://p.example/hook', status: 'enabled', eventTypes: null });
    const [row] = await database.db.query<{ secretId: string }>('SELECT secret_id AS "secretId" FROM webhook_endpoint');
    const input = {
      partnerId: PARTNER,
      ownerId: endpoint.id,
      purpose: 'webhook_secret',
      secretId: row?.secretId ?? '',
    } as const;
    expect(await vault.open(input)).to.equal(secret);
  });

  it('leave nothing behind when the secret cannot be sealed', async () => {
    const broken = endpoints.create(
      { partnerId: PARTNER, mode: 'live', url: 'https://p.example', eventTypes: null },
      () => Promise.reject(new Error('KMS is away')),
    );
    expect(await broken.catch((error: Error) => error.message)).to.equal('KMS is away');
    expect(await endpoints.list(PARTNER, 'live')).to.deep.equal([]);
  });

  it('are seen, deleted and used only by their partner in their mode', async () => {
    const { endpoint } = await create(PARTNER, 'live');
    const outbox = new OutboxRepository(database.db);
    const happening = { userEmail: 'u@e.example', atMs: 0, subscriptionId: 's', userId: 'u', templateId: 't' };
    for (const [partnerId, mode] of [
      [OTHER_PARTNER, 'live'],
      [PARTNER, 'test'],
    ] as const) {
      expect(await endpoints.list(partnerId, mode)).to.deep.equal([]);
      expect(await endpoints.softDelete(partnerId, mode, endpoint.id)).to.equal(false);
      const event = { partnerId, mode, ...subscriptionCreated({ ...happening, subscriptionId: partnerId + mode }) };
      const eventId = await outbox.append(database.db, event);
      expect(await endpoints.enabledFor({ ...event, onlyEndpointId: null })).to.deep.equal([]);
      expect(await deliveries.find(eventId ?? '', endpoint.id)).to.equal(undefined);
    }
    const own = { partnerId: PARTNER, mode: 'live', ...subscriptionCreated(happening) } as const;
    const eventId = await outbox.append(database.db, own);
    expect(await endpoints.enabledFor({ ...own, onlyEndpointId: null })).to.deep.equal([endpoint.id]);
    expect(await deliveries.find(eventId ?? '', endpoint.id)).to.include({ url: endpoint.url, partnerId: PARTNER });
  });

  it('vanish with their secret when deleted, and only once', async () => {
    const { endpoint } = await create(PARTNER, 'live');
    await database.db.transaction(async (tx) => {
      expect(await endpoints.softDelete(PARTNER, 'live', endpoint.id, tx)).to.equal(true);
      await vault.eraseOwner(endpoint.id, tx);
    });
    expect(await endpoints.list(PARTNER, 'live')).to.deep.equal([]);
    expect(await endpoints.softDelete(PARTNER, 'live', endpoint.id)).to.equal(false);
    expect(await database.db.query('SELECT 1 FROM sealed_secret')).to.deep.equal([]);
  });
});
