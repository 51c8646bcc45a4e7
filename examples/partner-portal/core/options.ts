// What a portal is started with.
import type { PortalUser } from './sessions.js';

export type PortalOptions = Readonly<{
  /** Where the API answers, and a key of the partner. It stays in this process. */
  quantleap: Readonly<{ baseUrl: string; publicKey: string; secret: string }>;
  /** The partner's own broker: what the API calls it, and what people do. */
  broker: Readonly<{ name: string; title: string }>;
  /** Whether the key is a test key: magic values are explained then. */
  sandbox: boolean;
  /** Where this portal listens; the partner's registered callback URL is `${url}/oauth/callback`. */
  host: string;
  port: number;
  /** Address under which browsers and QuantLeap reach it, without a slash at the end. */
  url: string;
  /** Origins of the broker's login pages: forms may lead there. */
  loginOrigins: readonly string[];
  /** Who can be signed in as. */
  users: readonly PortalUser[];
  /** Sandbox only: people may trigger a run, whose positions are closed so many seconds after its entry. */
  enterNow?: Readonly<{ exitAfterS: number }>;
  log: (line: string) => void;
}>;
