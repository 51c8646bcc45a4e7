// How Kite says no: only what is known to have put nothing into the market is refused; everything else is ambiguous.
import { expect } from 'chai';
import fc from 'fast-check';
import { judge } from '../../../brokers/kite/errors.js';
import type { WireAnswer } from '../../../brokers/port.js';
import { textField } from '../../../brokers/readable.js';
import { errorOf, toPlacementResult } from '../../../brokers/verdict.js';

const answer = (status: number, body: unknown): WireAnswer => ({
  kind: 'response',
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const error = (status: number, error_type: string, message = 'the broker’s words'): WireAnswer =>
  answer(status, { status: 'error', message, data: null, error_type });
const NO_ADDRESS = 'No IPs configured for this app. Add allowed IPs on the Kite developer console.';
const WRONG_ADDRESS = 'IP (192.0.2.7) is not allowed to place orders for this app. Update allowed IPs on the console.';

/** What it is for a placement, and for a read. */
const ANSWERS: [string, WireAnswer, string, string][] = [
  ['a bad field', error(400, 'InputException'), 'invalid_order', 'refused'],
  ['too little money', error(400, 'MarginException'), 'insufficient_funds', 'refused'],
  ['holdings that are not there', error(400, 'HoldingException'), 'invalid_order', 'refused'],
  ['a dead token', error(403, 'TokenException'), 'login_required', 'auth'],
  ['an app without the right', error(403, 'PermissionException'), 'configuration', 'configuration'],
  ['no registered address', error(403, 'PermissionException', NO_ADDRESS), 'configuration', 'configuration'],
  ['another address', error(400, 'InputException', WRONG_ADDRESS), 'configuration', 'configuration'],
  ['an address under any type', error(400, 'GeneralException', WRONG_ADDRESS), 'configuration', 'configuration'],
  ['too many requests', error(429, 'NetworkException'), 'throttled', 'throttled'],
  ['too many requests, in text', answer(429, 'Too many requests'), 'throttled', 'throttled'],
  ['a failed placement', error(400, 'OrderException'), 'ambiguous', 'refused'],
  ['a user problem', error(400, 'UserException'), 'ambiguous', 'refused'],
  ['an OMS out of reach', error(400, 'NetworkException'), 'ambiguous', 'refused'],
  ['an OMS that is not understood', error(400, 'DataException'), 'ambiguous', 'refused'],
  ['the unclassified', error(400, 'GeneralException'), 'ambiguous', 'refused'],
  ['too little money under another status', error(502, 'MarginException'), 'ambiguous', 'unreachable'],
  ['a bad field under another status', error(403, 'InputException'), 'ambiguous', 'refused'],
  ['a dead token under another status', error(400, 'TokenException'), 'ambiguous', 'refused'],
  ['an address, as a server error', error(500, 'PermissionException', WRONG_ADDRESS), 'ambiguous', 'unreachable'],
  ['a page', answer(200, '<html>'), 'ambiguous', 'unreachable'],
  ['a gateway’s time-out', answer(504, ''), 'ambiguous', 'unreachable'],
  ['an unknown status word', answer(200, { status: 'done' }), 'ambiguous', 'unreachable'],
];

describe('brokers: kite error mapping', () => {
  const placed = (got: WireAnswer) => toPlacementResult(judge(got), (data) => textField(data, 'order_id'));

  for (const [what, got, placement, read] of ANSWERS)
    it(`takes ${what} for ${placement} in a placement, ${read} in a read`, () => {
      const result = placed(got);
      expect(result.outcome === 'refused' ? result.reason : result.outcome).to.equal(placement);
      expect(result.outcome === 'refused' && result.retryable).to.equal(placement === 'throttled');
      expect(errorOf('kite', judge(got), [])).to.include({ broker: 'kite', kind: read });
    });

  it('has the error’s type for a code', () => {
    expect(placed(error(400, 'MarginException'))).to.include({
      code: 'MarginException',
      message: 'the broker’s words',
    });
  });

  it('accepts an order id, and is in doubt about a success without one', () => {
    const success = (data: unknown): WireAnswer => answer(200, { status: 'success', data });
    expect(placed(success({ order_id: '151220000000000' }))).to.deep.equal({
      ...{ outcome: 'accepted', brokerOrderId: '151220000000000' },
    });
    expect(placed(success({}))).to.include({ outcome: 'ambiguous' });
  });

  it('never refuses what it does not know', () => {
    const status = fc.integer({ min: 200, max: 599 }).filter((s) => s !== 429);
    fc.assert(
      fc.property(status, fc.oneof(fc.string(), fc.json()), (s, body) => {
        expect(placed(answer(s, body)).outcome).to.equal('ambiguous');
      }),
    );
  });
});
