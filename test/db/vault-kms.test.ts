// The vault with AWS KMS as its key provider, against a real KMS emulator. REQUIRE_KMS=1 (CI) makes the emulator a must.
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { expect } from 'chai';
import { createKmsKeyProvider, type KmsOptions } from '../../vault/kms-key-provider.js';
import { VaultError } from '../../vault/vault.js';
import { motoServer } from '../support/moto.js';
import { itIsAVault } from './vault-behaviour.js';

const region = 'ap-south-1';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const context = { partner: 'p1', purpose: 'credentials', period: '2026-11' };

const emulator = await motoServer();

describe('vault with AWS KMS', () => {
  if (!emulator) {
    it('is not tested where the emulator cannot run, which CI does not allow', () => {
      expect(process.env['REQUIRE_KMS']).not.to.equal('1');
    });
    return;
  }

  const { endpoint } = emulator;
  let options: KmsOptions;
  before(async () => {
    options = { keyId: await newKey(endpoint), region, endpoint, credentials };
  });

  itIsAVault(() => Promise.resolve(createKmsKeyProvider(options)));

  it('remembers the key itself, not the name it was asked for by', async () => {
    const made = await createKmsKeyProvider(options).generate(context);
    expect(made.keyRef).to.match(/^arn:aws:kms:ap-south-1:.*:key\//);
    expect(made.plaintext).to.have.length(32);
    expect(made.wrapped.includes(made.plaintext)).to.equal(false);
  });

  it('unwraps only in the context and with the key it was wrapped in', async () => {
    const provider = createKmsKeyProvider(options);
    const { wrapped, keyRef, plaintext } = await provider.generate(context);
    expect(await provider.unwrap(wrapped, keyRef, context)).to.deep.equal(plaintext);
    const another = await newKey(endpoint);
    const attempts = {
      partner: () => provider.unwrap(wrapped, keyRef, { ...context, partner: 'p2' }),
      purpose: () => provider.unwrap(wrapped, keyRef, { ...context, purpose: 'access_token' }),
      period: () => provider.unwrap(wrapped, keyRef, { ...context, period: '2026-12' }),
      ciphertext: () => provider.unwrap(wrapped.subarray(0, -1), keyRef, context),
    };
    for (const [other, attempt] of Object.entries(attempts))
      expect(await attempt().catch((error: unknown) => error), `other ${other}`).to.be.instanceOf(VaultError);
    // KMS itself says IncorrectKeyException here, the emulator AccessDeniedException.
    expect(await provider.unwrap(wrapped, another, context).catch((error: unknown) => error)).to.be.instanceOf(Error);
  });

  it('throws the outage itself, not a refusal, when KMS cannot be reached', async () => {
    const away = createKmsKeyProvider({ ...options, endpoint: 'http://127.0.0.1:1' });
    const error = await away.generate(context).catch((problem: unknown) => problem);
    expect(error).to.be.instanceOf(Error).and.not.instanceOf(VaultError);
  });
});

async function newKey(endpoint: string): Promise<string> {
  const kms = new KMSClient({ region, endpoint, credentials });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  kms.destroy();
  return KeyMetadata?.KeyId ?? '';
}
