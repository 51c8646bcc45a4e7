// The local provider's master keys: a JSON file only its owner may read, made once even when two processes race for it.
import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const schema = z.object({
  /** The key that wraps; the others only unwrap. */
  current: z.string(),
  /** Key id to 32 bytes in base64. */
  keys: z.record(
    z.string(),
    z.base64().refine((text) => Buffer.from(text, 'base64').length === 32),
  ),
});

export type LocalKeys = { current: string; keys: ReadonlyMap<string, Buffer> };

/** Thrown when the key file cannot be trusted or read; the message names the file and the cure. */
export class KeyFileError extends Error {
  override name = 'KeyFileError';
}

export const localKeyFile = (dataDir: string): string => join(dataDir, 'keys', 'master-keys.json');

/**
 * Reads the key file, making it first when there is none.
 * @throws KeyFileError when others may read it or it is damaged
 */
export async function loadLocalKeys(file: string): Promise<LocalKeys> {
  await createIfMissing(file);
  const { mode } = await stat(file);
  // Windows has no such bits.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new KeyFileError(`${file} can be read by others (mode ${(mode & 0o777).toString(8)}): chmod 600 ${file}`);
  return parse(file, await readFile(file, 'utf8'));
}

/** A complete file is linked into place, so that a reader sees all of it or nothing, and the first of two makers wins. */
async function createIfMissing(file: string): Promise<void> {
  if (await exists(file)) return;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const id = `mk_${randomBytes(6).toString('hex')}`;
  const text = JSON.stringify({ current: id, keys: { [id]: randomBytes(32).toString('base64') } });
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

function parse(file: string, text: string): LocalKeys {
  const parsed = schema.safeParse(jsonOrUndefined(text));
  if (!parsed.success || !(parsed.data.current in parsed.data.keys))
    throw new KeyFileError(`${file} is not a key file: restore it from a backup (without it no secret can be opened)`);
  const keys = Object.entries(parsed.data.keys).map(([id, key]) => [id, Buffer.from(key, 'base64')] as const);
  return { current: parsed.data.current, keys: new Map(keys) };
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Reported by the caller, which never quotes the text: it may hold keys.
    return undefined;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
