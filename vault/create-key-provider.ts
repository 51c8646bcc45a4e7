// The configured key provider.
import { assertNever } from '../domain/assert-never.js';
import type { Config } from '../platform/config.js';
import type { KeyProvider } from './key-provider.js';
import { createLocalKeyProvider } from './local-key-provider.js';

/** @throws KeyFileError (local) or Error when KEY_PROVIDER=aws names no key */
export async function createKeyProvider(config: Pick<Config, 'keys' | 'dataDir' | 'production'>): Promise<KeyProvider> {
  const { provider, kmsKeyId, kmsEndpoint, region } = config.keys;
  switch (provider) {
    case 'local':
      return createLocalKeyProvider(config);
    case 'aws': {
      if (!kmsKeyId) throw new Error('KMS_KEY_ID: required with KEY_PROVIDER=aws');
      // Loaded only where it is used: the SDK is large.
      const { createKmsKeyProvider } = await import('./kms-key-provider.js');
      return createKmsKeyProvider({ keyId: kmsKeyId, region, ...(kmsEndpoint && { endpoint: kmsEndpoint }) });
    }
    default:
      return assertNever(provider, 'key provider');
  }
}
