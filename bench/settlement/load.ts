// Subscriptions with a charge each, loaded set by set: what the bench's month consists of.
import { openDatabase } from '../../db/data-source.js';
import { istInstant } from '../../domain/trading-time.js';

export const MONTH = '2026-10';
export const CLOSED_AT_MS = istInstant('2026-11-01', '02:00');

/** Every tenth charge is of ₹1199.01, so that the shares are not round. */
export async function loadCharges(url: string, subscriptions: number, partners: number): Promise<void> {
  const { db, dataSource } = await openDatabase(url, 2);
  await db.query(
    `INSERT INTO partner (id, name, broker_name, callback_url)
     SELECT 'bench' || lpad(n::text, 4, '0'), 'Bench', 'zebu', 'https://bench.example/callback' FROM generate_series(1, $1) AS n`,
    [partners],
  );
  await db.query(`INSERT INTO strategy_template (id, name, current_version) VALUES ('bench', 'Bench', 1)`);
  await db.query(
    `INSERT INTO template_version (template_id, version, description, underlying, entry_time, legs, monthly_fee_paise)
     VALUES ('bench', 1, 'Bench', 'NIFTY', '09:20', '[]', 99900)`,
  );
  const each = Math.ceil(subscriptions / partners);
  const ids = await db.query<{ id: string }>('SELECT id FROM partner ORDER BY id');
  for (const [n, { id }] of ids.entries())
    await db.transaction(async (tx) => {
      const count = Math.min(each, subscriptions - n * each);
      for (const statement of STATEMENTS) await tx.query(statement, statement.includes('$2') ? [id, count] : [id]);
    });
  await db.query('ANALYZE');
  await dataSource.destroy();
}

const STATEMENTS = [
  `INSERT INTO platform_user (partner_id, mode, user_id, email)
   SELECT $1, 'live', 'user-' || n, 'user' || n || '@' || $1 || '.example' FROM generate_series(1, $2::integer) AS n`,
  `INSERT INTO subscription (id, partner_id, mode, user_pk, template_id, status, subscription_date, next_billing_date, monthly_fee_paise,
     partner_commission_paise, platform_fee_paise)
   SELECT 'sub_' || u.partner_id || '_' || substr(u.user_id, 6), u.partner_id, 'live', u.id, 'bench', 'ACTIVE',
     '2026-10-01', '2026-11-01', 99900, 29970, 69930 FROM platform_user u WHERE u.partner_id = $1`,
  `INSERT INTO billing_item (cause, kind, partner_id, subscription_id, template_version, period_start, period_end, effective_day,
     amount_paise, commission_paise, platform_fee_paise, commission_bps)
   SELECT 'charge/' || s.id || '/' || d.day, 'charge', s.partner_id, s.id, 1, d.day, d.day + 31, d.day,
     CASE WHEN odd THEN 119901 ELSE 99900 END, CASE WHEN odd THEN 35970 ELSE 29970 END, CASE WHEN odd THEN 83931 ELSE 69930 END, 3000
   FROM subscription s CROSS JOIN LATERAL (
     SELECT ('2026-10-01'::date + (hashtext(s.id) & 31) % 31) AS day, (hashtext(s.id) & 15) = 0 AS odd) d WHERE s.partner_id = $1`,
  `INSERT INTO ledger_account (id, partner_id, kind)
   SELECT $1 || '/' || kind, $1, kind FROM unnest(ARRAY['collections','commission','platform_fees','adjustments','payments']) AS kind`,
  `INSERT INTO ledger_transaction (cause, kind, partner_id, subscription_id, effective_day, posted_by)
   SELECT cause, 'charge', partner_id, subscription_id, effective_day, 'bench' FROM billing_item WHERE partner_id = $1`,
  `INSERT INTO ledger_entry (transaction_id, partner_id, account_id, side, amount_paise)
   SELECT t.id, t.partner_id, t.partner_id || '/' || e.account, e.side, e.paise
   FROM ledger_transaction t JOIN billing_item i ON i.cause = t.cause CROSS JOIN LATERAL (VALUES
     ('collections', 'debit', i.amount_paise), ('commission', 'credit', i.commission_paise), ('platform_fees', 'credit', i.platform_fee_paise)
   ) AS e(account, side, paise) WHERE t.partner_id = $1`,
];
