// When the set-up installs, and which binaries a command waits for.
import { expect } from 'chai';
import { setupModule } from '../../support/setup-module.js';

type Packages = { packages: Record<string, { version?: string; optional?: boolean }> };
type DependenciesModule = { installedMatches: (wanted: Packages, installed: Packages) => boolean };
type NeedsModule = { binariesNeeded: (event: string | undefined, env: Record<string, string>) => string[] };

describe('set-up: dependencies', () => {
  const root = { '': {} };
  const koa = { 'node_modules/koa': { version: '3.0.0' } };
  const otherPlatform = { 'node_modules/fsevents': { version: '2.3.3', optional: true } };
  let installedMatches: DependenciesModule['installedMatches'];
  before(async () => {
    ({ installedMatches } = await setupModule<DependenciesModule>('dependencies'));
  });

  it('accepts what npm itself installed, less the packages of other platforms', () => {
    const wanted = { packages: { ...root, ...koa, ...otherPlatform } };
    expect(installedMatches(wanted, { packages: koa })).to.equal(true);
  });

  it('installs when a package is missing, of another version, or no longer wanted', () => {
    const wanted = { packages: { ...root, ...koa } };
    expect(installedMatches(wanted, { packages: {} })).to.equal(false);
    expect(installedMatches(wanted, { packages: { 'node_modules/koa': { version: '2.0.0' } } })).to.equal(false);
    expect(installedMatches({ packages: root }, { packages: koa })).to.equal(false);
  });
});

describe('set-up: what a command needs', () => {
  let needed: NeedsModule['binariesNeeded'];
  before(async () => {
    ({ binariesNeeded: needed } = await setupModule<NeedsModule>('needs'));
  });

  it('lets nobody wait for the test server in order to start the stack', () => {
    expect(needed('prestart', {})).to.deep.equal(['temporal']);
    expect(needed('prestart', { TEMPORAL_ADDRESS: 'temporal:7233' })).to.deep.equal([]);
  });

  it('provides both for tests, checks and a set-up by hand', () => {
    for (const event of ['pretest', 'precheck', undefined])
      expect(needed(event, {})).to.deep.equal(['temporal', 'temporal-test-server']);
  });
});
