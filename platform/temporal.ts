// Connections to Temporal: address, TLS and API key from the configuration, nothing else.
import { readFile } from 'node:fs/promises';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import type { Config } from './config.js';

type TemporalConfig = Config['temporal'];

/** Client for the API and the relay. @throws when the server does not answer within the SDK's connect time-out */
export async function connectTemporalClient(config: TemporalConfig): Promise<Client> {
  const connection = await Connection.connect(await connectionOptions(config));
  return new Client({ connection, namespace: config.namespace });
}

/** Native connection for workers. */
export async function connectTemporalWorker(config: TemporalConfig): Promise<NativeConnection> {
  return NativeConnection.connect(await connectionOptions(config));
}

async function connectionOptions(config: TemporalConfig) {
  const pair =
    config.tlsCertPath && config.tlsKeyPath
      ? { crt: await readFile(config.tlsCertPath), key: await readFile(config.tlsKeyPath) }
      : undefined;
  return {
    address: config.address,
    ...(pair && { tls: { clientCertPair: pair } }),
    ...(config.apiKey && { apiKey: config.apiKey, tls: true as const }),
  };
}
