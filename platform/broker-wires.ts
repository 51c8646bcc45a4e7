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
};
export type WireSettingsByName = Readonly<Record<WireName, WireSettings>>;

const at = (base: string): WireAddresses => ({ api: base, orders: base, login: base, instruments: base });

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
};

/**
 * @param simulatorUrl - where the simulators listen; undefined: the brokers' own addresses
 * @param given - one base address for all parts of a wire (the simulator, a broker's sandbox) instead, and the algorithm's id
 */
export function wireSettings(
  simulatorUrl: string | undefined,
  given: Partial<Record<WireName, { baseUrl?: string | undefined; algoId?: string | undefined }>> = {},
): WireSettingsByName {
  const settingsOf = (wire: WireName): WireSettings => {
    const { baseUrl = simulatorUrl === undefined ? undefined : `${simulatorUrl}/${wire}`, algoId } = given[wire] ?? {};
    const addresses = baseUrl === undefined ? REAL[wire] : at(baseUrl.replace(/\/$/, ''));
    return { addresses, ...(algoId !== undefined && { algoId }) };
  };
  return Object.fromEntries(WIRES.map((wire) => [wire, settingsOf(wire)])) as Record<WireName, WireSettings>;
}
