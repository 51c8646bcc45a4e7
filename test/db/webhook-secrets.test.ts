// Rotation: the former secret signs until its time is over, whoever else rotates meanwhile.
import { expect } from 'chai';
import { DataKeyRepository } from '../../db/repositories/data-keys.js';
import { HousekeepingRepository } from '../../db/repositories/housekeeping.js';
import { OutboxRepository } from '../../db/repositories/outbox.js';
import { SealedSecretRepository } from '../../db/repositories/sealed-secrets.js';
import { WebhookDeliveryRepository } from '../../db/repositories/webhook-deliveries.js';
import { WebhookEndpointRepository } from '../../db/repositories/webhook-endpoints.js';
import { MOST_OLD_SECRETS, WebhookSecretRepository, type SecretKeeper } from '../../db/repositories/webhook-secrets.js';
import { webhookTest } from '../../domain/webhook-event.js';
import { createVault } from '../../vault/create-vault.js';
import { createLocalKeyProvider } from '../../vault/local-key-provider.js';
import type { Vault } from '../../vault/vault.js';
import { temporaryFolder } from '../support/resources.js';
import { openTestDatabase, OTHER_PARTNER, PARTNER, type OpenedDatabase } from './database.js';

describe('webhook secrets', () => {
  let database: OpenedDatabase;
  let secrets: WebhookSecretRepository;
  let vault: Vault;
  let id: string;
  let first: string;
  let eventId: string;
  beforeEach(async () => {
    database = await openTestDatabase();
    const { db } = database;
    const provider = await createLocalKeyProvider({ dataDir: temporaryFolder('keys'), production: false });
    vault = createVault({ provider, dataKeys: new DataKeyRepository(db), secrets: new SealedSecretRepository(db) });
    secrets = new WebhookSecretRepository(db);
    const owner = { partnerId: PARTNER, mode: 'live' } as const;
    const created = await new WebhookEndpointRepository(db).create(
      { ...owner, url: 'https://p.example/hook', eventTypes: null },
      keeper().seal,
    );
    id = created?.endpoint.id ?? '';
    first = created?.secret ?? '';
    const event = { ...owner, ...webhookTest({ endpointId: id, testId: '1', atMs: 0 }) };
    eventId = (await new OutboxRepository(db).append(db, event)) ?? '';
  });
  afterEach(() => database.close());

  const keeper = (): SecretKeeper => ({
    seal: (secret, sql) => vault.seal({ ...secret, purpose: 'webhook_secret' }, sql),
    erase: (secretId, sql) => vault.eraseSecret(secretId, sql),
    endAt: (secretId, at, sql) => vault.endSecret(secretId, at, sql),
  });
  const rotate = async (overlapHours: number): Promise<string> => {
    const rotation = await secrets.rotate({ partnerId: PARTNER, mode: 'live', id }, overlapHours, keeper());
    if (rotation.outcome !== 'rotated') throw new Error(rotation.outcome);
    return rotation.secret;
  };
  /** What a delivery would be signed with now, the current secret first. */
  const signing = async (): Promise<string[]> => {
    const delivery = await new WebhookDeliveryRepository(database.db).find(eventId, id);
    const owner = { partnerId: PARTNER, ownerId: id, purpose: 'webhook_secret' } as const;
    return Promise.all((delivery?.secretIds ?? []).map((secretId) => vault.open({ ...owner, secretId })));
  };
  const kept = async () => (await database.db.query('SELECT 1 FROM sealed_secret WHERE owner_id = $1', [id])).length;
  const age = async (hours: number) => {
    for (const table of ['webhook_old_secret', 'sealed_secret'])
      await database.db.query(`UPDATE ${table} SET expires_at = expires_at - make_interval(hours => $1)`, [hours]);
  };

  it('sign together until the overlap is over; then the former is deleted', async () => {
    const second = await rotate(24);
    expect(await signing()).to.deep.equal([second, first]);
    await age(23);
    expect(await signing()).to.deep.equal([second, first]);
    await age(2);
    expect(await signing()).to.deep.equal([second]);
    await new HousekeepingRepository(database.db).deleteExpiredSecrets();
    expect(await kept()).to.equal(1);
    expect(await database.db.query('SELECT 1 FROM webhook_old_secret')).to.deep.equal([]);
  });

  it('of two rotations at once both answers sign, and so does the secret that was in use', async () => {
    const [one, other] = await Promise.all([rotate(24), rotate(24)]);
    const now = await signing();
    expect(now).to.have.members([one, other, first]);
    expect([one, other]).to.include(now[0]);
  });

  it('a rotation without overlap ends every former one at once, also one that was promised longer', async () => {
    await rotate(168);
    const last = await rotate(0);
    expect(await signing()).to.deep.equal([last]);
    expect(await kept()).to.equal(1);
  });

  it('a shorter overlap shortens, a longer one does not lengthen', async () => {
    await rotate(2);
    await rotate(48);
    await age(3);
    const left = await signing();
    expect(left, 'the first has ended').to.have.length(2);
    expect(left).not.to.include(first);
    await rotate(1);
    await age(2);
    expect(await signing()).to.have.length(1);
  });

  it(`are at most ${MOST_OLD_SECRETS + 1}; one more is refused unless it ends the others`, async () => {
    for (let n = 0; n < MOST_OLD_SECRETS; n++) await rotate(24);
    expect(await signing()).to.have.length(MOST_OLD_SECRETS + 1);
    const refused = await secrets.rotate({ partnerId: PARTNER, mode: 'live', id }, 24, keeper());
    expect(refused).to.deep.equal({ outcome: 'too_many' });
    const last = await rotate(0);
    expect(await signing()).to.deep.equal([last]);
  });

  it('are left as they are when the fresh one cannot be sealed, and by everyone else', async () => {
    const broken = { ...keeper(), seal: () => Promise.reject(new Error('KMS is away')) };
    const failed = await secrets
      .rotate({ partnerId: PARTNER, mode: 'live', id }, 0, broken)
      .catch((error: Error) => error.message);
    expect(failed).to.equal('KMS is away');
    for (const [partnerId, mode] of [
      [OTHER_PARTNER, 'live'],
      [PARTNER, 'test'],
    ] as const)
      expect(await secrets.rotate({ partnerId, mode, id }, 0, keeper())).to.deep.equal({ outcome: 'not_found' });
    expect(await signing()).to.deep.equal([first]);
  });

  it('all go with their endpoint', async () => {
    await rotate(24);
    await vault.eraseOwner(id);
    expect(await kept()).to.equal(0);
    expect(await database.db.query('SELECT 1 FROM webhook_old_secret')).to.deep.equal([]);
  });
});
