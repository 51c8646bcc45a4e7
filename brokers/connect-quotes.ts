// Requests for quotes in the Kite Connect family, where a broker may count them.
import { PacedReads } from './paced-reads.js';
import type { BrokerSession } from './port.js';

export class QuoteRequests {
  private readonly paced = new PacedReads();
  /** By access token: the keys of the request that waits for its turn, and its answer. */
  private readonly waiting = new Map<string, { keys: Set<string>; answer: Promise<unknown> }>();

  /** @param everyMs - least ms between two; absent: they are not counted; @param perCall - most keys of one */
  constructor(
    private readonly everyMs: number | undefined,
    private readonly perCall: number,
    private readonly read: (session: BrokerSession, keys: readonly string[]) => Promise<unknown>,
  ) {}

  /**
   * The rows of these keys, and perhaps of others'. Where requests are counted, all that a session asks for while one of its requests waits
   * goes with it, so that a price is never further away than one turn. They are counted by api_key, whoever's session asks.
   */
  ask(session: BrokerSession, keys: readonly string[]): Promise<unknown> {
    if (this.everyMs === undefined) return this.read(session, keys);
    const waiting = this.waiting.get(session.accessToken);
    if (waiting && waiting.keys.size + keys.length <= this.perCall) {
      for (const key of keys) waiting.keys.add(key);
      return waiting.answer;
    }
    const asked = new Set(keys);
    const answer = this.paced.next(session.apiKey, this.everyMs, () => {
      if (this.waiting.get(session.accessToken)?.keys === asked) this.waiting.delete(session.accessToken);
      return this.read(session, [...asked]);
    });
    this.waiting.set(session.accessToken, { keys: asked, answer });
    return answer;
  }
}
