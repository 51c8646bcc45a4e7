// One subscriber's entry against the real simulator: filled, refused, ambiguous, late; always full or flat, never twice.
// All scenarios run side by side, each with a client of its own; the tests look at what became of them.
import { expect } from 'chai';
import { RunViewRepository } from '../../db/repositories/run-views.js';
import type { RunningEngine } from '../../engine/create-engine.js';
import { netPosition, startRig, type Rig } from './rig.js';

type Scenario = {
  fault?: Record<string, unknown>;
  inMs?: number;
  templateId?: string;
  lotMultiplier?: number;
  loggedIn?: boolean;
};
type Entered = Awaited<ReturnType<typeof enter>>;

const SCENARIOS = {
  plain: {},
  sliced: { templateId: 'basket_admin_test_strategy', lotMultiplier: 30 },
  insufficient_funds: { fault: { kind: 'insufficient_funds', count: 10 } },
  accept_then_reject: { fault: { kind: 'accept_then_reject' } },
  partial_fill: { fault: { kind: 'partial_fill' } },
  never_fills: { fault: { kind: 'never_fills' } },
  throttle: { fault: { kind: 'throttle', count: 2 } },
  slow: { fault: { kind: 'slow', delay_ms: 1_000 } },
  timeout_after_accept: { fault: { kind: 'timeout_after_accept' } },
  late_accept: { fault: { kind: 'late_accept', after_s: 2 } },
  server_error: { fault: { kind: 'server_error' } },
  non_json: { fault: { kind: 'non_json' } },
  reset_before_accept: { fault: { kind: 'reset_before_accept' } },
  token_revoked: { fault: { kind: 'token_revoked' } },
  unregistered_address: { fault: { kind: 'unregistered_address', count: 10 } },
  naked_short: { templateId: 'basket_admin_short_straddle', fault: { kind: 'never_fills' } },
  past_deadline: { inMs: -25_000 },
  late: { inMs: -500 },
  logged_out: { loggedIn: false },
} satisfies Record<string, Scenario>;
type Name = keyof typeof SCENARIOS;

async function enter(rig: Rig, engine: RunningEngine, clientId: string, options: Scenario) {
  const subscription = await rig.subscriber(clientId, options);
  if (options.fault) await rig.sim.arm({ client_id: clientId, ...options.fault });
  const { runId, executions } = await rig.run(
    options.templateId ?? 'basket_admin_iron_condor',
    options.inMs ?? 3_000,
    subscription,
  );
  const executionId = executions.get(subscription) ?? '';
  const outcome = await engine.entries.execute(executionId);
  const { reason } = await rig.outcome(executionId);
  return {
    clientId,
    runId,
    outcome,
    reason,
    orders: await rig.orders(executionId),
    record: await rig.record(clientId),
  };
}

describe('entry engine', function () {
  this.timeout(90_000);
  let rig: Rig;
  const entered = {} as Record<Name, Entered>;

  before(async () => {
    rig = await startRig();
    const engine = await rig.engine();
    const names = Object.keys(SCENARIOS) as Name[];
    await Promise.all(
      names.map(async (name, index) => (entered[name] = await enter(rig, engine, `ENG${index}`, SCENARIOS[name]))),
    );
  });
  after(() => rig.close());

  const isFlat = ({ record }: Entered) => [...netPosition(record).values()].every((units) => units === 0);
  const eventOf = async (type: string, { clientId }: Entered) =>
    (await rig.events()).find(
      (e) => e.type === type && e.body['user_email'] === `${clientId}@example.com`.toLowerCase(),
    );

  it('accepts no tag twice, whatever happens', () => {
    for (const { record } of Object.values(entered)) {
      const tags = record.filter((o) => o.status !== 'REJECTED').map((o) => o.tag);
      expect(new Set(tags).size).to.equal(tags.length);
    }
  });

  it('is full or flat, whatever happens', () => {
    for (const [name, entry] of Object.entries(entered))
      if (entry.outcome !== 'completed') expect(isFlat(entry), name).to.equal(true);
  });

  it('fills every leg, BUY legs before SELL legs', () => {
    const { outcome, record } = entered.plain;
    expect(outcome).to.equal('completed');
    expect(record.map((o) => o.status)).to.deep.equal(['COMPLETE', 'COMPLETE', 'COMPLETE', 'COMPLETE']);
    const at = (side: string) => record.filter((o) => o.side === side).map((o) => Date.parse(o.received_at));
    expect(Math.max(...at('BUY'))).to.be.lessThan(Math.min(...at('SELL')));
  });

  it('sends nothing before the instant', async () => {
    const rows = await rig.db.query<{ early: number }>(
      'SELECT count(*)::int AS early FROM order_intent o JOIN strategy_run r ON r.id = o.run_id WHERE o.sent_at < r.entry_at',
    );
    expect(rows[0]?.early).to.equal(0);
  });

  it('multiplies lots and slices at the freeze quantity', () => {
    expect(entered.sliced.outcome).to.equal('completed');
    expect(entered.sliced.record.map((o) => o.quantity).sort((a, b) => a - b)).to.deep.equal([195, 1_755]);
  });

  it('fails with the broker’s words when funds are short', async () => {
    expect(entered.insufficient_funds.outcome).to.equal('failed');
    const event = await eventOf('execution_failed', entered.insufficient_funds);
    expect(event?.body).to.include({ error: 'Insufficient funds' });
    expect(event?.body['broker_response']).to.have.keys('code', 'message');
  });

  it('is flat when the broker rejects an order it had accepted', () => {
    // Whether the sibling was filled before it could be cancelled is the broker's race.
    expect(entered.accept_then_reject.outcome).to.be.oneOf(['unwound', 'failed']);
  });

  for (const name of ['partial_fill', 'never_fills', 'server_error', 'non_json', 'reset_before_accept'] as const)
    it(`unwinds when one order meets ${name}`, () => {
      expect(entered[name].outcome).to.equal('unwound');
    });

  it('reprices what rests, inside the protection band, before it gives it up', async () => {
    const [order] = await rig.db.query<{ reprices: number; first: number; last: number }>(
      `SELECT o.reprices, o.first_limit_price_paise AS first, o.limit_price_paise AS last
       FROM order_intent o JOIN execution e ON e.id = o.execution_id JOIN broker_account a ON a.id = e.account_id
       WHERE a.client_id = $1 AND o.purpose = 'entry' AND o.state = 'CANCELLED' AND o.reprices > 0`,
      [entered.never_fills.clientId],
    );
    expect(order?.reprices).to.be.within(1, 3);
    expect(Math.abs((order?.last ?? 0) - (order?.first ?? 0))).to.be.at.most((order?.first ?? 0) * 0.05);
  });

  for (const name of ['throttle', 'slow', 'late'] as const)
    it(`completes in spite of ${name}`, () => {
      expect(entered[name].outcome).to.equal('completed');
    });

  for (const name of ['timeout_after_accept', 'late_accept'] as const)
    it(`adopts the order that ${name} hid`, () => {
      expect(entered[name].outcome).to.equal('completed');
      expect(entered[name].record).to.have.length(4);
    });

  it('fails at once when the broker has ended the session', () => {
    expect(entered.token_revoked.outcome).to.equal('failed');
    expect(entered.token_revoked.record).to.have.length(0);
  });

  it('tells the operator, and asks no user for a login, when the broker does not know our address', async () => {
    const { outcome, reason, record, runId, clientId } = entered.unregistered_address;
    expect(outcome).to.equal('failed');
    expect(record.map((o) => o.status)).to.deep.equal(['REJECTED', 'REJECTED']);
    expect(new Set(record.map((o) => o.tag)).size, 'sent once').to.equal(record.length);
    expect(reason).to.match(/the operator has been told, and there is nothing for you to do; nothing is open\.$/);
    const told = (await rig.events()).filter((e) => e.body['user_email'] === `${clientId}@example.com`.toLowerCase());
    expect(told.map((e) => e.type)).to.deep.equal(['execution_failed']);
    expect(told[0]?.body).to.include({ error: 'Set-up refused by the broker' });
    const report = await new RunViewRepository(rig.db).find(runId);
    const code = 'AB-1007';
    const [problem, ...others] = report?.setUpProblems ?? [];
    expect(others).to.deep.equal([]);
    expect(problem).to.include({ broker: 'zebu', code, subscribers: 1 });
    expect(problem?.message).to.match(/IP/);
    const [account] = await rig.db.query<{ loggedIn: boolean }>(
      'SELECT token_secret_id IS NOT NULL AS "loggedIn" FROM broker_account WHERE client_id = $1',
      [clientId],
    );
    expect(account?.loggedIn, 'the session is left alone').to.equal(true);
    expect((await new RunViewRepository(rig.db).find(entered.plain.runId))?.setUpProblems).to.deep.equal([]);
  });

  it('buys a naked short back when its sibling fails', () => {
    expect(entered.naked_short.outcome).to.equal('unwound');
  });

  it('places nothing past the entry deadline', async () => {
    expect(entered.past_deadline.outcome).to.equal('missed');
    expect(entered.past_deadline.record).to.have.length(0);
    expect((await eventOf('execution_failed', entered.past_deadline))?.body).to.include({ error: 'Entry missed' });
  });

  it('skips a subscriber without a session and asks for the login', async () => {
    expect(entered.logged_out.outcome).to.equal('skipped');
    expect(await eventOf('oauth_login_required', entered.logged_out)).to.not.equal(undefined);
  });
});
