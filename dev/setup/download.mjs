// Downloads and unpacks an official release archive; a machine without a network gives up within seconds.
/* global AbortController */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { progress } from './progress.mjs';
import { runQuietly } from './run.mjs';

const connectTimeoutMs = 5_000;
const stallTimeoutMs = 15_000;

/**
 * @param {string} url - of a .tar.gz
 * @param {string} folder - where it is unpacked
 * @param {(line: string) => void} say
 */
export async function officialDownload(url, folder, say) {
  const abort = new AbortController();
  const limit = (ms, reason) => setTimeout(() => abort.abort(new Error(reason)), ms);
  let timer = limit(connectTimeoutMs, `${new URL(url).host} did not answer within ${connectTimeoutMs / 1000} s`);
  try {
    const response = await fetch(url, { signal: abort.signal, redirect: 'follow' });
    if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}`);
    const show = progress(`  downloading ${url}`, Number(response.headers.get('content-length')), say);
    const watch = new Transform({
      transform(chunk, _encoding, done) {
        clearTimeout(timer);
        timer = limit(stallTimeoutMs, `the download stalled for ${stallTimeoutMs / 1000} s`);
        show.advance(chunk.length);
        done(null, chunk);
      },
    });
    const archive = join(folder, 'archive.tar.gz');
    await pipeline(Readable.fromWeb(response.body), watch, createWriteStream(archive), { signal: abort.signal });
    show.end();
    await runQuietly('tar', ['-xzf', archive, '-C', folder]);
  } catch (error) {
    throw abort.signal.aborted ? abort.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}
