// Who is signed in: sessions in memory, known to the browser by a random id. A portal of several processes keeps them in a database.
import { randomBytes, timingSafeEqual } from 'node:crypto';

export type PortalUser = Readonly<{ email: string; name: string }>;
/** A login at the broker that was begun in this browser. */
export type PendingLogin = Readonly<{ clientId: string; state: string }>;
export type Session = {
  readonly id: string;
  /** Goes with every form, so that no other site can send one. */
  readonly csrfToken: string;
  user: PortalUser | undefined;
  pendingLogin: PendingLogin | undefined;
  /** Shown once, on the next page. */
  notice: string | undefined;
  lastSeenMs: number;
};

const LIFETIME_MS = 8 * 3_600_000;
const MOST_SESSIONS = 10_000;

export class Sessions {
  /** Oldest use first. */
  private readonly byId = new Map<string, Session>();

  constructor(private readonly now: () => number = Date.now) {}

  find(id: string | undefined): Session | undefined {
    const session = id === undefined ? undefined : this.byId.get(id);
    if (!session) return undefined;
    this.byId.delete(session.id);
    if (this.now() - session.lastSeenMs > LIFETIME_MS) return undefined;
    session.lastSeenMs = this.now();
    this.byId.set(session.id, session);
    return session;
  }

  create(user?: PortalUser): Session {
    const [oldest] = this.byId.keys();
    if (oldest !== undefined && this.byId.size >= MOST_SESSIONS) this.byId.delete(oldest);
    const session: Session = {
      id: randomBytes(32).toString('base64url'),
      csrfToken: randomBytes(32).toString('base64url'),
      user,
      pendingLogin: undefined,
      notice: undefined,
      lastSeenMs: this.now(),
    };
    this.byId.set(session.id, session);
    return session;
  }

  end(session: Session): void {
    this.byId.delete(session.id);
  }
}

/** Compares without telling by its time how much is right. */
export function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
