// The one table of Upstox' refusals: only what is known to have created nothing is refused; everything else is ambiguous.
import { expect } from 'chai';
import fc from 'fast-check';
import type { PlacementResult, WireAnswer } from '../../../brokers/port.js';
import { UpstoxAdapter } from '../../../brokers/upstox/adapter.js';
import { judge } from '../../../brokers/upstox/errors.js';
import { placedOrderId } from '../../../brokers/upstox/wire.js';
import { toBrokerError, toPlacementResult } from '../../../brokers/verdict.js';
import { wireSettings } from '../../../platform/broker-wires.js';

const answer = (status: number, body: unknown): WireAnswer => ({
  kind: 'response',
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const error = (status: number, ...codes: string[]): WireAnswer =>
  answer(status, { status: 'error', errors: codes.map((errorCode) => ({ errorCode, message: 'the broker’s words' })) });
const placed = (...order_ids: unknown[]): WireAnswer =>
  answer(200, { status: 'success', data: { order_ids }, metadata: { latency: 30 } });
const resultOf = (got: WireAnswer): PlacementResult => toPlacementResult(judge(got), placedOrderId);
const refused = (reason: string, retryable = false): object => ({ outcome: 'refused', reason, retryable });

const PLACEMENTS: [string, WireAnswer, object][] = [
  ['one order id', placed('17'), { outcome: 'accepted', brokerOrderId: '17' }],
  ['no order id', placed(), { outcome: 'ambiguous' }],
  ['two order ids, although slicing was off', placed('17', '18'), { outcome: 'ambiguous' }],
  ['an order id that is no text', placed(17), { outcome: 'ambiguous' }],
  ['a success without data', answer(200, { status: 'success' }), { outcome: 'ambiguous' }],
  ['partial success', answer(207, { status: 'partial_success', data: { order_ids: ['1'] } }), { outcome: 'ambiguous' }],
  ['a bad instrument key', error(400, 'UDAPI100011'), { ...refused('invalid_order'), code: 'UDAPI100011' }],
  ['a quantity of zero', error(400, 'UDAPI1052'), refused('invalid_order')],
  ['a market order', error(400, 'UDAPI1158'), refused('invalid_order')],
  ['an address that is not registered', error(403, 'UDAPI1154'), refused('configuration')],
  ['an algorithm that is not registered', error(400, 'UDAPI1156'), refused('configuration')],
  ['an account of Uplink Business', error(400, 'UDAPI100049'), refused('configuration')],
  ['a dead token', error(401, 'UDAPI100050'), refused('login_required')],
  ['an extended token', error(401, 'UDAPI100067'), refused('login_required')],
  ['401 with an unlisted code', error(401, 'UDAPI100999'), refused('login_required')],
  ['too many requests', error(429, 'UDAPI10005'), refused('throttled', true)],
  ['429 as a page', answer(429, '<html>'), refused('throttled', true)],
  ['the night', error(400, 'UDAPI100074'), refused('invalid_order')],
  ['something went wrong, as 500', error(500, 'UDAPI100500'), { outcome: 'ambiguous' }],
  ['something went wrong, as 400', error(400, 'UDAPI100500'), { outcome: 'ambiguous' }],
  ['an unlisted code', error(400, 'UDAPI1999'), { outcome: 'ambiguous', message: 'UDAPI1999 the broker’s words' }],
  ['403 with an unlisted code', error(403, 'UDAPI1999'), { outcome: 'ambiguous' }],
  ['a known refusal beside an unlisted code', error(400, 'UDAPI1052', 'UDAPI1999'), { outcome: 'ambiguous' }],
  ['two known refusals', error(400, 'UDAPI1052', 'UDAPI1026'), { ...refused('invalid_order'), code: 'UDAPI1052' }],
  ['no errors', error(400), { outcome: 'ambiguous' }],
  ['a page', answer(502, '<html></html>'), { outcome: 'ambiguous' }],
  ['an envelope of another kind', answer(200, { order_ids: ['1'] }), { outcome: 'ambiguous' }],
  ['an error status that claims success', answer(400, { status: 'success', data: {} }), { outcome: 'ambiguous' }],
  ['no answer', { kind: 'failure', code: 'UND_ERR_SOCKET', sent: true }, { outcome: 'ambiguous' }],
  ['no connection', { kind: 'failure', code: 'ECONNREFUSED', sent: true }, refused('not_sent', true)],
];

describe('brokers: upstox error mapping', () => {
  for (const [what, got, expected] of PLACEMENTS)
    it(`a placement answered with ${what}: ${JSON.stringify(expected)}`, () =>
      expect(resultOf(got)).to.deep.include(expected));

  it('reads the code in either casing', () => {
    const snake = answer(400, { status: 'error', errors: [{ error_code: 'UDAPI1052', message: 'm' }] });
    expect(resultOf(snake)).to.deep.include({ ...refused('invalid_order'), code: 'UDAPI1052', message: 'm' });
  });

  it('never takes an answer for an acceptance or a refusal that it cannot read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
        if (status === 401 || status === 429) return true;
        return resultOf(answer(status, body)).outcome === 'ambiguous';
      }),
    );
  });

  const kinds: [string, WireAnswer, string][] = [
    ['a dead token', error(401, 'UDAPI100050'), 'auth'],
    ['an unregistered address', error(403, 'UDAPI1154'), 'configuration'],
    ['a finished order', error(400, 'UDAPI100040'), 'refused'],
    ['an unlisted code', error(400, 'UDAPI1999'), 'refused'],
    ['a page', answer(503, '<html>'), 'unreachable'],
    ['too many requests', error(429, 'UDAPI10005'), 'throttled'],
  ];
  for (const [what, got, kind] of kinds)
    it(`a read answered with ${what} throws ${kind}`, () => {
      const verdict = judge(got);
      if (verdict.kind === 'success') throw new Error('not a failure');
      expect(toBrokerError('upstox', verdict)).to.include({ kind, broker: 'upstox' });
    });

  it('sends one unsliced intraday limit order by key to the order host, named as registered, and repeats no token', async () => {
    const settings = wireSettings(undefined, { upstox: { algoId: 'QL-IRON' } }).upstox;
    const adapter = new UpstoxAdapter(settings);
    const prepared = adapter.prepare(
      { clientId: 'C', apiKey: 'k', accessToken: 'the-token' },
      {
        ...{ tag: 'T1', tradingsymbol: 'NIFTY 24500 CE 01 DEC 26', exchange: 'NFO', instrumentKey: 'NSE_FO|54321' },
        ...{ side: 'SELL', quantityUnits: 130, limitPricePaise: 150_05 },
      },
    );
    await adapter.close();
    if (prepared.via !== 'http') throw new Error('not http');
    const { body, ...request } = prepared.request;
    expect(request).to.deep.equal({
      ...{ origin: 'https://api-hft.upstox.com', method: 'POST', path: '/v3/order/place' },
      headers: {
        authorization: 'Bearer the-token',
        accept: 'application/json',
        'content-type': 'application/json',
        'x-algo-name': 'QL-IRON',
      },
    });
    expect(JSON.parse(body ?? '')).to.deep.equal({
      ...{ quantity: 130, product: 'I', validity: 'DAY', price: 150.05, tag: 'T1', instrument_token: 'NSE_FO|54321' },
      ...{ order_type: 'LIMIT', transaction_type: 'SELL', disclosed_quantity: 0, trigger_price: 0 },
      ...{ is_amo: false, slice: false },
    });
    const dead = { status: 'error', errors: [{ errorCode: 'UDAPI100050', message: 'token the-token is dead' }] };
    expect(prepared.read(answer(401, dead))).to.include({ message: 'token [redacted] is dead' });
  });
});
