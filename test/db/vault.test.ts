// The vault with the local key provider.
import { createLocalKeyProvider } from '../../vault/local-key-provider.js';
import { temporaryFolder } from '../support/resources.js';
import { itIsAVault } from './vault-behaviour.js';

describe('vault with local keys', () => {
  let dataDir: string;
  before(() => {
    dataDir = temporaryFolder('keys');
  });
  itIsAVault(() => createLocalKeyProvider({ dataDir, production: false }));
});
