// Key provider for production: AWS KMS wraps data keys under an encryption context that names partner, purpose and period.
import {
  DecryptCommand,
  GenerateDataKeyCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
  KMSClient,
  type KMSClientConfig,
} from '@aws-sdk/client-kms';
import { encryptionContext, type GeneratedDataKey, type KeyContext, type KeyProvider } from './key-provider.js';
import { VaultError } from './vault.js';

export type KmsOptions = {
  /** Key id, ARN or alias of the master key. */
  keyId: string;
  region: string;
  /** An emulator's address. */
  endpoint?: string;
  /** Defaults to the SDK's provider chain. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
};

const CONNECT_TIMEOUT_MS = 2000;
const REQUEST_TIMEOUT_MS = 5000;

/** The SDK tries throttled and failed calls up to three times. */
export function createKmsKeyProvider(options: KmsOptions): KeyProvider {
  const config: KMSClientConfig = {
    region: options.region,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
    ...(options.endpoint && { endpoint: options.endpoint }),
    ...(options.credentials && { credentials: options.credentials }),
  };
  return new KmsKeyProvider(new KMSClient(config), options.keyId);
}

class KmsKeyProvider implements KeyProvider {
  readonly name = 'aws';

  constructor(
    private readonly kms: KMSClient,
    private readonly keyId: string,
  ) {}

  async generate(context: KeyContext): Promise<GeneratedDataKey> {
    const answer = await this.kms.send(
      new GenerateDataKeyCommand({
        KeyId: this.keyId,
        KeySpec: 'AES_256',
        EncryptionContext: encryptionContext(context),
      }),
    );
    if (!answer.Plaintext || !answer.CiphertextBlob || !answer.KeyId)
      throw new Error('KMS answered without a data key');
    return { plaintext: take(answer.Plaintext), wrapped: Buffer.from(answer.CiphertextBlob), keyRef: answer.KeyId };
  }

  async unwrap(wrapped: Buffer, keyRef: string, context: KeyContext): Promise<Buffer> {
    const command = new DecryptCommand({
      KeyId: keyRef,
      CiphertextBlob: wrapped,
      EncryptionContext: encryptionContext(context),
    });
    try {
      const answer = await this.kms.send(command);
      if (!answer.Plaintext) throw new Error('KMS answered without a data key');
      return take(answer.Plaintext);
    } catch (error) {
      if (error instanceof InvalidCiphertextException || error instanceof IncorrectKeyException)
        throw new VaultError(
          `KMS refuses the data key of ${context.partner}/${context.purpose}/${context.period}: ${error.name}`,
        );
      throw error;
    }
  }
}

/** Moves key bytes into a buffer of ours and wipes the SDK's. */
function take(bytes: Uint8Array): Buffer {
  const key = Buffer.alloc(bytes.length);
  key.set(bytes);
  bytes.fill(0);
  return key;
}
