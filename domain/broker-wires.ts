// The brokers that partners may name, and the wires that reach them. A broker may have several; the first is its default.

/** Brokers that partners may name. In test mode all of them work. */
export const BROKERS = ['zebu', 'angel', 'upstox', 'kite'] as const;
export type BrokerName = (typeof BROKERS)[number];

/** Every wire and its broker. A broker's default wire bears its name. */
const BROKER_OF = {
  zebu: 'zebu',
  'zebu-noren': 'zebu',
  angel: 'angel',
  upstox: 'upstox',
  kite: 'kite',
} as const satisfies Record<string, BrokerName>;
export type WireName = keyof typeof BROKER_OF;
export const WIRES = Object.keys(BROKER_OF) as WireName[];

export function isBrokerName(name: string): name is BrokerName {
  return (BROKERS as readonly string[]).includes(name);
}

/** The broker that a wire reaches; undefined for an unknown wire. */
export function brokerOfWire(name: string): BrokerName | undefined {
  const wire = WIRES.find((known) => known === name);
  return wire && BROKER_OF[wire];
}

/**
 * The wire that serves an account.
 * @param chosen - the wire its partner has chosen; null or undefined: the broker's default
 * @returns undefined for an unknown broker, and for a wire that is not that broker's
 */
export function wireOf(broker: string, chosen?: string | null): WireName | undefined {
  const wire = WIRES.find((name) => name === (chosen ?? broker));
  return wire !== undefined && BROKER_OF[wire] === broker ? wire : undefined;
}
