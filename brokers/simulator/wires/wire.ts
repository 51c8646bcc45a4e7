// What a broker's server side looks like to the simulators: a name, its rules, and an answer to every call.
import type { WireName } from '../../../domain/broker-wires.js';
import type { BrokerRules, SimulatedBroker } from '../broker.js';
import type { Call, Reply } from '../http.js';

export type SimulatedWire = {
  /** Its name, path prefix and `broker` in `/_sim`. */
  name: WireName;
  rules: BrokerRules;
  /** @param call - its path without the prefix */
  handle(call: Call, broker: SimulatedBroker): Reply;
};
