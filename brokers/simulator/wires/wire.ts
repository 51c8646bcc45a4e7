// What a broker's server side looks like to the simulators: a path prefix and an answer to every call.
import type { SimulatedBroker } from '../broker.js';
import type { Call, Reply } from '../http.js';

export type SimulatedWire = {
  /** The broker's name and its path prefix. */
  broker: string;
  /** @param call - its path without the prefix */
  handle(call: Call, broker: SimulatedBroker): Reply;
};
