// What a key provider does: makes data keys and unwraps them, under a master key that never leaves it.

/** Bound into the wrapping; shown in clear in KMS audit logs, so it holds ids only. */
export type KeyContext = { partner: string; purpose: string; /** `YYYY-MM` */ period: string };

export type GeneratedDataKey = {
  /** 32 bytes; the caller wipes it. */
  plaintext: Buffer;
  wrapped: Buffer;
  /** Which master key wrapped it. */
  keyRef: string;
};

export interface KeyProvider {
  readonly name: 'local' | 'aws';
  generate(context: KeyContext): Promise<GeneratedDataKey>;
  /** @returns 32 bytes; the caller wipes them. @throws VaultError when key, context and ciphertext don't belong together */
  unwrap(wrapped: Buffer, keyRef: string, context: KeyContext): Promise<Buffer>;
}

/** The encryption context as KMS takes it. */
export function encryptionContext(context: KeyContext): Record<'app' | 'partner' | 'purpose' | 'period', string> {
  return { app: 'quantleap', partner: context.partner, purpose: context.purpose, period: context.period };
}
