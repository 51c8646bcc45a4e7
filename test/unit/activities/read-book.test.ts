// Reading a book: only on its own day, only a few tries, and never a guess.
import { expect } from 'chai';
import { readBook } from '../../../activities/read-book.js';
import { BrokerError, type BrokerErrorKind } from '../../../brokers/errors.js';
import type { BrokerAdapter } from '../../../brokers/port.js';
import { encodeSession } from '../../../brokers/session-codec.js';
import type { BrokerAccount } from '../../../db/repositories/broker-accounts.js';
import { VaultError, type Vault } from '../../../vault/vault.js';

const DAY = '2026-11-25';
const MIDNIGHT_MS = Date.UTC(2026, 10, 25, 18, 30);
const account = {
  ...{ id: 'acc_1', partnerId: 'partner', mode: 'live', brokerName: 'zebu', clientId: 'ZEBU123' },
  ...{ sessionStatus: 'ready', tokenSecretId: 'secret' },
} as BrokerAccount;
const vault = {
  open: () => Promise.resolve(encodeSession({ clientId: 'ZEBU123', apiKey: 'k', accessToken: 'token_1' })),
};

/** @param answers - in order: an error's kind, or a book */
function broker(...answers: (BrokerErrorKind | 'book')[]) {
  let asked = 0;
  const orderBook = () => {
    const answer = answers[asked++] ?? 'book';
    return answer === 'book'
      ? Promise.resolve([])
      : Promise.reject(new BrokerError(answer, 'zebu', 'words with token_1 in them'));
  };
  return { adapter: { orderBook, wire: 'wire' } as unknown as BrokerAdapter, asked: () => asked };
}

describe('readBook', () => {
  const read = (
    adapter: BrokerAdapter | undefined,
    given: { clock?: () => number; vault?: Pick<Vault, 'open'>; account?: Partial<BrokerAccount> } = {},
  ) =>
    readBook(
      {
        vault: (given.vault ?? vault) as Vault,
        adapters: () => adapter,
        clock: given.clock ?? (() => MIDNIGHT_MS - 1),
        retryPausesMs: [0, 0],
      },
      { ...account, ...given.account },
      DAY,
    );
  const reasonOf = async (answer: ReturnType<typeof read>) => {
    const result = await answer;
    return result.outcome === 'not_read' ? result.reason : 'read';
  };

  it('reads until the last millisecond of the day in India, and nothing after it', async () => {
    expect(await read(broker().adapter)).to.deep.equal({
      ...{ outcome: 'read', book: [], askedAtMs: MIDNIGHT_MS - 1 },
      wire: 'wire',
    });
    const late = broker();
    expect(await reasonOf(read(late.adapter, { clock: () => MIDNIGHT_MS }))).to.match(/running day only/);
    expect(late.asked()).to.equal(0);
  });

  it('does not take the next day’s book when midnight passes between two tries', async () => {
    const slow = broker('unreachable');
    const times = [MIDNIGHT_MS - 1, MIDNIGHT_MS];
    expect(await reasonOf(read(slow.adapter, { clock: () => times.shift() ?? 0 }))).to.match(/running day only/);
    expect(slow.asked()).to.equal(1);
  });

  it('tries again where that can help, three times in all', async () => {
    for (const kind of ['throttled', 'unreachable'] as const) {
      expect(await reasonOf(read(broker(kind, kind).adapter)), kind).to.equal('read');
      const never = broker(kind, kind, kind);
      expect(await reasonOf(read(never.adapter)), kind).to.match(/: words with \[redacted\] in them$/);
      expect(never.asked(), kind).to.equal(3);
    }
    for (const kind of ['auth', 'refused', 'configuration'] as const) {
      const firm = broker(kind);
      expect(await reasonOf(read(firm.adapter)), kind).to.match(/\[redacted\]/);
      expect(firm.asked(), kind).to.equal(1);
    }
  });

  it('says why there was nothing to ask with', async () => {
    const gone = { open: () => Promise.reject(new VaultError('erased')) };
    for (const [answer, reason] of [
      [read(undefined), 'No adapter for zebu in live mode'],
      [read(broker().adapter, { account: { tokenSecretId: null } }), 'The user has no broker session'],
      [read(broker().adapter, { account: { sessionStatus: 'login_required' } }), 'The user has no broker session'],
      [read(broker().adapter, { vault: gone }), 'The user has no broker session'],
    ] as const)
      expect(await reasonOf(answer)).to.equal(reason);
  });

  it('hides no bug as a book that was not read', async () => {
    const broken = { orderBook: () => Promise.reject(new TypeError('a bug')) } as unknown as BrokerAdapter;
    const outcome = await read(broken).catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(TypeError);
  });
});
