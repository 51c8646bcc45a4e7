// Every migration, oldest first.
import { Foundation1764000000000 } from './1764000000000-foundation.js';
import { Positions1764100000000 } from './1764100000000-positions.js';
import { LateOrders1764200000000 } from './1764200000000-late-orders.js';
import { BrokerWires1764240000000 } from './1764240000000-broker-wires.js';
import { SendSlots1764250000000 } from './1764250000000-send-slots.js';
import { Reconciliation1764300000000 } from './1764300000000-reconciliation.js';
import { Arming1764400000000 } from './1764400000000-arming.js';
import { MarketData1764500000000 } from './1764500000000-market-data.js';
import { Instruments1764510000000 } from './1764510000000-instruments.js';

export const MIGRATIONS = [
  Foundation1764000000000,
  Positions1764100000000,
  LateOrders1764200000000,
  BrokerWires1764240000000,
  SendSlots1764250000000,
  Reconciliation1764300000000,
  Arming1764400000000,
  MarketData1764500000000,
  Instruments1764510000000,
];
