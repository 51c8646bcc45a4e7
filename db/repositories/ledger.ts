// The ledger: postings are added once per cause, never changed. Which accounts move is domain/ledger.ts's affair.
import { reversalCause, type LedgerPosting } from '../../domain/ledger.js';
import type { TradingDay } from '../../domain/trading-time.js';
import type { Sql } from '../sql.js';

export class LedgerRepository {
  /**
   * Posts once per cause; call it in the transaction that makes it true.
   * @param by - who posted it: a workflow's part, or `operator name`
   * @returns false when the cause was posted before, or when nothing moves
   */
  async post(sql: Sql, posting: LedgerPosting, by: string): Promise<boolean> {
    if (posting.entries.length === 0) return false;
    await this.openAccounts(sql, posting.partnerId);
    const rows = await sql.query(
      `WITH t AS (
         INSERT INTO ledger_transaction (cause, kind, partner_id, subscription_id, effective_day, reason, posted_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (cause) DO NOTHING RETURNING id, partner_id)
       SELECT id FROM t`,
      [
        posting.cause,
        posting.kind,
        posting.partnerId,
        posting.subscriptionId,
        posting.effectiveDay,
        posting.reason,
        by,
      ],
    );
    const [transaction] = rows as { id: number }[];
    if (!transaction) return false;
    await this.addEntries(sql, transaction.id, posting);
    return true;
  }

  /**
   * Posts the opposite of a charge, credit or adjustment, today.
   * @returns the reversal's cause; `credited`: part of the charge was given back by a credit, which must be reversed before it;
   *   undefined when there is no such transaction of a kind that can be reversed
   */
  async reverse(
    sql: Sql,
    input: { partnerId: string; cause: string; effectiveDay: TradingDay; reason: string; by: string },
  ): Promise<{ cause: string; repeated: boolean } | { credited: string } | undefined> {
    const [original] = await sql.query<{ id: number; subscriptionId: string | null }>(
      `SELECT id, subscription_id AS "subscriptionId" FROM ledger_transaction WHERE cause = $1 AND partner_id = $2 AND kind IN ('charge','credit','adjustment')`,
      [input.cause, input.partnerId],
    );
    if (!original) return undefined;
    // In the order in which a cancellation holds them.
    await sql.query('SELECT 1 FROM subscription WHERE id = $1 FOR KEY SHARE', [original.subscriptionId]);
    const credited = await this.creditOf(sql, input.cause);
    if (credited !== undefined) return { credited };
    const cause = reversalCause(input.cause);
    const [reversal] = await sql.query<{ id: number }>(
      `INSERT INTO ledger_transaction (cause, kind, partner_id, subscription_id, effective_day, reason, reverses, posted_by)
       SELECT $2, 'reversal', partner_id, subscription_id, $3, $4, id, $5 FROM ledger_transaction WHERE id = $1
       ON CONFLICT DO NOTHING RETURNING id`,
      [original.id, cause, input.effectiveDay, input.reason, input.by],
    );
    if (!reversal) return { cause, repeated: true };
    await sql.query(
      `INSERT INTO ledger_entry (transaction_id, partner_id, account_id, currency, side, amount_paise)
       SELECT $2, partner_id, account_id, currency, CASE side WHEN 'debit' THEN 'credit' ELSE 'debit' END, amount_paise
       FROM ledger_entry WHERE transaction_id = $1 ORDER BY id`,
      [original.id, reversal.id],
    );
    return { cause, repeated: false };
  }

  /** What a posting moved outside fees, paise; undefined when there is no such cause. */
  async adjustmentPaise(sql: Sql, cause: string): Promise<number | undefined> {
    const rows = await sql.query<{ paise: number }>(
      'SELECT adjustment_paise AS paise FROM ledger_movement WHERE cause = $1',
      [cause],
    );
    return rows[0]?.paise;
  }

  /** The cause of a credit of a charge that was not reversed. Holds the charge, so that no credit is given meanwhile. */
  private async creditOf(sql: Sql, chargeCause: string): Promise<string | undefined> {
    await sql.query('SELECT 1 FROM billing_item WHERE cause = $1 FOR UPDATE', [chargeCause]);
    const rows = await sql.query<{ cause: string }>(
      `SELECT i.cause FROM billing_item i WHERE i.charge_cause = $1 AND i.amount_paise > 0
         AND NOT EXISTS (SELECT 1 FROM ledger_transaction v WHERE v.cause = 'reversal/' || i.cause) ORDER BY i.cause LIMIT 1`,
      [chargeCause],
    );
    return rows[0]?.cause;
  }

  /** A partner's accounts, made before its first posting. Repeatable. */
  async openAccounts(sql: Sql, partnerId: string): Promise<void> {
    await sql.query(
      `INSERT INTO ledger_account (id, partner_id, kind)
       SELECT $1 || '/' || kind, $1, kind FROM unnest(ARRAY['collections','commission','platform_fees','adjustments','payments']) AS kind
       ON CONFLICT DO NOTHING`,
      [partnerId],
    );
  }

  private async addEntries(sql: Sql, id: number, { partnerId, entries }: LedgerPosting): Promise<void> {
    await sql.query(
      `INSERT INTO ledger_entry (transaction_id, partner_id, account_id, side, amount_paise)
       SELECT $1, $2, $2 || '/' || account, side, paise
       FROM unnest($3::text[], $4::text[], $5::bigint[]) AS e(account, side, paise)`,
      [
        id,
        partnerId,
        entries.map(({ account }) => account),
        entries.map(({ side }) => side),
        entries.map(({ amountPaise }) => amountPaise),
      ],
    );
  }
}
