// New places for orders that leave late, for many accounts in one statement: a thousand second waves ask within a few hundred milliseconds.
import type { SendSlotRepository, SlotMove } from '../db/repositories/send-slots.js';
import { Batcher } from './batcher.js';

export class SlotMoves {
  private readonly batcher: Batcher<SlotMove, boolean>;

  constructor(private readonly slots: SendSlotRepository) {
    this.batcher = new Batcher((batch) => this.moveAtOnce(batch));
  }

  /** @returns one instant (epoch ms) per order, not before `fromMs` */
  async move(move: SlotMove): Promise<number[]> {
    const atOnce = await this.batcher.add(move);
    return atOnce ? Array<number>(move.count).fill(move.fromMs) : this.slots.move(move);
  }

  /** @returns of each, whether it has its places; a second one of an account never has: it is moved by itself */
  private async moveAtOnce(batch: readonly SlotMove[]): Promise<boolean[]> {
    const firsts = new Map<string, SlotMove>();
    for (const move of batch) if (!firsts.has(move.accountId)) firsts.set(move.accountId, move);
    const moved = await this.slots.moveAtOnce([...firsts.values()]);
    return batch.map((move) => firsts.get(move.accountId) === move && moved.has(move.accountId));
  }
}
