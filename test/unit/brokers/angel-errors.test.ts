// The one table of Angel One's refusals, in their three shapes: only what is known to have created nothing is refused.
import { expect } from 'chai';
import fc from 'fast-check';
import { judge } from '../../../brokers/angel/errors.js';
import type { PlacementResult, WireAnswer } from '../../../brokers/port.js';
import { textField } from '../../../brokers/readable.js';
import { toBrokerError, toPlacementResult } from '../../../brokers/verdict.js';

const answer = (status: number, body: unknown): WireAnswer => ({
  kind: 'response',
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const failure = (code: string, sent: boolean): WireAnswer => ({ kind: 'failure', code, sent });
/** As the services say it. */
const business = (errorcode: string, message = 'the broker’s words', status = 200): WireAnswer =>
  answer(status, { status: false, message, errorcode, data: null });
/** As the gateway says it. */
const gateway = (errorCode: string, message = 'the gateway’s words', status = 200): WireAnswer =>
  answer(status, { success: false, message, errorCode, data: '' });
const placed = { script: 'NIFTY28OCT2524500CE', orderid: '251028000140605', uniqueorderid: '05ebf91b-bea4-4a1d-b0f2' };
const throttled = 'Access denied because of exceeding access rate';

const resultOf = (got: WireAnswer): PlacementResult =>
  toPlacementResult(judge(got), (data) => textField(data, 'orderid'));
const refused = (reason: string, retryable = false) => ({ outcome: 'refused', reason, retryable });

const PLACEMENTS: [string, WireAnswer, Record<string, unknown>][] = [
  [
    'an order id',
    answer(200, { status: true, message: 'SUCCESS', errorcode: '', data: placed }),
    { outcome: 'accepted', brokerOrderId: '251028000140605' },
  ],
  ['a symbol it does not know', business('AB1009'), { ...refused('invalid_order'), code: 'AB1009' }],
  ['a variety it does not know', business('AB1008'), refused('invalid_order')],
  ['a product it does not know', business('AB1012'), refused('invalid_order')],
  ['a tag that is too long', business('AB4008'), { ...refused('invalid_order'), message: 'the broker’s words' }],
  ['a refusal with 400', business('AB1009', 'no such symbol', 400), refused('invalid_order')],
  [
    'a status in text, as the document has it',
    answer(400, { status: 'false', message: 'm', errorcode: 'AB1009', data: 'null' }),
    refused('invalid_order'),
  ],
  ['an invalid token', gateway('AG8001', 'Invalid Token'), { ...refused('login_required'), code: 'AG8001' }],
  ['an expired token', gateway('AG8002'), refused('login_required')],
  ['a missing token, with 401', gateway('AG8003', 'Token missing', 401), refused('login_required')],
  ['a session that is over behind the gateway', business('AB1010'), refused('login_required')],
  ['a client who is not logged in', business('AB1011'), refused('login_required')],
  ['an address that is not registered', gateway('AG7002', 'Unregistered IP'), refused('configuration')],
  ['an address under another code, with 403', gateway('AG9999', 'IP not allowed', 403), refused('configuration')],
  ['the throttle’s text', answer(403, throttled), refused('throttled', true)],
  ['the throttle’s text with 429', answer(429, throttled), refused('throttled', true)],
  ['too many requests in JSON', business('AB1021'), refused('throttled', true)],
  ['unsent bytes', failure('UND_ERR_SOCKET', false), refused('not_sent', true)],
  ['a refused connection', failure('ECONNREFUSED', true), refused('not_sent', true)],
  ['something went wrong', business('AB1004'), { outcome: 'ambiguous', message: 'AB1004 the broker’s words' }],
  ['an error behind the gateway', business('AB1007'), { outcome: 'ambiguous' }],
  ['an error that is not specified', business('AB2000'), { outcome: 'ambiguous' }],
  ['an internal error', business('AB2001'), { outcome: 'ambiguous' }],
  [
    'AB1003, which is no lack of funds here',
    business('AB1003', 'Client Already Exists'),
    { outcome: 'ambiguous', message: 'AB1003 Client Already Exists' },
  ],
  ['an unlisted code', business('AB4999'), { outcome: 'ambiguous' }],
  ['a no without a code', answer(200, { status: false, message: 'm', data: null }), { outcome: 'ambiguous' }],
  ['an IP in a service’s words', business('AB4999', 'IP not allowed'), { outcome: 'ambiguous' }],
  ['403 as another text', answer(403, 'Forbidden'), { outcome: 'ambiguous' }],
  ['the throttle’s text with 200', answer(200, throttled), { outcome: 'ambiguous' }],
  ['a reset', failure('ECONNRESET', true), { outcome: 'ambiguous' }],
  ['a time-out', failure('ETIMEDOUT', true), { outcome: 'ambiguous' }],
  ['500 with a known code', business('AB1009', 'm', 500), { outcome: 'ambiguous' }],
  ['502 as a page', answer(502, '<html>'), { outcome: 'ambiguous' }],
  ['200 that is not JSON', answer(200, 'OK'), { outcome: 'ambiguous' }],
  ['success without an order id', answer(200, { status: true, errorcode: '', data: null }), { outcome: 'ambiguous' }],
  [
    'success with an error code',
    answer(200, { status: true, errorcode: 'AB1004', data: placed }),
    { outcome: 'ambiguous' },
  ],
  [
    'two shapes that disagree',
    answer(200, { status: true, success: false, errorcode: 'AB1009', data: placed }),
    { outcome: 'ambiguous' },
  ],
  ['success with 400', answer(400, { status: true, errorcode: '', data: placed }), { outcome: 'ambiguous' }],
  ['a status that is a number', answer(200, { status: 1, data: placed }), { outcome: 'ambiguous' }],
  ['JSON that is no envelope', answer(200, '[]'), { outcome: 'ambiguous' }],
];

describe('brokers: angel error mapping', () => {
  for (const [what, given, expected] of PLACEMENTS)
    it(`a placement answered with ${what} is ${String(expected['outcome'])}`, () => {
      expect(resultOf(given)).to.include(expected);
    });

  it('never refuses what it does not know', () => {
    const status = fc.integer({ min: 200, max: 599 }).filter((s) => s !== 429);
    fc.assert(
      fc.property(status, fc.oneof(fc.string(), fc.json()), (s, body) => {
        expect(resultOf(answer(s, body)).outcome).to.equal('ambiguous');
      }),
    );
  });

  const READS: [string, WireAnswer, Record<string, unknown>][] = [
    ['a dead token', gateway('AG8001'), { kind: 'auth', brokerCode: 'AG8001' }],
    ['the throttle’s text', answer(403, throttled), { kind: 'throttled' }],
    ['an unknown key', gateway('AG8004', 'Invalid API Key'), { kind: 'refused', detail: 'Invalid API Key' }],
    ['an order that does not exist', business('AB1013'), { kind: 'refused', brokerCode: 'AB1013' }],
    ['an unlisted refusal', business('AB4999'), { kind: 'refused', brokerCode: 'AB4999' }],
    ['an address that is not registered', gateway('AG7002', 'Unregistered IP'), { kind: 'configuration' }],
    ['something went wrong', business('AB1004'), { kind: 'unreachable' }],
    ['a page', answer(200, '<html>'), { kind: 'unreachable' }],
    ['no connection', failure('ECONNREFUSED', false), { kind: 'unreachable' }],
  ];
  for (const [what, given, expected] of READS)
    it(`a read answered with ${what} throws ${String(expected['kind'])}`, () => {
      const verdict = judge(given);
      if (verdict.kind === 'success') throw new Error('success');
      expect(toBrokerError('angel', verdict)).to.include({ broker: 'angel', ...expected });
    });
});
