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
  /** Starts an entry of a strategy within seconds. Only a development stack can; absent elsewhere. */
  enterNow?: (templateId: string) => Promise<void>;
  log: (line: string) => void;
}>;
