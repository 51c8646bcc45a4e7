// The one table of Zebu's refusals: only what is known to have created nothing is refused; everything else is ambiguous.
import { expect } from 'chai';
import fc from 'fast-check';
import { judge } from '../../../brokers/zebu/errors.js';
import { textField } from '../../../brokers/readable.js';
import { toBrokerError, toPlacementResult } from '../../../brokers/verdict.js';
import { ZebuAdapter } from '../../../brokers/zebu/adapter.js';
import type { PlacementResult, WireAnswer } from '../../../brokers/port.js';

const resultOf = (got: WireAnswer): PlacementResult =>
  toPlacementResult(judge(got), (data) => textField(data, 'order_id'));
const answer = (status: number, body: unknown): WireAnswer => ({
  kind: 'response',
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const error = (status: number, code?: string, error_type = 'InputException'): WireAnswer =>
  answer(status, { status: 'error', message: 'the broker’s words', error_type, ...(code !== undefined && { code }) });
const failure = (code: string, sent: boolean): WireAnswer => ({ kind: 'failure', code, sent });

const PLACEMENTS: [string, WireAnswer, Record<string, unknown>][] = [
  [
    'an order id',
    answer(200, { status: 'success', data: { order_id: '17' } }),
    { outcome: 'accepted', brokerOrderId: '17' },
  ],
  [
    'insufficient funds',
    error(400, 'AB-1003', 'MarginException'),
    {
      outcome: 'refused',
      retryable: false,
      reason: 'insufficient_funds',
      code: 'AB-1003',
      message: 'the broker’s words',
    },
  ],
  [
    'a known bad order',
    error(400, 'AB-2004'),
    { outcome: 'refused', retryable: false, reason: 'invalid_order', code: 'AB-2004' },
  ],
  ['an unknown api_key', error(400, 'AB-1001'), { outcome: 'refused', retryable: false, reason: 'invalid_order' }],
  [
    'a dead token by code',
    error(403, 'AB-1005', 'TokenException'),
    { outcome: 'refused', retryable: false, reason: 'login_required' },
  ],
  [
    'a dead token by type',
    error(403, undefined, 'TokenException'),
    { outcome: 'refused', retryable: false, reason: 'login_required' },
  ],
  ['401', error(401), { outcome: 'refused', retryable: false, reason: 'login_required' }],
  [
    'an address that is not allowed',
    error(403, undefined, 'PermissionException'),
    { outcome: 'refused', retryable: false, reason: 'configuration' },
  ],
  [
    '429 in JSON',
    error(429, 'AB-1006', 'NetworkException'),
    { outcome: 'refused', retryable: true, reason: 'throttled' },
  ],
  ['429 in plain text', answer(429, 'slow down'), { outcome: 'refused', retryable: true, reason: 'throttled' }],
  ['unsent bytes', failure('UND_ERR_SOCKET', false), { outcome: 'refused', retryable: true, reason: 'not_sent' }],
  ['a refused connection', failure('ECONNREFUSED', true), { outcome: 'refused', retryable: true, reason: 'not_sent' }],
  [
    'a name that does not resolve',
    failure('ENOTFOUND', true),
    { outcome: 'refused', retryable: true, reason: 'not_sent' },
  ],
  ['a reset', failure('ECONNRESET', true), { outcome: 'ambiguous' }],
  ['a time-out', failure('ETIMEDOUT', true), { outcome: 'ambiguous' }],
  ['an unlisted 400', error(400, 'AB-9999'), { outcome: 'ambiguous', message: 'AB-9999 the broker’s words' }],
  ['a 400 without a code', error(400), { outcome: 'ambiguous' }],
  ['403 of another kind', error(403, undefined, 'GeneralException'), { outcome: 'ambiguous' }],
  ['403 as a page', answer(403, '<html>'), { outcome: 'ambiguous' }],
  ['500 in JSON', error(500), { outcome: 'ambiguous' }],
  ['500 with a known code', error(500, 'AB-1003'), { outcome: 'ambiguous' }],
  ['502 as a page', answer(502, '<html>'), { outcome: 'ambiguous' }],
  ['200 that is not JSON', answer(200, 'OK'), { outcome: 'ambiguous' }],
  ['200 without an order id', answer(200, { status: 'success', data: {} }), { outcome: 'ambiguous' }],
  [
    'an unknown status word',
    answer(200, { status: 'partial_success', data: { order_id: '1' } }),
    { outcome: 'ambiguous' },
  ],
  [
    'success with an error status',
    answer(400, { status: 'success', data: { order_id: '1' } }),
    { outcome: 'ambiguous' },
  ],
  ['JSON that is no envelope', answer(200, '[]'), { outcome: 'ambiguous' }],
  ['null', answer(200, 'null'), { outcome: 'ambiguous' }],
];

describe('brokers: zebu error mapping', () => {
  for (const [what, given, expected] of PLACEMENTS)
    it(`a placement answered with ${what} is ${String(expected['outcome'])}`, () => {
      expect(resultOf(given)).to.include(expected);
    });

  it('never refuses what it does not know', () => {
    const status = fc.integer({ min: 200, max: 599 }).filter((s) => s !== 429 && s !== 401);
    fc.assert(
      fc.property(status, fc.oneof(fc.string(), fc.json()), (s, body) => {
        expect(resultOf(answer(s, body)).outcome).to.equal('ambiguous');
      }),
    );
  });

  const READS: [string, WireAnswer, Record<string, unknown>][] = [
    ['a dead token', error(403, 'AB-1005', 'TokenException'), { kind: 'auth', brokerCode: 'AB-1005' }],
    ['429', error(429), { kind: 'throttled' }],
    [
      'an order that does not exist',
      error(404, 'AB-3001', 'OrderException'),
      { kind: 'refused', brokerCode: 'AB-3001', detail: 'the broker’s words' },
    ],
    ['an unlisted refusal', error(400, 'AB-9999'), { kind: 'refused', brokerCode: 'AB-9999' }],
    ['a bad request token', error(403, 'AB-1004', 'TokenException'), { kind: 'refused' }],
    ['a forbidden address', error(403, undefined, 'PermissionException'), { kind: 'configuration' }],
    ['500', error(500), { kind: 'unreachable' }],
    ['a page', answer(200, '<html>'), { kind: 'unreachable' }],
    ['no connection', failure('ECONNREFUSED', false), { kind: 'unreachable' }],
    ['a time-out', failure('ETIMEDOUT', true), { kind: 'unreachable' }],
  ];
  for (const [what, given, expected] of READS)
    it(`a read answered with ${what} throws ${String(expected['kind'])}`, () => {
      const verdict = judge(given);
      if (verdict.kind === 'success') throw new Error('success');
      expect(toBrokerError('zebu', verdict)).to.include({ broker: 'zebu', ...expected });
    });

  it('blanks out a token that the broker repeats', () => {
    const adapter = new ZebuAdapter('http://127.0.0.1:9/zebu/');
    const session = { clientId: 'C', apiKey: 'k', accessToken: 'the-token' };
    const order = {
      tag: 'T',
      tradingsymbol: 'S',
      instrumentKey: 'S',
      exchange: 'NFO',
      side: 'BUY',
      quantityUnits: 1,
      limitPricePaise: 150_50,
    } as const;
    const prepared = adapter.prepare(session, order);
    if (prepared.via !== 'http') throw new Error('not http');
    const result = prepared.read(answer(403, { status: 'error', message: 'token the-token is dead', code: 'AB-1005' }));
    expect(result).to.include({ message: 'token [redacted] is dead' });
    expect(prepared.request).to.deep.include({
      origin: 'http://127.0.0.1:9',
      path: '/zebu/api/v1/orders',
      method: 'POST',
    });
    expect(JSON.parse(prepared.request.body ?? '')).to.deep.equal({
      ...{ tradingsymbol: 'S', exchange: 'NFO', transaction_type: 'BUY', quantity: 1 },
      ...{ product: 'MIS', order_type: 'LIMIT', price: 150.5, tag: 'T' },
    });
  });
});
