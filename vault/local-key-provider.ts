// Key provider for one machine: AES-256 master keys in a 0600 file of the data folder. Refused in production.
import { randomBytes } from 'node:crypto';
import { decrypt, encrypt } from './aes-gcm.js';
import { encryptionContext, type GeneratedDataKey, type KeyContext, type KeyProvider } from './key-provider.js';
import { KeyFileError, loadLocalKeys, localKeyFile, type LocalKeys } from './local-key-file.js';
import { VaultError } from './vault.js';

/**
 * @param dataDir - the folder under which `keys/master-keys.json` is kept
 * @throws KeyFileError in production, or when the file cannot be trusted
 */
export async function createLocalKeyProvider(options: { dataDir: string; production: boolean }): Promise<KeyProvider> {
  if (options.production) throw new KeyFileError('The local key provider is for development: set KEY_PROVIDER=aws');
  return new LocalKeyProvider(await loadLocalKeys(localKeyFile(options.dataDir)));
}

const NONCE_BYTES = 12;

class LocalKeyProvider implements KeyProvider {
  readonly name = 'local';

  constructor(private readonly masterKeys: LocalKeys) {}

  generate(context: KeyContext): Promise<GeneratedDataKey> {
    const plaintext = randomBytes(32);
    const keyRef = this.masterKeys.current;
    const { nonce, ciphertext } = encrypt(this.masterKey(keyRef), plaintext, associated(context));
    return Promise.resolve({ plaintext, wrapped: Buffer.concat([nonce, ciphertext]), keyRef });
  }

  async unwrap(wrapped: Buffer, keyRef: string, context: KeyContext): Promise<Buffer> {
    const masterKey = this.masterKey(keyRef);
    const opened = decrypt(
      masterKey,
      wrapped.subarray(0, NONCE_BYTES),
      wrapped.subarray(NONCE_BYTES),
      associated(context),
    );
    if (!opened)
      throw new VaultError(`the data key of ${context.partner}/${context.purpose}/${context.period} was tampered with`);
    return Promise.resolve(opened);
  }

  private masterKey(keyRef: string): Buffer {
    const key = this.masterKeys.keys.get(keyRef);
    if (!key) throw new VaultError(`the master key ${keyRef} is not in the key file`);
    return key;
  }
}

function associated(context: KeyContext): string {
  return JSON.stringify(encryptionContext(context));
}
