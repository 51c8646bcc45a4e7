// Finding a secret wherever it may lie, in whatever clothes: plain, base64 at any alignment, hex, or escaped for a URL.

export type Canary = { name: string; text: string };

type Needle = { name: string; bytes: Buffer };

/** The ways in which a canary may have been written down. */
function needlesOf({ name, text }: Canary): Needle[] {
  const bytes = Buffer.from(text);
  const forms = [
    text,
    text.toLowerCase(),
    encodeURIComponent(text),
    bytes.toString('hex'),
    ...[0, 1, 2].map((shift) => base64Core(bytes, shift, 'base64')),
    ...[0, 1, 2].map((shift) => base64Core(bytes, shift, 'base64url')),
  ];
  return [...new Set(forms)].map((form) => ({ name, bytes: Buffer.from(form) }));
}

/** The characters that a text certainly has in the base64 of something longer in which it begins `shift` bytes into a group. */
function base64Core(bytes: Buffer, shift: number, encoding: 'base64' | 'base64url'): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString(encoding)
    .replaceAll('=', '');
  const wholeGroups = Math.floor((shift + bytes.length) / 3) * 4;
  return encoded.slice(shift === 0 ? 0 : 4, wholeGroups);
}

/** @returns the names of the canaries that are in there */
export function foundIn(haystack: Buffer | string, canaries: readonly Canary[]): string[] {
  const bytes = typeof haystack === 'string' ? Buffer.from(haystack) : haystack;
  const found = canaries.filter((canary) => needlesOf(canary).some((needle) => bytes.includes(needle.bytes)));
  return found.map(({ name }) => name);
}
