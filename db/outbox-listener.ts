// Hears the outbox's announcements on a connection of its own; a lost connection is opened again, the relay's poll covers the gap.
import type pg from 'pg';
import { OUTBOX_CHANNEL } from './repositories/outbox.js';
import type { Database } from './sql.js';

const RECONNECT_MS = 1000;

export class OutboxListener {
  private client: pg.PoolClient | undefined;
  private reconnect: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(private readonly db: Database) {}

  /** @throws the driver's error when the connection fails */
  async start(onEvent: () => void): Promise<void> {
    const client = await this.db.pool.connect();
    if (this.stopped) return client.release();
    this.client = client;
    client.on('notification', onEvent);
    client.on('error', () => {
      if (this.client === client) this.startLater(onEvent);
    });
    await client.query(`LISTEN ${OUTBOX_CHANNEL}`);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.reconnect);
    this.drop();
  }

  private startLater(onEvent: () => void): void {
    this.drop();
    clearTimeout(this.reconnect);
    if (this.stopped) return;
    this.reconnect = setTimeout(() => {
      this.start(onEvent).catch(() => this.startLater(onEvent));
    }, RECONNECT_MS);
  }

  /** Closes the connection: it is not handed to others while it listens. */
  private drop(): void {
    this.client?.release(true);
    this.client = undefined;
  }
}
