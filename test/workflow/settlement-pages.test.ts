// More partners than one run of the monthly workflow takes: all are settled, though one of an early page cannot be.
import { ApplicationFailure } from '@temporalio/common';
import { WorkflowFailedError } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { expect } from 'chai';
import { PLATFORM_QUEUE } from '../../workflows/messages/task-queues.js';
import type { SettlePartnerInput, SettlePartnerResult } from '../../workflows/messages/settlement.js';
import { timeSkippingEnvironment, workflowBundle } from '../support/temporal.js';
import { registerSearchAttributes } from './rig/platform-rig.js';

const PARTNERS = Array.from({ length: 203 }, (_, n) => `partner-${String(n).padStart(3, '0')}`);
const BROKEN = 'partner-007';

describe('settlement of many partners', function () {
  this.timeout(120_000);
  let env: TestWorkflowEnvironment;
  before(async () => {
    env = await timeSkippingEnvironment();
    await registerSearchAttributes(env);
  });
  after(() => env.teardown());

  it('goes through every page, and names at the end who is not settled', async () => {
    const settled = new Set<string>();
    const worker = await Worker.create({
      connection: env.nativeConnection,
      taskQueue: PLATFORM_QUEUE,
      workflowBundle,
      activities: {
        partnersToSettle: ({ after, limit }: { after: string; limit: number }) =>
          Promise.resolve(PARTNERS.filter((id) => id > after).slice(0, limit)),
        settleMonth: ({ partnerId }: SettlePartnerInput): Promise<SettlePartnerResult> => {
          if (partnerId === BROKEN) throw ApplicationFailure.nonRetryable('broken');
          settled.add(partnerId);
          return Promise.resolve({ outcome: 'settled', status: 'RECONCILED' });
        },
      },
    });
    const failed: unknown = await worker.runUntil(
      env.client.workflow
        .execute('settlement', {
          workflowId: 'settlement/pages',
          taskQueue: PLATFORM_QUEUE,
          args: [{ month: '2026-10' }],
        })
        .catch((error: unknown) => error),
    );
    expect(failed).to.be.instanceOf(WorkflowFailedError);
    expect((failed as WorkflowFailedError).cause?.message).to.match(/^Not settled: partner-007\. /);
    expect(settled.size).to.equal(PARTNERS.length - 1);
  });
});
