// A partner's users. The public user_id follows from the e-mail; two e-mails that would share one are told apart.
import { collidingUserId, platformUserId } from '../../domain/platform-user-id.js';
import type { Mode } from '../../domain/mode.js';
import type { Database, Sql } from '../sql.js';

export type PlatformUser = { pk: string; userId: string; email: string };

const COLUMNS = 'id AS pk, user_id AS "userId", email';

export class PlatformUserRepository {
  constructor(private readonly db: Database) {}

  /** @param email - in any case, blanks around it are dropped */
  async find(partnerId: string, mode: Mode, email: string, sql: Sql = this.db): Promise<PlatformUser | undefined> {
    const rows = await sql.query<PlatformUser>(
      `SELECT ${COLUMNS} FROM platform_user WHERE partner_id = $1 AND mode = $2 AND email = $3`,
      [partnerId, mode, normalisedEmail(email)],
    );
    return rows[0];
  }

  /**
   * The user of an e-mail, created when missing; right when two requests race.
   * @throws Error when even the suffixed id belongs to another e-mail (2^-24)
   */
  async ensure(sql: Sql, partnerId: string, mode: Mode, email: string): Promise<PlatformUser> {
    const known = await this.find(partnerId, mode, email, sql);
    if (known) return known;
    for (const userId of [platformUserId(email), collidingUserId(email)]) {
      const created = await sql.query<PlatformUser>(
        `INSERT INTO platform_user (partner_id, mode, user_id, email) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
        [partnerId, mode, userId, normalisedEmail(email)],
      );
      // Nothing inserted: either the same e-mail was committed meanwhile, or another e-mail has this user_id.
      const user = created[0] ?? (await this.find(partnerId, mode, email, sql));
      if (user) return user;
    }
    throw new Error('two e-mails of one partner share even the suffixed user id');
  }
}

/** The one spelling of an e-mail that is stored and compared. */
export function normalisedEmail(email: string): string {
  return email.trim().toLowerCase();
}
