// The least that could answer the same: Koa, the same key check, the same rate-limit query, the same SQL, rows as JSON.
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { openDatabase } from '../../db/data-source.js';
import { PartnerKeyRepository, type PartnerKey } from '../../db/repositories/partner-keys.js';
import { PositionRepository } from '../../db/repositories/positions.js';
import { SubscriptionRepository } from '../../db/repositories/subscriptions.js';
import { loadConfig } from '../../platform/config.js';
import { keyedHash, sameHash } from '../../platform/keyed-hash.js';

const config = loadConfig();
const { db } = await openDatabase(config.databaseUrl, config.databasePoolSize);
const keys = new PartnerKeyRepository(db);
const subscriptions = new SubscriptionRepository(db);
const positions = new PositionRepository(db);
const limiter = new RateLimiterPostgres({
  storeClient: db.pool,
  storeType: 'pool',
  tableName: 'rate_limit',
  tableCreated: true,
  keyPrefix: 'bare',
  points: config.rateLimitPerMinute,
  duration: 60,
});

const KEPT_MS = 5_000;
let known: { key: PartnerKey | undefined; untilMs: number } | undefined;

const app = new Koa();
app.use(async (ctx) => {
  const publicKey = ctx.get('authorization').slice('Bearer '.length);
  if (!known || known.untilMs < Date.now()) known = { key: await keys.find(publicKey), untilMs: Date.now() + KEPT_MS };
  const { key } = known;
  if (!key || !sameHash(keyedHash(config.apiKeyPepper, ctx.get('x-partner-secret')), key.secretHash))
    return ctx.throw(401);
  await limiter.consume(publicKey);
  const { partnerId, mode } = key;
  const [, id, act] = /^\/partner\/subscriptions\/(\w+)\/(pause|resume)$/.exec(ctx.path) ?? [];
  if (id === undefined) {
    ctx.body = await subscriptions.list(partnerId, mode, { limit: 50 });
    return;
  }
  const [from, to] = act === 'pause' ? (['ACTIVE', 'PAUSED'] as const) : (['PAUSED', 'ACTIVE'] as const);
  const before = await subscriptions.find(partnerId, mode, id);
  if (before?.status !== from) return ctx.throw(409);
  // The look that the workflow's activity takes.
  await subscriptions.findById(id);
  await subscriptions.changeStatus(db, id, [from], to, new Date());
  ctx.body = { id, status: to, position: act === 'pause' ? await positions.heldBy(partnerId, mode, id) : null };
});
const server = app.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
