// The data folder: one supervisor at a time, secrets for the owner only, and a reset that deletes nothing else.
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { DataFolder } from '../../../dev/supervisor/data-folder.js';
import { Lock } from '../../../dev/supervisor/lock.js';
import { processIdentity } from '../../../dev/supervisor/process-identity.js';
import { temporaryFolder } from '../../support/resources.js';

describe('data folder', () => {
  let path: string;
  beforeEach(() => (path = join(temporaryFolder('data-folder'), 'data')));

  it('makes up the pepper once and keeps it from others', () => {
    const data = new DataFolder(path);
    data.prepare();
    const pepper = data.apiKeyPepper();
    expect(pepper).to.have.length.of.at.least(32);
    expect(new DataFolder(path).apiKeyPepper()).to.equal(pepper);
    expect(statSync(join(path, 'keys')).mode & 0o777).to.equal(0o700);
    expect(statSync(join(path, 'keys', 'api-key-pepper')).mode & 0o777).to.equal(0o600);
  });

  it('resets only what belongs to the stack', () => {
    const data = new DataFolder(path);
    data.prepare();
    mkdirSync(data.postgres);
    for (const name of ['temporal.db', 'temporal.db-wal', 'demo-played', 'mine.txt'])
      writeFileSync(join(path, name), '');
    data.reset();
    const left = ['postgres', 'keys', 'logs', 'temporal.db', 'temporal.db-wal', 'demo-played', 'mine.txt'];
    expect(left.filter((name) => existsSync(join(path, name)))).to.deep.equal(['mine.txt']);
  });
});

describe('supervisor lock', () => {
  let file: string;
  beforeEach(() => (file = join(temporaryFolder('lock'), 'supervisor.lock')));
  const children = { api: { pid: 4711, identity: 'x' } };
  const held = (pid: number, identity: string) =>
    writeFileSync(file, JSON.stringify({ pid, identity, running: { children } }));

  it('is refused while another supervisor holds it', () => {
    held(process.ppid, processIdentity(process.ppid) ?? '');
    expect(() => Lock.acquire(file)).to.throw(`pid ${process.ppid}`);
  });

  it('is taken over from a dead supervisor, whose children are handed on', () => {
    held(process.ppid, 'a process that had this pid earlier');
    expect(Lock.acquire(file).leftBehind).to.deep.equal({ children });
  });

  it('is free again after its release', () => {
    Lock.acquire(file).lock.release();
    expect(existsSync(file)).to.equal(false);
  });
});
