// What the vault promises over Postgres, whichever key provider is behind it. Used by the local and the KMS suites.
import { expect } from 'chai';
import { DataKeyRepository } from '../../db/repositories/data-keys.js';
import { SealedSecretRepository } from '../../db/repositories/sealed-secrets.js';
import { createVault } from '../../vault/create-vault.js';
import type { KeyProvider } from '../../vault/key-provider.js';
import { VaultError, type OpenInput, type Vault } from '../../vault/vault.js';
import { openTestDatabase, OTHER_PARTNER, PARTNER, type OpenedDatabase } from './database.js';

const owner = { partnerId: PARTNER, ownerId: 'acc_1', purpose: 'credentials' } as const;

/** @param providers - makes another instance of the same provider, as a second process would have */
export function itIsAVault(providers: () => Promise<KeyProvider>): void {
  let database: OpenedDatabase;
  let unwrapped: number;
  let nowMs: number;

  const newVault = async (): Promise<Vault> => {
    const inner = await providers();
    const provider: KeyProvider = {
      name: inner.name,
      generate: (context) => inner.generate(context),
      unwrap: (...args) => {
        unwrapped += 1;
        return inner.unwrap(...args);
      },
    };
    const { db } = database;
    return createVault({
      provider,
      dataKeys: new DataKeyRepository(db),
      secrets: new SealedSecretRepository(db),
      clock: () => nowMs,
      cache: { maxUses: 1000 },
    });
  };

  beforeEach(async () => {
    database = await openTestDatabase();
    unwrapped = 0;
    nowMs = Date.parse('2026-11-24T04:00:00Z');
  });
  afterEach(() => database.close());

  it('opens what was sealed, in another process too', async () => {
    const secretId = await (await newVault()).seal({ ...owner, plaintext: '{"apiKey":"k ₹"}' });
    expect(await (await newVault()).open({ ...owner, secretId })).to.equal('{"apiKey":"k ₹"}');
    const [row] = await database.db.query<{ text: string }>('SELECT s::text AS text FROM sealed_secret s');
    expect(row?.text).not.to.contain('apiKey');
  });

  it('says why it refuses', async () => {
    const vault = await newVault();
    const secretId = await vault.seal({ ...owner, plaintext: 'text', expiresAt: new Date(nowMs + 1000) });
    const why = (over: Partial<OpenInput>) => refusal(vault, { ...owner, secretId, ...over });
    expect(await why({ ownerId: 'acc_2' })).to.equal(`secret ${secretId} is not of owner acc_2`);
    expect(await why({ purpose: 'access_token' })).to.equal(
      `secret ${secretId} does not serve the purpose access_token`,
    );
    expect(await why({ partnerId: OTHER_PARTNER })).to.match(/does not exist for partner partner_two/);
    expect(await why({ secretId: 'not-an-id' })).to.match(/does not exist/);
    nowMs += 1000;
    expect(await why({})).to.match(/has expired$/);
  });

  it('stays closed when the row was moved to another owner, purpose or place', async () => {
    const vault = await newVault();
    const mine = await vault.seal({ ...owner, plaintext: 'mine' });
    const theirs = await vault.seal({ ...owner, ownerId: 'acc_2', plaintext: 'theirs' });
    const { db } = database;
    await db.query(`UPDATE sealed_secret SET owner_id = 'acc_2' WHERE id = $1`, [mine]);
    expect(await refusal(vault, { ...owner, ownerId: 'acc_2', secretId: mine })).to.match(/was tampered with$/);
    await db.query(`UPDATE sealed_secret SET owner_id = 'acc_1', purpose = 'access_token' WHERE id = $1`, [mine]);
    expect(await refusal(vault, { ...owner, purpose: 'access_token', secretId: mine })).to.match(/was tampered with$/);
    await db.query(
      `UPDATE sealed_secret a SET purpose = 'credentials', owner_id = 'acc_2', nonce = b.nonce, ciphertext = b.ciphertext
       FROM sealed_secret b WHERE a.id = $1 AND b.id = $2`,
      [mine, theirs],
    );
    expect(await refusal(vault, { ...owner, ownerId: 'acc_2', secretId: mine })).to.match(/was tampered with$/);
    expect(await vault.open({ ...owner, ownerId: 'acc_2', secretId: theirs })).to.equal('theirs');
  });

  it('cannot open an erased secret, nor a restored one whose owner was erased', async () => {
    const vault = await newVault();
    const { db } = database;
    const first = await vault.seal({ ...owner, plaintext: 'first' });
    const second = await vault.seal({ ...owner, plaintext: 'second' });
    await vault.eraseSecret(first);
    expect(await refusal(vault, { ...owner, secretId: first })).to.match(/erased, or never sealed$/);
    await db.query('CREATE TABLE backup AS TABLE sealed_secret');
    await vault.eraseOwner(owner.ownerId);
    expect(await db.query('SELECT 1 FROM sealed_secret UNION ALL SELECT 1 FROM key_salt')).to.deep.equal([]);
    await db.query('INSERT INTO sealed_secret SELECT * FROM backup');
    expect(await refusal(vault, { ...owner, secretId: second })).to.match(/its owner was erased$/);
    await vault.seal({ ...owner, plaintext: 'linked again' });
    expect(await refusal(vault, { ...owner, secretId: second })).to.match(/was tampered with$/);
  });

  it('makes one data key per partner, purpose and month, also when vaults race for it', async () => {
    const vaults = await Promise.all([newVault(), newVault(), newVault(), newVault()]);
    const ids = await Promise.all(vaults.map((vault, n) => vault.seal({ ...owner, plaintext: `text ${n}` })));
    const reader = await newVault();
    const texts = await Promise.all(ids.map((secretId) => reader.open({ ...owner, secretId })));
    expect(texts).to.deep.equal(['text 0', 'text 1', 'text 2', 'text 3']);
    expect(await keysOf(database)).to.deep.equal(['partner_one/credentials/2026-11']);
    nowMs = Date.parse('2026-11-30T18:30:00Z');
    await vaults[0]?.seal({ ...owner, plaintext: 'in December, India' });
    await vaults[0]?.seal({ ...owner, purpose: 'access_token', plaintext: 'token' });
    expect(await keysOf(database)).to.deep.equal([
      'partner_one/access_token/2026-12',
      'partner_one/credentials/2026-11',
      'partner_one/credentials/2026-12',
    ]);
  });

  it('asks the provider once for many secrets', async () => {
    const vault = await newVault();
    const ids = await Promise.all(
      Array.from({ length: 30 }, (_, n) => vault.seal({ ...owner, ownerId: `acc_${n}`, plaintext: `token ${n}` })),
    );
    const fresh = await newVault();
    unwrapped = 0;
    await Promise.all(ids.map((secretId, n) => fresh.open({ ...owner, ownerId: `acc_${n}`, secretId })));
    expect(unwrapped).to.equal(1);
  });

  it('takes part in a transaction, and a rolled-back data key is not used again', async () => {
    const vault = await newVault();
    const { db } = database;
    const undone = db.transaction(async (tx) => {
      await vault.seal({ ...owner, plaintext: 'one' }, tx);
      await vault.seal({ ...owner, plaintext: 'two' }, tx);
      throw new Error('changed my mind');
    });
    expect(await undone.catch((error: Error) => error.message)).to.equal('changed my mind');
    expect(await keysOf(database)).to.deep.equal([]);
    const secretId = await vault.seal({ ...owner, plaintext: 'three' });
    expect(await vault.open({ ...owner, secretId })).to.equal('three');
  });

  it('seals in more transactions at once than the pool has connections', async () => {
    const vault = await newVault();
    const ids = await Promise.all(
      Array.from({ length: 25 }, (_, n) =>
        database.db.transaction((tx) => vault.seal({ ...owner, ownerId: `acc_${n}`, plaintext: `${n}` }, tx)),
      ),
    );
    expect(new Set(ids).size).to.equal(25);
  });
}

async function refusal(vault: Vault, input: OpenInput): Promise<string> {
  return vault.open(input).then(
    () => 'opened',
    (error: unknown) => {
      expect(error).to.be.instanceOf(VaultError);
      return (error as VaultError).message;
    },
  );
}

async function keysOf({ db }: OpenedDatabase): Promise<string[]> {
  const rows = await db.query<{ key: string }>(
    `SELECT partner_id || '/' || purpose || '/' || period AS key FROM data_key ORDER BY 1`,
  );
  return rows.map((row) => row.key);
}
