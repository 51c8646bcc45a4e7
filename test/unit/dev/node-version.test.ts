// The set-up's first question: can this machine run QuantLeap at all?
import { expect } from 'chai';
import { setupModule } from '../../support/setup-module.js';

type NodeVersionModule = {
  versionProblem: (current: string, required: string) => string | null;
  platformProblem: (platform: string) => string | null;
};

describe('set-up: Node version', () => {
  let decide: NodeVersionModule;
  before(async () => {
    decide = await setupModule<NodeVersionModule>('node-version');
  });

  for (const version of ['20.19.0', '20.20.2', '22.0.0', '24.11.1'])
    it(`accepts ${version}`, () => expect(decide.versionProblem(version, '>=20.19')).to.equal(null));

  for (const version of ['12.22.12', '18.20.4', '20.9.0', '20.18.3'])
    it(`refuses ${version} in one sentence that names both versions`, () => {
      const problem = decide.versionProblem(version, '>=20.19');
      expect(problem).to.include('20.19').and.to.include(version).and.to.not.include('\n');
    });

  it('sends Windows users to WSL2', () => {
    expect(decide.platformProblem('win32')).to.include('WSL2');
    expect(decide.platformProblem('linux')).to.equal(null);
    expect(decide.platformProblem('darwin')).to.equal(null);
  });
});
