// Which brokers can be used in a mode. One that cannot is refused by its name, with the list of those that can.
import { liveBrokers, loginUrlFor } from '../brokers/login-urls.js';
import { BROKERS, isBrokerName } from '../domain/broker-wires.js';
import type { Mode } from '../domain/mode.js';
import { refuse, type Refusal } from './errors.js';

/**
 * @param chosen - the wire; null: the broker's default. The sandbox has one of its own for every known broker
 * @returns undefined when the broker can be used
 */
export function brokerUnavailable(broker: string, mode: Mode, chosen: string | null): Refusal | undefined {
  if (mode === 'test')
    return isBrokerName(broker) ? undefined : unavailable(`${broker} is not a known broker`, BROKERS);
  if (loginUrlFor(broker, chosen)) return undefined;
  const named = chosen === null ? broker : `${broker} (wire ${chosen})`;
  return unavailable(`${named} cannot be linked in live mode yet`, liveBrokers());
}

function unavailable(why: string, brokers: readonly string[]): Refusal {
  const message = `${why}; available: ${brokers.join(', ')}`;
  return refuse('broker_not_available', { message, extra: { details: [{ field: 'broker_name', message }] } });
}
