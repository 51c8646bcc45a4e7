// The judge of the crash tests, judged: each broken promise is named, and an entry without one is not.
import { expect } from 'chai';
import type { RecordedOrder } from '../../brokers/simulator/record.js';
import type { FloorExecution, FloorOrder } from '../support/trading-floor.js';
import { verdictOf } from './verdict.js';

const ENTRY_AT_MS = Date.parse('2026-11-25T03:50:00Z');
const SIDES = ['BUY', 'BUY', 'SELL', 'SELL'];

describe('the verdict on a run', () => {
  const record = (): RecordedOrder[] =>
    SIDES.map((side, leg) => ({
      ...{
        broker: 'zebu',
        client_id: 'C',
        tag: `Q${leg}`,
        tradingsymbol: `OPTION${leg}`,
        side,
        price: 1,
        average_price: 1,
      },
      ...{ quantity: 65, filled_quantity: 65, received_at: '2026-11-25T03:50:00.010Z', filled_at: null },
      ...{ status: 'COMPLETE', status_message: null, order_id: `${leg}` },
    }));
  const orders = (): FloorOrder[] =>
    SIDES.map((transaction_type, leg) => ({
      ...{ tag: `Q${leg}`, purpose: 'entry', transaction_type, tradingsymbol: `OPTION${leg}`, quantity: 65 },
      ...{ filled_quantity: 65, status: 'COMPLETE', broker_order_id: `${leg}` },
    }));
  const execution = (outcome: string | null, own = orders(), position_status = 'open'): FloorExecution => ({
    ...{ execution_id: 'exe_1', subscription_id: 'sub_1', client_id: 'C', outcome, reason: null, orders: own },
    position_status,
  });
  const problems = (seen: RecordedOrder[], told = execution('completed')) =>
    verdictOf({ entryAtMs: ENTRY_AT_MS }, [told], seen).problems.join('\n');

  it('finds nothing wrong with a full entry', () => {
    const verdict = verdictOf({ entryAtMs: ENTRY_AT_MS }, [execution('completed')], record());
    expect(verdict).to.deep.equal({ outcomes: { completed: 1 }, problems: [], full: 1, flat: 0 });
  });

  it('finds nothing wrong with an entry of which nothing left', () => {
    const none = orders().map((order) => ({ ...order, filled_quantity: 0, status: 'DROPPED', broker_order_id: null }));
    const verdict = verdictOf({ entryAtMs: ENTRY_AT_MS }, [execution('missed', none)], []);
    expect(verdict).to.deep.equal({ outcomes: { missed: 1 }, problems: [], full: 0, flat: 1 });
  });

  it('names an order that was accepted twice', () => {
    const [first] = record();
    expect(problems([...record(), { ...(first as RecordedOrder), order_id: '9' }])).to.include(
      'Q0 was accepted more than once',
    );
  });

  it('names a subscriber who is half hedged', () => {
    expect(problems(record().slice(0, 3)))
      .to.include('neither full nor flat')
      .and.include('Q3 is COMPLETE 65 with us');
  });

  it('names orders before the instant and past the deadline', () => {
    const [first, ...rest] = record();
    const at = (received_at: string) => [{ ...(first as RecordedOrder), received_at }, ...rest];
    expect(problems(at('2026-11-25T03:49:59.999Z'))).to.include('Q0 arrived -1 ms after the instant');
    expect(problems(at('2026-11-25T03:51:00.001Z'))).to.include('Q0 arrived 60001 ms after the instant');
  });

  it('names a short that came before its hedge', () => {
    const [long, ...rest] = record();
    expect(problems([{ ...(long as RecordedOrder), received_at: '2026-11-25T03:50:00.011Z' }, ...rest])).to.include(
      'before its hedge',
    );
  });

  describe('with an exit', () => {
    const EXIT_AT_MS = ENTRY_AT_MS + 6_000;
    const back = (side: string) => (side === 'BUY' ? 'SELL' : 'BUY');
    const exitOrders = (): FloorOrder[] =>
      orders().map((order) => ({
        ...order,
        ...{ tag: `X${order.tag}`, purpose: 'exit', transaction_type: back(order.transaction_type) },
        broker_order_id: `X${order.broker_order_id}`,
      }));
    const exitRecord = (): RecordedOrder[] =>
      record().map((order) => ({
        ...order,
        ...{ tag: `X${order.tag}`, side: back(order.side), order_id: `X${order.order_id}` },
        received_at: order.side === 'SELL' ? '2026-11-25T03:50:06.010Z' : '2026-11-25T03:50:06.200Z',
      }));
    const told = (status: string, own = [...orders(), ...exitOrders()]) => execution('completed', own, status);
    const judged = (seen: RecordedOrder[], execution = told('closed')) =>
      verdictOf({ entryAtMs: ENTRY_AT_MS, exitAtMs: EXIT_AT_MS }, [execution], seen);

    it('finds nothing wrong when it left everything flat, shorts first', () => {
      const verdict = judged([...record(), ...exitRecord()]);
      expect(verdict).to.deep.equal({ outcomes: { completed: 1 }, problems: [], full: 1, flat: 0 });
    });

    it('names a position that was not closed', () => {
      expect(judged(record(), told('open', orders())).problems.join()).to.include('its exit left it open');
      expect(judged([...record(), ...exitRecord()], told('closing')).problems.join()).to.include('left it closing');
    });

    it('names exit orders before their instant, and a long sold before its short was bought back', () => {
      const at = (received_at: string) => exitRecord().map((order) => ({ ...order, received_at }));
      expect(judged([...record(), ...at('2026-11-25T03:50:05.999Z')]).problems.join()).to.include('before its instant');
      const early = exitRecord().map((order) =>
        order.side === 'SELL' ? { ...order, received_at: '2026-11-25T03:50:06.001Z' } : order,
      );
      expect(judged([...record(), ...early]).problems.join()).to.include('a long was sold');
    });
  });

  it('names outcomes that are untrue or missing', () => {
    expect(problems(record(), execution('unwound'))).to.include('its outcome is not what happened');
    expect(problems(record(), execution(null))).to.include('nobody knows how it ended');
  });
});
