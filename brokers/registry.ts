// Which adapter serves a broker in a mode. A wire's adapter is one line here and one in login-urls.ts.
import { wireOf, type WireName } from '../domain/broker-wires.js';
import type { Mode } from '../domain/mode.js';
import type { WireSettings, WireSettingsByName } from '../platform/broker-wires.js';
import { AngelAdapter } from './angel/adapter.js';
import { liveBrokers } from './login-urls.js';
import { NorenAdapter } from './noren/adapter.js';
import { PaperAdapter } from './paper/adapter.js';
import type { PaperBook } from './paper/book.js';
import { KiteAdapter } from './kite/adapter.js';
import type { BrokerAdapter } from './port.js';
import { UpstoxAdapter } from './upstox/adapter.js';
import { ZebuAdapter } from './zebu/adapter.js';

type LiveAdapter = BrokerAdapter & { close(): Promise<void> };

/** One line per wire that has an adapter. @param now - epoch ms */
const LIVE: Readonly<Partial<Record<WireName, (settings: WireSettings, now: () => number) => LiveAdapter>>> = {
  zebu: ({ addresses }, now) => new ZebuAdapter(addresses.api, now),
  upstox: (settings, now) => new UpstoxAdapter(settings, now),
  'zebu-noren': (settings, now) => new NorenAdapter(settings, now),
  kite: ({ addresses }, now) => new KiteAdapter(addresses, now),
  angel: ({ addresses, client }, now) => new AngelAdapter(addresses, client, now),
};

export type AdapterSettings = {
  wires: WireSettingsByName;
  paperBook: PaperBook;
  /** Epoch ms. @default Date.now */
  now?: () => number;
};

export type AdapterLookup =
  { available: true; adapter: BrokerAdapter } | { available: false; broker: string; mode: Mode; message: string };

export type Adapters = {
  /**
   * The adapter of a broker in a mode, or why there is none, naming the brokers that have one.
   * @param chosen - the wire its partner has chosen; null or undefined: the broker's default. Test mode has one wire: paper
   */
  adapterFor(broker: string, mode: Mode, chosen?: string | null): AdapterLookup;
  /** Drops every connection. */
  close(): Promise<void>;
};

/** Builds the adapters; they open connections only when used. */
export function createAdapters({ wires, paperBook, now = Date.now }: AdapterSettings): Adapters {
  const live = new Map<string, LiveAdapter>(
    Object.entries(LIVE).map(([wire, build]) => [wire, build(wires[wire as WireName], now)]),
  );
  return {
    adapterFor(broker, mode, chosen) {
      if (mode === 'test') return { available: true, adapter: new PaperAdapter(broker, paperBook, now) };
      const adapter = live.get(wireOf(broker, chosen) ?? '');
      if (adapter) return { available: true, adapter };
      const named = chosen ? `${broker}'s wire ${chosen}` : broker;
      return {
        available: false,
        broker,
        mode,
        message: `${named} is not available in live mode; available: ${liveBrokers().join(', ')}`,
      };
    },
    close: async () => {
      await Promise.all([...live.values()].map((adapter) => adapter.close()));
    },
  };
}
