// A port that somebody else uses is named with the variable that changes it, before anything is started.
import { createServer, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import { freePort, requireFree } from '../../../dev/supervisor/ports.js';

describe('ports', () => {
  it('names every port in use, its purpose and its variable', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const taken = (server.address() as AddressInfo).port;
    const free = await freePort();
    const failure: unknown = await requireFree([
      { port: taken, variable: 'PORT', use: 'the API' },
      { port: free, variable: 'SIMULATOR_PORT', use: 'the simulators' },
      { port: free, variable: 'TEMPORAL_PORT', use: 'Temporal' },
    ]).catch((error: unknown) => error);
    await new Promise((resolve) => server.close(resolve));
    expect(failure).to.have.property(
      'message',
      `Port ${taken} (the API) is already in use: set PORT to another.\n` +
        `Port ${free} is asked for twice, by SIMULATOR_PORT and TEMPORAL_PORT.`,
    );
  });

  it('says nothing about free ports', async () => {
    await requireFree([{ port: await freePort(), variable: 'PORT', use: 'the API' }]);
  });
});
