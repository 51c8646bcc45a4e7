// Calls to SmartAPI: who we are, how often a client may ask, and what an answer that is no success becomes.
import type { ClientIdentity, WireAddresses } from '../../platform/broker-wires.js';
import type { BrokerSession } from '../port.js';
import { BrokerTransport, type WireCall } from '../transport.js';
import { errorOf, type Verdict } from '../verdict.js';
import { judge } from './errors.js';
import { PacedReads } from '../paced-reads.js';

const USER = '/rest/secure/angelbroking/user/v1';
export const ORDER = '/rest/secure/angelbroking/order/v1';
const QUOTE = '/rest/secure/angelbroking/market/v1/quote';
export const JSON_TYPE = 'application/json';

/** The reads that are limited hardest, and the milliseconds between two of a client. @see https://smartapi.angelone.in/topic/4387 (read 2026-08-15) */
const PACED = {
  book: { path: `${ORDER}/getOrderBook`, everyMs: 1_000 },
  positions: { path: `${ORDER}/getPosition`, everyMs: 1_000 },
  funds: { path: `${USER}/getRMS`, everyMs: 500 },
};
const QUOTES_EVERY_MS = 100;

/** An api_key with a session's token, or before there is one. */
export type Caller = { apiKey: string; accessToken?: string };

export class AngelCalls {
  readonly origin: string;
  /** Path part of the base address. */
  readonly prefix: string;
  private readonly api: BrokerTransport;
  private readonly paced = new PacedReads();
  private readonly identityHeaders: Record<string, string>;

  constructor(addresses: WireAddresses, identity: ClientIdentity, timeoutMs?: number) {
    this.api = new BrokerTransport(addresses.api, timeoutMs);
    this.origin = this.api.origin;
    this.prefix = this.api.prefix;
    this.identityHeaders = {
      accept: JSON_TYPE,
      'x-usertype': 'USER',
      'x-sourceid': 'WEB',
      'x-clientlocalip': identity.localIp,
      'x-clientpublicip': identity.publicIp,
      'x-macaddress': identity.macAddress,
    };
  }

  headersOf({ apiKey, accessToken }: Caller): Record<string, string> {
    const authorization = accessToken !== undefined && { authorization: `Bearer ${accessToken}` };
    return { ...this.identityHeaders, 'x-privatekey': apiKey, ...authorization };
  }

  async profile(caller: Caller): Promise<Verdict> {
    return judge(await this.api.call(this.callOf(caller, { method: 'GET', path: `${USER}/getProfile` })));
  }

  /** A limited read; all who ask for it while it waits get the same answer. @throws BrokerError */
  read(session: BrokerSession, what: keyof typeof PACED): Promise<unknown> {
    const { path, everyMs } = PACED[what];
    return this.paced.shared(`${what} ${session.accessToken}`, everyMs, () =>
      this.data(session, { method: 'GET', path }),
    );
  }

  /** @throws BrokerError */
  quote(session: BrokerSession, body: string): Promise<unknown> {
    return this.paced.next(`quote ${session.accessToken}`, QUOTES_EVERY_MS, () => this.post(session, QUOTE, body));
  }

  /** @throws BrokerError */
  post(session: BrokerSession, path: string, text: string): Promise<unknown> {
    return this.data(session, { method: 'POST', path, body: { type: JSON_TYPE, text } });
  }

  close(): Promise<void> {
    return this.api.close();
  }

  private async data(session: BrokerSession, call: WireCall): Promise<unknown> {
    const verdict = judge(await this.api.call(this.callOf(session, call)));
    if (verdict.kind === 'success') return verdict.data;
    throw errorOf('angel', verdict, secretsOf(session));
  }

  private callOf(caller: Caller, call: WireCall): WireCall {
    return { ...call, headers: this.headersOf(caller) };
  }
}

export const secretsOf = ({ accessToken, apiKey }: BrokerSession): string[] => [accessToken, apiKey];
