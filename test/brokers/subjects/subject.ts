// What a wire under conformance is: how to bring it into the situations the cases need, and how its broker words what must be told apart.
import type { WireName } from '../../../domain/broker-wires.js';
import type { ContractRef } from '../../../domain/option-contract.js';
import type { BrokerAdapter, BrokerSession, Credentials } from '../../../brokers/port.js';
import type { FaultSpec } from '../../../brokers/simulator/faults.js';

/** What the broker makes of a client's next order. */
export type Fate = 'plain' | 'no_funds' | 'rejected' | 'partial' | 'rests';

export type Running = {
  adapter: BrokerAdapter;
  /** The same wire where nobody listens, and credentials to probe it with. */
  unreachable: { adapter: BrokerAdapter; credentials: Credentials };
  /** A fresh one-time token of a login. */
  oneTimeToken(clientId: string): Promise<string>;
  /** A logged-in client whose next order meets that fate. */
  client(fate: Fate): Promise<BrokerSession>;
  /** Arms a fault for a client's next placements; only where the subject has `faults`. */
  arm(clientId: string, kind: FaultSpec['kind'], more?: object): Promise<void>;
  stop(): Promise<void>;
};

export type Subject = {
  name: string;
  wire: WireName;
  /** Whether there is a network that can fail. */
  faults: boolean;
  words: {
    /** Its refusal of an unknown api_key. */
    unknownApiKey: RegExp;
    /** Where an order that the funds do not cover ends, and what is said of it. */
    noFunds: { seen: 'at_placement' | 'in_book'; code: string | undefined; message: RegExp };
  };
  /** A contract that the broker does not list. */
  unlisted: ContractRef;
  start(): Promise<Running>;
};

export const CREDENTIALS: Credentials = { apiKey: 'conformance_key', apiSecret: 'test_api_secret' };
export const REDIRECT_URI = 'http://localhost/cb';
