// Noren's refusals are texts: only those known to have created nothing are refused; everything else is ambiguous.
import { expect } from 'chai';
import fc from 'fast-check';
import { judge, saysNoData } from '../../../brokers/noren/errors.js';
import type { PlacementResult, WireAnswer } from '../../../brokers/port.js';
import { textField } from '../../../brokers/readable.js';
import { toBrokerError, toPlacementResult } from '../../../brokers/verdict.js';

const resultOf = (got: WireAnswer): PlacementResult =>
  toPlacementResult(judge(got), (data) => textField(data, 'norenordno'));
const answer = (body: unknown, status = 200): WireAnswer => ({
  kind: 'response',
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const no = (emsg: string, status = 200): WireAnswer =>
  answer({ stat: 'Not_Ok', request_time: '10:48:03 20-05-2020', emsg }, status);
const failure = (code: string, sent: boolean): WireAnswer => ({ kind: 'failure', code, sent });

const REFUSED = { outcome: 'refused', retryable: false };
const AGAIN = { outcome: 'refused', retryable: true };
const DOUBT = { outcome: 'ambiguous' };

const PLACEMENTS: [string, WireAnswer, Record<string, unknown>][] = [
  [
    'an order number',
    answer({ request_time: '10:48:03 20-05-2020', stat: 'Ok', norenordno: '20052000000017' }),
    { outcome: 'accepted', brokerOrderId: '20052000000017' },
  ],
  ['invalid input', no('Error Occurred : 2 "invalid input"'), { ...REFUSED, reason: 'invalid_order' }],
  ['missing jData', no('Invalid Input :  jData is Missing.'), { ...REFUSED, reason: 'invalid_order' }],
  ['a dead session', no('Session Expired : Invalid Session Key'), { ...REFUSED, reason: 'login_required' }],
  ['a dead session in capitals', no('SESSION EXPIRED :  x'), { ...REFUSED, reason: 'login_required' }],
  ['401', no('Unauthorized', 401), { ...REFUSED, reason: 'login_required' }],
  [
    'the throttle’s text',
    no('Rate_Limited: too many requests, retry after backoff'),
    { ...AGAIN, reason: 'throttled' },
  ],
  ['429 in plain text', answer('slow down', 429), { ...AGAIN, reason: 'throttled' }],
  ['an address that is not allowed', no('Invalid IP address'), { ...REFUSED, reason: 'configuration' }],
  ['an address not listed', no('IP 10.0.0.1 is not whitelisted'), { ...REFUSED, reason: 'configuration' }],
  ['an address within the input’s text', no('Invalid Input : Invalid IP'), { ...REFUSED, reason: 'configuration' }],
  ['unsent bytes', failure('UND_ERR_SOCKET', false), { ...AGAIN, reason: 'not_sent' }],
  ['a refused connection', failure('ECONNREFUSED', true), { ...AGAIN, reason: 'not_sent' }],
  ['a reset', failure('ECONNRESET', true), DOUBT],
  ['a time-out', failure('ETIMEDOUT', true), DOUBT],
  ['a text on no list', no('Order could not be processed'), { ...DOUBT, message: 'Order could not be processed' }],
  ['a text that only mentions a trip', no('Trip not found'), DOUBT],
  ['another error number', no('Error Occurred : 9 "internal"'), DOUBT],
  ['the risk check’s words', no('RED:Margin Shortfall:INR 1.00 Available:INR 0.00'), DOUBT],
  ['no reason', answer({ stat: 'Not_Ok' }), DOUBT],
  ['a server that timed out behind the gateway', no('Server Timeout :  '), DOUBT],
  ['500 with a known text', no('Invalid Input : x', 500), DOUBT],
  ['502 as a page', answer('<html>', 502), DOUBT],
  ['200 that is not JSON', answer('OK'), DOUBT],
  ['200 without an order number', answer({ stat: 'Ok' }), DOUBT],
  ['an order number that is no text', answer({ stat: 'Ok', norenordno: 17 }), DOUBT],
  ['an array', answer([{ stat: 'Ok', norenordno: '1' }]), DOUBT],
  ['an unknown stat', answer({ stat: 'Maybe', norenordno: '1' }), DOUBT],
  ['success with an error status', answer({ stat: 'Ok', norenordno: '1' }, 400), DOUBT],
  ['null', answer('null'), DOUBT],
];

describe('brokers: noren error mapping', () => {
  for (const [what, given, expected] of PLACEMENTS)
    it(`a placement answered with ${what} is ${String(expected['outcome'])}`, () => {
      expect(resultOf(given)).to.include(expected);
    });

  it('never refuses what it does not know', () => {
    const status = fc.integer({ min: 200, max: 599 }).filter((s) => s !== 429 && s !== 401);
    fc.assert(
      fc.property(status, fc.oneof(fc.string(), fc.json()), (s, body) => {
        expect(resultOf(answer(body, s)).outcome).to.equal('ambiguous');
      }),
    );
  });

  const READS: [string, WireAnswer, Record<string, unknown>][] = [
    ['a dead session', no('Session Expired : Invalid Session Key'), { kind: 'auth' }],
    ['the throttle’s text', no('Rate_Limited: too many requests'), { kind: 'throttled' }],
    ['an order that is not there', no('Rejected : ORA:Order not found to Cancel'), { kind: 'refused' }],
    [
      'a bad code',
      no('Invalid authorization code'),
      { kind: 'refused', detail: 'Invalid authorization code', brokerCode: undefined },
    ],
    ['a text on no list', no('Something else'), { kind: 'refused', detail: 'Something else' }],
    ['a forbidden address', no('Your static IP is not registered'), { kind: 'configuration' }],
    ['a server that timed out', no('Server Timeout :  '), { kind: 'unreachable' }],
    ['500', no('x', 500), { kind: 'unreachable' }],
    ['a page', answer('<html>'), { kind: 'unreachable' }],
  ];
  for (const [what, given, expected] of READS)
    it(`a read answered with ${what} throws ${String(expected['kind'])}`, () => {
      const verdict = judge(given);
      if (verdict.kind === 'success') throw new Error('success');
      expect(toBrokerError('zebu', verdict)).to.include({ broker: 'zebu', ...expected });
    });

  it('takes the object "no data" for an empty book, and no other refusal', () => {
    expect(saysNoData(judge(no('Error Occurred : 5 "no data"')))).to.equal(true);
    expect(saysNoData(judge(no('No Data :  ')))).to.equal(true);
    for (const other of ['Session Expired : no data', 'Error Occurred : 2 "invalid input"', 'Nothing', ''])
      expect(saysNoData(judge(no(other))), other).to.equal(false);
    expect(saysNoData(judge(answer([])))).to.equal(false);
  });
});
