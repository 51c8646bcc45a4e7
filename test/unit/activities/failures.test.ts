// The one table from broker and vault errors to Temporal failures.
import { ApplicationFailure } from '@temporalio/common';
import { expect } from 'chai';
import { toFailure, withFailures } from '../../../activities/failures.js';
import { BrokerError, type BrokerErrorKind } from '../../../brokers/errors.js';
import { VaultError } from '../../../vault/vault.js';

function failureOf(error: unknown): ApplicationFailure {
  const failure = toFailure(error);
  if (!(failure instanceof ApplicationFailure)) throw new Error('not an ApplicationFailure');
  return failure;
}

describe('activity failures', () => {
  const table: [BrokerErrorKind, string, boolean][] = [
    ['auth', 'broker_login_required', false],
    ['throttled', 'broker_throttled', true],
    ['refused', 'broker_refused', false],
    ['configuration', 'broker_configuration', false],
    ['unreachable', 'broker_unreachable', true],
  ];
  for (const [kind, type, retried] of table) {
    it(`${kind} becomes ${type}, ${retried ? 'retried' : 'not retried'}`, () => {
      const failure = failureOf(new BrokerError(kind, 'zebu', 'its own words', 'AB-1003'));
      expect(failure.type).to.equal(type);
      expect(failure.nonRetryable).to.equal(!retried);
      expect(failure.details).to.deep.equal([{ broker: 'zebu', code: 'AB-1003', message: 'its own words' }]);
    });
  }

  it('leaves the cause behind, which may carry request headers', () => {
    const error = new BrokerError('unreachable', 'zebu', 'no answer');
    error.cause = new Error('Authorization: Bearer canary');
    expect(failureOf(error).cause).to.equal(undefined);
  });

  it('does not retry what the vault will never open', () => {
    const failure = failureOf(new VaultError('erased'));
    expect([failure.type, failure.nonRetryable]).to.deep.equal(['secret_unavailable', true]);
  });

  it('passes bugs and outages of ours on unchanged', () => {
    const bug = new TypeError('bug');
    expect(toFailure(bug)).to.equal(bug);
  });

  it('wraps an activity: results pass, errors go through the table', async () => {
    expect(await withFailures((n: number) => Promise.resolve(n + 1))(1)).to.equal(2);
    const failing = withFailures(() => Promise.reject(new BrokerError('refused', 'zebu', 'no')));
    const caught: unknown = await failing().catch((error: unknown) => error);
    expect(caught).to.be.instanceOf(ApplicationFailure).with.property('type', 'broker_refused');
  });
});
