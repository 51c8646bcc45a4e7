// A partner that has chosen Zebu's Noren wire, with all processes: link, login without an echoed state, subscribe, and a run that fills.
import { expect } from 'chai';
import type { RecordedOrder } from '../../brokers/simulator/record.js';
import { sharedStack } from '../support/shared-stack.js';
import { floorUsers, TradingFloor, type FloorUser } from '../support/trading-floor.js';
import { waitFor } from '../support/wait.js';

const TEMPLATE = 'e2e_noren';

describe('a partner on the wire zebu-noren, with all processes', function () {
  this.timeout(120_000);
  let floor: TradingFloor;
  const [user, other] = floorUsers('NORENW', 2) as [FloorUser, FloorUser];

  before(async () => {
    floor = new TradingFloor(await sharedStack());
    await floor.copyTemplate(TEMPLATE);
    await floor.query(`UPDATE partner SET broker_wire = 'zebu-noren' WHERE id = 'zebu'`);
    await floor.link(user);
    await floor.link(other);
  });
  after(() => floor.query(`UPDATE partner SET broker_wire = NULL WHERE id = 'zebu'`));

  const oauth = ({ clientId }: FloorUser, step: string): string => `/partner/broker-accounts/${clientId}/oauth/${step}`;
  const initiate = async (of: FloorUser): Promise<{ page: string; state: string }> => {
    const { status, body, text } = await floor.live.post(oauth(of, 'initiate'), { user_email: of.email });
    expect(status, text).to.equal(200);
    return { page: String(body['oauth_url']), state: String(body['state']) };
  };
  /** What the broker sends the browser back with. */
  const comeBack = async (page: string): Promise<URLSearchParams> => {
    const answer = await fetch(`${page}&auto_approve=1`, { redirect: 'manual' });
    return new URL(answer.headers.get('location') ?? '').searchParams;
  };
  const callback = (of: FloorUser, code: string | null, state: string) =>
    floor.live.post(oauth(of, 'callback'), { user_email: of.email, code, state });

  it('refuses an app id that the broker does not know', async () => {
    const { status, body } = await floor.live.post('/partner/broker-accounts', {
      user_email: 'noren-unknown@floor.example',
      broker_name: 'zebu',
      client_id: 'NORENUNKNOWN',
      api_key: 'invalid_app',
      api_secret: 'secret',
    });
    expect([status, body['details']]).to.deep.equal([400, { broker_response: 'Invalid client_id' }]);
  });

  it('takes no code without the state of that account, and none of another client', async () => {
    const [mine, theirs] = [await initiate(user), await initiate(other)];
    // Somebody else logs in at the user's own app.
    const back = await comeBack(mine.page.replace(`login_hint=${user.clientId}`, `login_hint=${other.clientId}`));
    expect([...back.keys()]).to.deep.equal(['code']);
    const code = back.get('code');
    for (const state of ['made-up', theirs.state]) {
      const { status, body } = await callback(user, code, state);
      expect([status, body['code']], state).to.deep.equal([400, 'oauth_state_invalid']);
    }
    // The user's browser is made to bring that code: the right state, but another client's login.
    const { status, body } = await callback(user, code, mine.state);
    expect([status, body['code']]).to.deep.equal([400, 'login_refused']);
    expect(JSON.stringify(body)).to.include(`another client than ${user.clientId}`).and.not.include(String(code));
    // A code of another app is worth nothing either; and nobody is logged in.
    const again = await initiate(user);
    const foreign = await callback(user, (await comeBack(theirs.page)).get('code'), again.state);
    expect([foreign.status, foreign.body['code']]).to.deep.equal([400, 'login_refused']);
    const { status: subscribed } = await floor.live.post('/partner/marketplace/subscribe', {
      user_email: user.email,
      template_id: TEMPLATE,
      broker_client_id: user.clientId,
      lot_multiplier: 1,
    });
    expect(subscribed).to.equal(401);
  });

  const recorded = async (): Promise<RecordedOrder[]> => {
    const path = `/_sim/orders?broker=zebu-noren&client_id=${user.clientId}`;
    return (await (await fetch(`${floor.stack.simulatorUrl}${path}`)).json()) as RecordedOrder[];
  };

  it('logs in, subscribes, enters and leaves again: every leg fills on the wire', async () => {
    const { page, state } = await initiate(user);
    const login = await callback(user, (await comeBack(page)).get('code'), state);
    expect(login.status, login.text).to.equal(200);
    await floor.subscribe(user, TEMPLATE);
    const { runId, entryAtMs } = await floor.startRun(TEMPLATE, 6_500, 'live', 6_000);
    const report = await floor.runEnds(runId);
    expect(report, JSON.stringify(report)).to.deep.include({ status: 'completed', subscribers: 1 });
    expect(report.orders).to.deep.equal({ placed: 4, filled: 4, rejected: 0, unknown: 0 });
    const orders = (await floor.executions(runId)).flatMap((execution) => execution.orders);
    for (const order of orders) expect(order.tradingsymbol).to.match(/^NIFTY\d\d[A-Z]{3}\d\d[CP]\d+$/);
    const record = await waitFor(
      async () => {
        const rows = await recorded();
        return rows.length === 8 && rows.every((row) => row.status === 'COMPLETE') ? rows : undefined;
      },
      { description: 'the exit' },
    );
    expect(record.map((row) => row.side)).to.deep.equal(['BUY', 'BUY', 'SELL', 'SELL', 'BUY', 'BUY', 'SELL', 'SELL']);
    for (const row of record) expect(Date.parse(row.received_at)).to.be.at.least(entryAtMs);
    expect(await floor.record(user.clientId), 'nothing on the other wire').to.deep.equal([]);
  });
});
