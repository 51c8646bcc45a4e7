// The bodies partners receive, field by field.
import { expect } from 'chai';
import {
  executionCompleted,
  executionExposed,
  executionFailed,
  executionResolved,
  oauthLoginRequired,
  orderDisputed,
  positionClosed,
  subscriptionCancelled,
  subscriptionCreated,
  subscriptionPaused,
  subscriptionResumed,
} from '../../../domain/partner-event.js';

const happening = { userEmail: 'user@example.com', atMs: Date.parse('2025-10-10T03:50:05.999Z') };

describe('partner events', () => {
  it("execution_failed is the guide's, with a true timestamp", () => {
    const { body, cause } = executionFailed({
      ...happening,
      executionId: 'exe_1',
      subscriptionId: 'sub_abc123',
      error: 'Insufficient funds',
      brokerResponse: { code: 'AB-1003', message: 'Available margin: ₹5000, Required: ₹15000' },
    });
    expect(cause).to.equal('execution_failed/exe_1');
    expect(JSON.stringify(body)).to.equal(
      JSON.stringify({
        event: 'execution_failed',
        subscription_id: 'sub_abc123',
        user_email: 'user@example.com',
        error: 'Insufficient funds',
        broker_response: { code: 'AB-1003', message: 'Available margin: ₹5000, Required: ₹15000' },
        timestamp: '2025-10-10T03:50:05Z',
      }),
    );
  });

  it('execution_completed lists the orders in rupees', () => {
    const order = {
      tradingsymbol: 'NIFTY25OCT24500CE',
      side: 'BUY',
      quantityUnits: 75,
      filledUnits: 75,
      averagePricePaise: 15_050,
    } as const;
    const input = {
      ...happening,
      executionId: 'exe_1',
      runId: 'run_1',
      subscriptionId: 'sub_1',
      templateId: 'basket_1',
    };
    expect(executionCompleted({ ...input, orders: [order] }).body['orders']).to.deep.equal([
      {
        tradingsymbol: 'NIFTY25OCT24500CE',
        transaction_type: 'BUY',
        quantity: 75,
        filled_quantity: 75,
        average_price: 150.5,
      },
    ]);
  });

  it('position_closed has the result in rupees, losses too; execution_exposed is told once per entry and once per exit', () => {
    const ids = { executionId: 'exe_1', runId: 'run_1', subscriptionId: 'sub_1', templateId: 'basket_1' };
    const { body, cause } = positionClosed({
      ...happening,
      ...ids,
      exitReason: 'exit_time',
      realisedPnlPaise: -125_050,
      orders: [],
    });
    expect(cause).to.equal('position_closed/exe_1');
    expect(body).to.include({ exit_reason: 'exit_time', realised_pnl: -1_250.5, execution_id: 'exe_1' });
    const causes = (['entry', 'exit', { lateSinceMs: 7 }] as const).map(
      (during) => executionExposed({ ...happening, ...ids, during, reason: 'it rests' }).cause,
    );
    expect(causes).to.deep.equal([
      'execution_exposed/exe_1',
      'execution_exposed/exe_1/exit',
      'execution_exposed/exe_1/late/7',
    ]);
  });

  it('execution_resolved is told once for each set of facts, whatever the order they are found in', () => {
    const order = (tag: string, filledUnits: number) => ({
      ...({ tag, tradingsymbol: 'NIFTY25OCT24500CE', side: 'SELL', quantityUnits: 75, filledUnits } as const),
      ...({
        averagePricePaise: filledUnits === 0 ? 0 : 15_050,
        status: filledUnits === 0 ? 'NOT_PLACED' : 'COMPLETE',
      } as const),
    });
    const resolved = (resolution: 'closed' | 'nothing_traded' | 'exposed', ...orders: ReturnType<typeof order>[]) =>
      executionResolved({
        ...{ ...happening, executionId: 'exe_1', runId: 'run_1', subscriptionId: 'sub_1', templateId: 'basket_1' },
        ...{ resolution, realisedPnlPaise: resolution === 'exposed' ? null : -8_450, orders },
      });
    const closed = resolved('closed', order('QA', 75), order('QB', 0));
    expect(closed.body).to.deep.include({ resolution: 'closed', realised_pnl: -84.5, execution_id: 'exe_1' });
    expect((closed.body['orders'] as object[])[0]).to.deep.equal({
      ...{ tradingsymbol: 'NIFTY25OCT24500CE', transaction_type: 'SELL', quantity: 75, filled_quantity: 75 },
      ...{ average_price: 150.5, status: 'COMPLETE' },
    });
    expect(resolved('closed', order('QB', 0), order('QA', 75)).cause).to.equal(closed.cause);
    const others = [resolved('closed', order('QA', 75)), resolved('closed', order('QA', 75), order('QB', 75))];
    expect(new Set([closed, ...others, resolved('exposed', order('QA', 75))].map(({ cause }) => cause)).size).to.equal(
      4,
    );
    expect(resolved('exposed', order('QA', 75)).body['realised_pnl']).to.equal(null);
  });

  it('order_disputed has both versions of the order, and is told again only when it is raised again', () => {
    const input = {
      ...happening,
      findingId: 'fnd_1',
      kind: 'stranger',
      problem: 'no_intent',
      reason: 'The book has it.',
      tradingDay: '2025-10-10',
      clientId: 'ZEBU123',
      brokerName: 'zebu',
      executionId: null,
      subscriptionId: null,
      ours: null,
      brokers: {
        brokerOrderId: 'b1',
        tradingsymbol: 'NIFTY25OCT24500CE',
        side: 'SELL',
        quantityUnits: 75,
        filledUnits: 75,
        averagePricePaise: 15_050,
        status: 'COMPLETE',
      },
    } as const;
    const { body } = orderDisputed({ ...input, times: 1 });
    expect(body).to.deep.include({
      ...{ event: 'order_disputed', finding_id: 'fnd_1', kind: 'stranger', execution_id: null, our_order: null },
      broker_order: {
        ...{ broker_order_id: 'b1', tradingsymbol: 'NIFTY25OCT24500CE', transaction_type: 'SELL', quantity: 75 },
        ...{ filled_quantity: 75, average_price: 150.5, status: 'COMPLETE' },
      },
    });
    const causes = [1, 1, 2].map((times) => orderDisputed({ ...input, times }).cause);
    expect(causes).to.deep.equal(['order_disputed/fnd_1/1', 'order_disputed/fnd_1/1', 'order_disputed/fnd_1/2']);
  });

  it('oauth_login_required is told once a day and account, and once an entry', () => {
    const account = { ...happening, accountId: 'acc_1', clientId: 'ZEBU123', brokerName: 'zebu' };
    const reminder = oauthLoginRequired({ ...account, occasion: { kind: 'reminder' } });
    const later = oauthLoginRequired({ ...account, atMs: account.atMs + 3_600_000, occasion: { kind: 'reminder' } });
    const entry = oauthLoginRequired({
      ...account,
      occasion: { kind: 'entry', executionId: 'exe_1', subscriptionId: 'sub_1' },
    });
    expect(reminder.cause).to.equal('oauth_login_required/acc_1/2025-10-10');
    expect(later.cause).to.equal(reminder.cause);
    expect(entry.cause).to.equal('oauth_login_required/entry/exe_1');
    expect([reminder.body['subscription_id'], entry.body['subscription_id']]).to.deep.equal([null, 'sub_1']);
  });

  it('a subscription is created and cancelled once, paused and resumed as often as it is', () => {
    const input = {
      ...happening,
      subscriptionId: 'sub_1',
      userId: 'partner-user-x',
      templateId: 'basket_1',
      changeId: 'c1',
    };
    const events = [subscriptionCreated, subscriptionPaused, subscriptionResumed, subscriptionCancelled].map((build) =>
      build(input),
    );
    expect(events.map((event) => event.cause)).to.deep.equal([
      'subscription_created/sub_1',
      'subscription_paused/sub_1/c1',
      'subscription_resumed/sub_1/c1',
      'subscription_cancelled/sub_1',
    ]);
    expect(events.map((event) => event.body['status'])).to.deep.equal(['ACTIVE', 'PAUSED', 'ACTIVE', 'CANCELLED']);
    for (const event of events) expect(event.body.event).to.equal(event.type);
  });
});
