// Where each broker's wire is reached: the brokers' own addresses in production, the simulators in development.
import { WIRES, type WireName } from '../domain/broker-wires.js';

/** Base addresses of one wire, without a slash at the end. Brokers keep their parts on different hosts. */
export type WireAddresses = {
  api: string;
  /** Placements, changes and cancellations. */
  orders: string;
  /** The page where users log in. */
  login: string;
  /** The instrument master. */
  instruments: string;
};

export type WireSettings = {
  addresses: WireAddresses;
  /** What the broker registered our algorithm under; sent with every order where the wire has a place for it. */
  algoId?: string;
  client: ClientIdentity;
};
/** What a wire may want to be told of the machine that calls; never guessed. */
export type ClientIdentity = { localIp: string; publicIp: string; macAddress: string };
export type WireSettingsByName = Readonly<Record<WireName, WireSettings>>;

const at = (base: string): WireAddresses => ({ api: base, orders: base, login: base, instruments: base });

/** Says nothing of the machine. */
const ANONYMOUS: ClientIdentity = { localIp: '127.0.0.1', publicIp: '127.0.0.1', macAddress: '00:00:00:00:00:00' };

type Given = {
  baseUrl?: string | undefined;
  algoId?: string | undefined;
  client?: { [part in keyof ClientIdentity]?: string | undefined };
};

/** The brokers' own addresses. Read from their documents on 2026-08-15; docs/brokers.md says from which. */
const REAL: Readonly<Record<WireName, WireAddresses>> = {
  zebu: at('https://kambala.zebu.in'),
  'zebu-noren': at('https://go.mynt.in'),
  angel: {
    ...at('https://apiconnect.angelone.in'),
    login: 'https://smartapi.angelone.in',
    instruments: 'https://margincalculator.angelbroking.com',
  },
  upstox: {
    ...at('https://api.upstox.com'),
    orders: 'https://api-hft.upstox.com',
    instruments: 'https://assets.upstox.com',
  },
  kite: { ...at('https://api.kite.trade'), login: 'https://kite.zerodha.com' },
};

/**
 * @param simulatorUrl - where the simulators listen; undefined: the brokers' own addresses
 * @param given - one base address for all parts of a wire (the simulator, a broker's sandbox) instead, the algorithm's id, and what is said of the machine
 */
export function wireSettings(
  simulatorUrl: string | undefined,
  given: Partial<Record<WireName, Given>> = {},
): WireSettingsByName {
  const settingsOf = (wire: WireName): WireSettings => {
    const { algoId, client, ...chosen } = given[wire] ?? {};
    const { baseUrl = simulatorUrl === undefined ? undefined : `${simulatorUrl}/${wire}` } = chosen;
    const addresses = baseUrl === undefined ? REAL[wire] : at(baseUrl.replace(/\/$/, ''));
    return { addresses, ...(algoId !== undefined && { algoId }), client: identity(client) };
  };
  return Object.fromEntries(WIRES.map((wire) => [wire, settingsOf(wire)])) as Record<WireName, WireSettings>;
}

/** Wires that send the id under which the broker registered our algorithm. */
const SENDS_ALGO_ID: readonly WireName[] = ['zebu-noren', 'upstox'];
/** Wires that must be told the address from which we call, the static one that is registered with the broker. */
const SENDS_ADDRESS: readonly WireName[] = ['angel'];

/**
 * What an operator has not configured for a wire, in words, or undefined. Whether the broker has registered what is configured shows only
 * when it is asked.
 */
export function setUpProblem(name: string, wires: WireSettingsByName): string | undefined {
  const wire = WIRES.find((known) => known === name);
  if (!wire) return `The wire ${name} is not known.`;
  const { algoId, client } = wires[wire];
  const missing = [
    ...(SENDS_ALGO_ID.includes(wire) && algoId === undefined ? ["the algorithm's id"] : []),
    ...(SENDS_ADDRESS.includes(wire) && client.publicIp === ANONYMOUS.publicIp ? ['the static address'] : []),
  ];
  return missing.length > 0 ? `Not configured for ${wire}: ${missing.join(' and ')} (an operator must).` : undefined;
}

function identity(given: Given['client'] = {}): ClientIdentity {
  return {
    localIp: given.localIp ?? ANONYMOUS.localIp,
    publicIp: given.publicIp ?? ANONYMOUS.publicIp,
    macAddress: given.macAddress ?? ANONYMOUS.macAddress,
  };
}
