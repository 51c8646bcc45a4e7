// The only reader of process.env: parses the environment once and reports every problem at once.
import { z } from 'zod';
import { wireSettings, type WireSettingsByName } from './broker-wires.js';

const port = (fallback: number) => z.coerce.number().int().min(1).max(65535).default(fallback);
const flag = (fallback: 'on' | 'off') => z.enum(['on', 'off']).default(fallback);

/** The longest a broker is known to take until an order that it accepted shows in its book. */
const SAFE_AMBIGUOUS_WINDOW_S = 120;

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: port(8080),
  /** Interface the API listens on. */
  HOST: z.string().default('127.0.0.1'),
  SIMULATOR_PORT: port(8090),
  TEMPORAL_PORT: port(7233),
  TEMPORAL_UI_PORT: port(8233),
  POSTGRES_PORT: port(5433),
  DATA_DIR: z.string().min(1).default('.data'),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(60),
  /** Addresses or networks of the proxies in front of the API, separated by commas: only their X-Forwarded-For is believed. */
  TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'must be addresses or networks')))
    .optional(),
  SCHEDULES: flag('on'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
  TEMPORAL_ADDRESS: z.string().optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  /** Temporal Cloud API key; implies TLS. */
  TEMPORAL_API_KEY: z.string().optional(),
  /** mTLS: paths of PEM files. */
  TEMPORAL_TLS_CERT: z.string().optional(),
  TEMPORAL_TLS_KEY: z.string().optional(),
  /** `local`: master keys in a 0600 file of the data folder; `aws`: KMS. */
  KEY_PROVIDER: z.enum(['local', 'aws']).default('local'),
  /** KMS key id, ARN or alias (KEY_PROVIDER=aws). */
  KMS_KEY_ID: z.string().optional(),
  /** Overrides the KMS endpoint (an emulator). */
  KMS_ENDPOINT: z.url().optional(),
  AWS_REGION: z.string().default('ap-south-1'),
  /** Key of the keyed hash under which partner secrets and operator tokens are stored; 32 bytes or more in production. */
  API_KEY_PEPPER: z.string().min(16).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** One base address for all of a wire; unset: the broker's own addresses in production, the simulator in development. */
  ZEBU_BASE_URL: z.url().optional(),
  ZEBU_NOREN_BASE_URL: z.url().optional(),
  /** What Zebu registered our algorithm under: goes with every order of the Noren wire. */
  ZEBU_NOREN_ALGO_ID: z.string().min(1).max(40).optional(),
  ANGEL_BASE_URL: z.url().optional(),
  UPSTOX_BASE_URL: z.url().optional(),
  /** Name of the registered algorithm at Upstox; sent with every order. */
  UPSTOX_ALGO_NAME: z
    .string()
    .max(100)
    .regex(/^[\x21-\x7e]+$/)
    .optional(),
  KITE_BASE_URL: z.url().optional(),
  /** What Angel One is told of the machine with every call. */
  ANGEL_CLIENT_LOCAL_IP: z.union([z.ipv4(), z.ipv6()]).optional(),
  /** The static address that is registered with the api_keys. */
  ANGEL_CLIENT_PUBLIC_IP: z.union([z.ipv4(), z.ipv6()]).optional(),
  ANGEL_MAC_ADDRESS: z.mac().optional(),
  /** Which task queues this worker process serves. */
  WORKER_ROLE: z.enum(['trading', 'platform', 'all']).default('all'),
  /** Seconds before the entry time at which a run begins to arm. */
  ARM_LEAD_S: z.coerce.number().int().min(5).max(900).default(60),
  /** Seconds after the entry time past which no opening order is sent. */
  ENTRY_DEADLINE_S: z.coerce.number().int().min(5).max(600).default(60),
  /** Seconds for which an order with an ambiguous answer is looked for at the broker. Shorter than 120 only in drills. */
  AMBIGUOUS_WINDOW_S: z.coerce.number().int().min(5).max(900).default(SAFE_AMBIGUOUS_WINDOW_S),
  /** Names of failpoints that are live (drills only), separated by commas. */
  FAILPOINTS: z
    .string()
    .regex(/^[a-z_]+(,[a-z_]+)*$/)
    .optional(),
  /** Trading workers that `npm start` runs; 0 when they are run by hand. */
  TRADING_WORKERS: z.coerce.number().int().min(0).max(16).default(1),
  /** IST time of day at which a session stops serving new entries, HH:MM. */
  SESSION_END_IST: z
    .string()
    .regex(/^\d{2}:\d{2}$/)
    .default('15:30'),
  /** Address under which browsers reach the API (the sandbox's login page is a part of it). */
  PUBLIC_BASE_URL: z.url().optional(),
});

/** Every variable the configuration knows; whatever else is set has no effect. */
export const CONFIG_VARIABLES: readonly string[] = Object.keys(schema.shape);

export type Config = Readonly<{
  nodeEnv: 'development' | 'test' | 'production';
  production: boolean;
  host: string;
  port: number;
  simulatorPort: number;
  temporal: { address: string; namespace: string; apiKey?: string; tlsCertPath?: string; tlsKeyPath?: string };
  temporalUiPort: number;
  databaseUrl: string;
  databasePoolSize: number;
  dataDir: string;
  rateLimitPerMinute: number;
  trustedProxies: readonly string[];
  schedulesOn: boolean;
  keys: { provider: 'local' | 'aws'; kmsKeyId?: string; kmsEndpoint?: string; region: string };
  apiKeyPepper: string;
  logLevel: string;
  wires: WireSettingsByName;
  workerRole: 'trading' | 'platform' | 'all';
  armLeadS: number;
  entryDeadlineS: number;
  ambiguousWindowS: number;
  failpoints: readonly string[];
  tradingWorkers: number;
  sessionEndIst: string;
  publicBaseUrl: string;
}>;

/** Thrown when the environment is unusable; the message lists every problem with the variable's name. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * Parses an environment into the configuration.
 * @param env - defaults to the process' own
 * @throws ConfigError naming every bad or missing variable
 */
export function loadConfig(env: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
  if (parsed.success && parsed.data.NODE_ENV === 'production') problems.push(...productionProblems(parsed.data));
  if (!parsed.success || problems.length > 0)
    throw new ConfigError(`The configuration has ${problems.length} problem(s):\n  ${problems.join('\n  ')}`);
  return toConfig(parsed.data);
}

type Parsed = z.infer<typeof schema>;

function productionProblems(e: Parsed): string[] {
  const problems: string[] = [];
  if (e.KEY_PROVIDER !== 'aws')
    problems.push('KEY_PROVIDER: must be aws in production (local keeps master keys in a file)');
  if (!e.KMS_KEY_ID) problems.push('KMS_KEY_ID: required in production');
  if (!e.DATABASE_URL) problems.push('DATABASE_URL: required in production');
  if (!e.TEMPORAL_ADDRESS) problems.push('TEMPORAL_ADDRESS: required in production');
  if (!e.API_KEY_PEPPER || e.API_KEY_PEPPER.length < 32)
    problems.push('API_KEY_PEPPER: 32 characters or more required in production');
  if (e.FAILPOINTS) problems.push('FAILPOINTS: must not be set in production (they kill the process)');
  if (e.AMBIGUOUS_WINDOW_S < SAFE_AMBIGUOUS_WINDOW_S)
    problems.push(`AMBIGUOUS_WINDOW_S: must be ${SAFE_AMBIGUOUS_WINDOW_S} or more in production`);
  return problems;
}

function toConfig(e: Parsed): Config {
  const production = e.NODE_ENV === 'production';
  return {
    nodeEnv: e.NODE_ENV,
    production,
    host: e.HOST,
    port: e.PORT,
    simulatorPort: e.SIMULATOR_PORT,
    temporal: {
      address: e.TEMPORAL_ADDRESS ?? `127.0.0.1:${e.TEMPORAL_PORT}`,
      namespace: e.TEMPORAL_NAMESPACE,
      ...(e.TEMPORAL_API_KEY && { apiKey: e.TEMPORAL_API_KEY }),
      ...(e.TEMPORAL_TLS_CERT && { tlsCertPath: e.TEMPORAL_TLS_CERT }),
      ...(e.TEMPORAL_TLS_KEY && { tlsKeyPath: e.TEMPORAL_TLS_KEY }),
    },
    temporalUiPort: e.TEMPORAL_UI_PORT,
    databaseUrl: e.DATABASE_URL ?? `postgres://quantleap:quantleap@127.0.0.1:${e.POSTGRES_PORT}/quantleap`,
    databasePoolSize: e.DATABASE_POOL_SIZE,
    dataDir: e.DATA_DIR,
    rateLimitPerMinute: e.RATE_LIMIT_PER_MINUTE,
    trustedProxies: e.TRUSTED_PROXIES ?? [],
    schedulesOn: e.SCHEDULES === 'on',
    keys: {
      provider: e.KEY_PROVIDER,
      region: e.AWS_REGION,
      ...(e.KMS_KEY_ID && { kmsKeyId: e.KMS_KEY_ID }),
      ...(e.KMS_ENDPOINT && { kmsEndpoint: e.KMS_ENDPOINT }),
    },
    apiKeyPepper: e.API_KEY_PEPPER ?? 'development-only-pepper',
    logLevel: e.LOG_LEVEL,
    wires: wireSettings(production ? undefined : `http://127.0.0.1:${e.SIMULATOR_PORT}`, {
      zebu: { baseUrl: e.ZEBU_BASE_URL },
      'zebu-noren': { baseUrl: e.ZEBU_NOREN_BASE_URL, algoId: e.ZEBU_NOREN_ALGO_ID },
      angel: {
        baseUrl: e.ANGEL_BASE_URL,
        client: {
          localIp: e.ANGEL_CLIENT_LOCAL_IP,
          publicIp: e.ANGEL_CLIENT_PUBLIC_IP,
          macAddress: e.ANGEL_MAC_ADDRESS,
        },
      },
      upstox: { baseUrl: e.UPSTOX_BASE_URL, algoId: e.UPSTOX_ALGO_NAME },
      kite: { baseUrl: e.KITE_BASE_URL },
    }),
    workerRole: e.WORKER_ROLE,
    armLeadS: e.ARM_LEAD_S,
    entryDeadlineS: e.ENTRY_DEADLINE_S,
    ambiguousWindowS: e.AMBIGUOUS_WINDOW_S,
    failpoints: e.FAILPOINTS?.split(',') ?? [],
    tradingWorkers: e.TRADING_WORKERS,
    sessionEndIst: e.SESSION_END_IST,
    publicBaseUrl: (e.PUBLIC_BASE_URL ?? `http://127.0.0.1:${e.PORT}`).replace(/\/+$/, ''),
  };
}
