// Rows that suites need around what they test.
import type { Sql } from '../../db/sql.js';

/** @returns the user's primary key */
export async function insertUser(sql: Sql, partnerId: string, email: string): Promise<string> {
  const rows = await sql.query<{ id: string }>(
    `INSERT INTO platform_user (partner_id, mode, user_id, email) VALUES ($1, 'test', $2, $2) RETURNING id`,
    [partnerId, email],
  );
  return rows[0]?.id ?? '';
}

export async function insertAccount(sql: Sql, partnerId: string, id: string, userPk: string): Promise<void> {
  await sql.query(
    `INSERT INTO broker_account (id, partner_id, mode, user_pk, client_id, broker_name, account_status)
     VALUES ($1, $2, 'test', $3, $1, 'zebu', 'enabled')`,
    [id, partnerId, userPk],
  );
}

/** Of the iron condor, ACTIVE. */
export async function insertSubscription(
  sql: Sql,
  partnerId: string,
  id: string,
  userPk: string,
  status = 'ACTIVE',
): Promise<void> {
  await sql.query(
    `INSERT INTO subscription (id, partner_id, mode, user_pk, template_id, status, next_billing_date,
       monthly_fee_paise, partner_commission_paise, platform_fee_paise)
     VALUES ($1, $2, 'test', $3, 'basket_admin_iron_condor', $4, '2026-12-25', 99900, 29970, 69930)`,
    [id, partnerId, userPk, status],
  );
}

/** A run of the iron condor. @param entryInS - seconds from now to its entry, may be negative */
export async function insertRun(sql: Sql, id: string, status: string, entryInS: number): Promise<void> {
  await sql.query(
    `INSERT INTO strategy_run (id, template_id, template_version, mode, trading_day, entry_at, status, workflow_id, created_by)
     VALUES ($1, 'basket_admin_iron_condor', 1, 'test', '2026-11-25', now() + make_interval(secs => $3), $2, $1, 'test')`,
    [id, status, entryInS],
  );
}
