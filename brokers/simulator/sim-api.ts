// `/_sim`: what reached the simulators, faults on demand, latency, funds and apps. The contract is DESIGN §8.
import { z } from 'zod';
import type { SimulatedBroker } from './broker.js';
import { FAULT_KINDS, type ArmedFault } from './faults.js';
import { json, readFields, type Call, type Reply } from './http.js';

type Brokers = ReadonlyMap<string, SimulatedBroker>;

const range = z
  .tuple([z.number().min(0).max(60_000), z.number().min(0).max(60_000)])
  .refine(([low, high]) => low <= high, 'the first must not exceed the second');
const name = z.string().min(1).max(100);
const faultBody = z.strictObject({
  broker: name,
  client_id: name.optional(),
  kind: z.enum(FAULT_KINDS, {
    error: (issue) => `unknown kind ${JSON.stringify(issue.input)}; known: ${FAULT_KINDS.join(', ')}`,
  }),
  count: z.number().int().min(1).max(1_000_000).default(1),
  skip: z.number().int().min(0).max(1_000_000).default(0),
  delay_ms: z.number().min(0).max(600_000).default(3_000),
  after_s: z.number().min(0).max(600).default(8),
});
const latencyBody = z.strictObject({ broker: name, ack_ms: range.optional(), fill_ms: range.optional() });
const appBody = z.strictObject({ broker: name, api_key: name, api_secret: name });
const accountBody = z.strictObject({ broker: name, client_id: name, available_paise: z.number().int().min(0) });
const resetBody = z.strictObject({ broker: name.optional() });

/** Answers a call under `/_sim/`: 404 for an unknown path, 400 naming each bad field, kind or broker. */
export function simApi(call: Call, brokers: Brokers): Reply {
  switch (`${call.method} ${call.path}`) {
    case 'GET /_sim/orders':
      return chosen(call, brokers, (list, clientId) =>
        list.flatMap((b) => (b.advance(), b.record.rows(b.now(), clientId))),
      );
    case 'GET /_sim/faults':
      return chosen(call, brokers, (list) => list.flatMap((b) => b.faults.list().map((f) => faultRow(b.name, f))));
    case 'DELETE /_sim/faults':
      return chosen(call, brokers, (list) => (list.forEach((b) => b.faults.clear()), { status: 'ok' }));
    case 'GET /_sim/latency':
      return chosen(call, brokers, (list) => list.map(latencyRow));
    case 'POST /_sim/faults':
      return posted(call, brokers, faultBody, armFault);
    case 'POST /_sim/latency':
      return posted(call, brokers, latencyBody, (broker, { ack_ms, fill_ms }) => {
        broker.latency = { ackMs: ack_ms ?? broker.latency.ackMs, fillMs: fill_ms ?? broker.latency.fillMs };
        return latencyRow(broker);
      });
    case 'POST /_sim/apps':
      return posted(
        call,
        brokers,
        appBody,
        (broker, app) => (broker.sessions.registerApp(app.api_key, app.api_secret), { status: 'ok' }),
      );
    case 'POST /_sim/accounts':
      return posted(call, brokers, accountBody, (broker, { client_id, available_paise }) => {
        broker.account(client_id).fundsPaise = available_paise;
        return { broker: broker.name, client_id, available_paise };
      });
    case 'POST /_sim/reset':
      return reset(call, brokers);
    case 'POST /_sim/collect':
      // Offered with --expose-gc. Not a full collection: compiled code would go with it.
      globalThis.gc?.({ type: 'minor' });
      return json(200, { collected: globalThis.gc !== undefined });
    default:
      return json(404, { error: `${call.method} ${call.path} is not part of /_sim` });
  }
}

/** A revoked token is dead at once when the client is named and no placement is to pass; otherwise a placement shows whose it is. */
function armFault(broker: SimulatedBroker, body: z.infer<typeof faultBody>): unknown {
  const spec = {
    kind: body.kind,
    clientId: body.client_id,
    count: body.count,
    skip: body.skip,
    delayMs: body.delay_ms,
    afterS: body.after_s,
  };
  if (body.kind !== 'token_revoked' || body.client_id === undefined || body.skip > 0)
    return faultRow(broker.name, broker.faults.arm(spec));
  broker.sessions.revoke(body.client_id, broker.now());
  return { broker: broker.name, client_id: body.client_id, kind: body.kind, remaining: 0 };
}

function reset(call: Call, brokers: Brokers): Reply {
  const parsed = resetBody.safeParse(call.body === '' ? {} : readFields(call));
  if (!parsed.success) return invalid(parsed.error);
  const { broker } = parsed.data;
  if (broker !== undefined && !brokers.has(broker)) return unknownBroker(broker, brokers);
  for (const b of brokers.values()) if (broker === undefined || b.name === broker) b.reset();
  return json(200, { status: 'ok' });
}

function posted<T extends { broker: string }>(
  call: Call,
  brokers: Brokers,
  schema: z.ZodType<T>,
  act: (broker: SimulatedBroker, body: T) => unknown,
): Reply {
  const parsed = schema.safeParse(readFields(call));
  if (!parsed.success) return invalid(parsed.error);
  const broker = brokers.get(parsed.data.broker);
  return broker ? json(200, act(broker, parsed.data)) : unknownBroker(parsed.data.broker, brokers);
}

/** Answers from the broker of `?broker=`, or from all; `?client_id=` narrows it further. */
function chosen(call: Call, brokers: Brokers, act: (list: SimulatedBroker[], clientId?: string) => unknown): Reply {
  const wanted = call.query.get('broker');
  if (wanted !== null && !brokers.has(wanted)) return unknownBroker(wanted, brokers);
  const unknown = [...call.query.keys()].find((key) => key !== 'broker' && key !== 'client_id');
  if (unknown !== undefined) return json(400, { error: `unknown query parameter ${unknown}` });
  const list = [...brokers.values()].filter((b) => wanted === null || b.name === wanted);
  return json(200, act(list, call.query.get('client_id') ?? undefined));
}

function unknownBroker(broker: string, brokers: Brokers): Reply {
  return json(400, { error: `unknown broker ${JSON.stringify(broker)}; simulated: ${[...brokers.keys()].join(', ')}` });
}

function invalid(error: z.ZodError): Reply {
  return json(400, {
    error: error.issues.map((i) => (i.path.length > 0 ? `${i.path.join('.')}: ${i.message}` : i.message)).join('; '),
  });
}

function latencyRow({ name: broker, latency }: SimulatedBroker): unknown {
  return { broker, ack_ms: latency.ackMs, fill_ms: latency.fillMs };
}

function faultRow(broker: string, f: ArmedFault): unknown {
  return {
    id: f.id,
    broker,
    client_id: f.clientId ?? null,
    kind: f.kind,
    remaining: f.remaining,
    delay_ms: f.delayMs,
    after_s: f.afterS,
  };
}
