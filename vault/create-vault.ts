// The vault: envelope encryption over the sealed_secret table. What is sealed can be opened only for its partner, owner and purpose.
import { randomBytes, randomUUID } from 'node:crypto';
import type { DataKeyRepository } from '../db/repositories/data-keys.js';
import type { SealedSecretRepository, SecretToOpen } from '../db/repositories/sealed-secrets.js';
import type { Sql } from '../db/sql.js';
import type { CacheBounds } from './data-key-cache.js';
import { DataKeys } from './data-keys.js';
import type { KeyProvider } from './key-provider.js';
import { openBox, SEAL_VERSION, sealBox } from './secret-box.js';
import { VaultError, type OpenInput, type SealInput, type Vault } from './vault.js';

export type VaultDependencies = {
  provider: KeyProvider;
  dataKeys: DataKeyRepository;
  secrets: SealedSecretRepository;
  /** Epoch ms. @default Date.now */
  clock?: () => number;
  /** Of the plaintext data keys held in memory. */
  cache?: CacheBounds;
};

export function createVault(dependencies: VaultDependencies): Vault {
  return new EnvelopeVault(dependencies);
}

const SALT_BYTES = 32;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

class EnvelopeVault implements Vault {
  private readonly secrets: SealedSecretRepository;
  private readonly dataKeys: DataKeys;
  private readonly clock: () => number;

  constructor({ provider, dataKeys, secrets, clock = Date.now, cache }: VaultDependencies) {
    this.secrets = secrets;
    this.clock = clock;
    this.dataKeys = new DataKeys(provider, dataKeys, clock, cache);
  }

  async seal(input: SealInput, sql?: Sql): Promise<string> {
    const { partnerId, ownerId, purpose } = input;
    const salt = await this.secrets.saltOf(partnerId, ownerId, randomBytes(SALT_BYTES), sql);
    if (!salt) throw new VaultError(`${ownerId} belongs to another partner than ${partnerId}`);
    const dataKey = await this.dataKeys.current(partnerId, purpose, sql);
    const place = { secretId: randomUUID(), partnerId, ownerId, purpose, version: SEAL_VERSION };
    const box = await this.dataKeys.withPlaintext(dataKey, (key) => sealBox(key, salt, place, input.plaintext));
    const { secretId: id, ...owner } = place;
    await this.secrets.insert({ id, ...owner, ...box, dataKeyId: dataKey.id, expiresAt: input.expiresAt ?? null }, sql);
    return id;
  }

  async open(input: OpenInput): Promise<string> {
    const { secretId, partnerId, ownerId, purpose } = input;
    const secret = UUID.test(secretId) ? await this.secrets.find(partnerId, secretId) : undefined;
    const { salt, dataKey, ...sealed } = this.requireOpenable(secret, input);
    const place = { secretId, partnerId, ownerId, purpose, version: sealed.version };
    const text = await this.dataKeys.withPlaintext(dataKey, (key) => openBox(key, salt, place, sealed));
    if (text === undefined) throw new VaultError(`secret ${secretId} was tampered with`);
    return text;
  }

  keep(secretId: string, sql?: Sql): Promise<boolean> {
    return this.secrets.keep(secretId, new Date(this.clock()), sql);
  }

  eraseSecret(secretId: string, sql?: Sql): Promise<void> {
    return this.secrets.erase(secretId, sql);
  }

  endSecret(secretId: string, at: Date, sql?: Sql): Promise<void> {
    return this.secrets.endAt(secretId, at, sql);
  }

  eraseOwner(ownerId: string, sql?: Sql): Promise<void> {
    return this.secrets.eraseOwner(ownerId, sql);
  }

  private requireOpenable(secret: SecretToOpen | undefined, input: OpenInput): SecretToOpen & { salt: Buffer } {
    const refuse = (why: string) => new VaultError(`secret ${input.secretId} ${why}`);
    if (!secret) throw refuse(`does not exist for partner ${input.partnerId}: erased, or never sealed`);
    if (secret.ownerId !== input.ownerId) throw refuse(`is not of owner ${input.ownerId}`);
    if (secret.purpose !== input.purpose) throw refuse(`does not serve the purpose ${input.purpose}`);
    if (secret.salt === null) throw refuse('cannot be opened: its owner was erased');
    if (secret.expiresAt !== null && secret.expiresAt.getTime() <= this.clock()) throw refuse('has expired');
    if (secret.version !== SEAL_VERSION) throw refuse(`has the unknown version ${secret.version}`);
    return { ...secret, salt: secret.salt };
  }
}
