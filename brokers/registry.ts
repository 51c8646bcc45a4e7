// Which adapter serves a broker in a mode. A broker's live adapter is one line here and one in login-urls.ts.
import type { Mode } from '../domain/mode.js';
import { isBrokerName, liveBrokers, type BrokerName } from './login-urls.js';
import { PaperAdapter } from './paper/adapter.js';
import type { PaperBook } from './paper/book.js';
import type { BrokerAdapter } from './port.js';
import { ZebuAdapter } from './zebu/adapter.js';

export type AdapterSettings = {
  /** Base address of Zebu's connect wire. */
  zebuBaseUrl: string;
  paperBook: PaperBook;
  /** Epoch ms. @default Date.now */
  now?: () => number;
};

export type AdapterLookup =
  { available: true; adapter: BrokerAdapter } | { available: false; broker: string; mode: Mode; message: string };

export type Adapters = {
  /** The adapter of a broker in a mode, or why there is none, naming the brokers that have one. */
  adapterFor(broker: string, mode: Mode): AdapterLookup;
  /** Drops every connection. */
  close(): Promise<void>;
};

/** Builds the adapters; they open connections only when used. */
export function createAdapters({ zebuBaseUrl, paperBook, now = Date.now }: AdapterSettings): Adapters {
  const live: Partial<Record<BrokerName, BrokerAdapter & { close(): Promise<void> }>> = {
    zebu: new ZebuAdapter(zebuBaseUrl, now),
  };
  return {
    adapterFor(broker, mode) {
      if (mode === 'test') return { available: true, adapter: new PaperAdapter(broker, paperBook, now) };
      const adapter = isBrokerName(broker) ? live[broker] : undefined;
      if (adapter) return { available: true, adapter };
      return {
        available: false,
        broker,
        mode,
        message: `${broker} is not available in live mode; available: ${liveBrokers().join(', ')}`,
      };
    },
    close: async () => {
      await Promise.all(Object.values(live).map((adapter) => adapter.close()));
    },
  };
}
