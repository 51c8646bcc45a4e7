// The paper book in Postgres: sandbox orders shared by all worker processes.
import type { PaperBook, PaperLimit, PaperOrder } from '../../brokers/paper/book.js';
import type { Database } from '../sql.js';

export class PaperOrderRepository implements PaperBook {
  constructor(private readonly db: Database) {}

  async add(order: PaperOrder): Promise<PaperOrder> {
    await this.db.query(
      `INSERT INTO paper_order (broker_order_id, client_key, tag, body, created_at)
       VALUES ($1, $2, $3, $4::jsonb, to_timestamp($5::double precision / 1000)) ON CONFLICT (tag) DO NOTHING`,
      [order.brokerOrderId, order.clientKey, order.tag, JSON.stringify(order), order.placedAtMs],
    );
    const rows = await this.db.query<{ body: PaperOrder }>(
      'SELECT body FROM paper_order WHERE client_key = $1 AND tag = $2',
      [order.clientKey, order.tag],
    );
    const kept = rows[0]?.body;
    if (!kept) throw new Error('this tag belongs to another account');
    return kept;
  }

  async list(clientKey: string, sinceMs: number): Promise<PaperOrder[]> {
    const rows = await this.db.query<{ body: PaperOrder }>(
      `SELECT body FROM paper_order WHERE client_key = $1 AND created_at >= to_timestamp($2::double precision / 1000) ORDER BY created_at, broker_order_id`,
      [clientKey, sinceMs],
    );
    return rows.map((row) => row.body);
  }

  async setCancelled(clientKey: string, brokerOrderId: string, atMs: number): Promise<void> {
    await this.db.query(
      `UPDATE paper_order SET body = body || jsonb_build_object('cancelledAtMs', $3::double precision)
       WHERE client_key = $1 AND broker_order_id = $2 AND NOT body ? 'cancelledAtMs'`,
      [clientKey, brokerOrderId, atMs],
    );
  }

  async setLimit(clientKey: string, brokerOrderId: string, limit: PaperLimit): Promise<void> {
    await this.db.query(
      `UPDATE paper_order SET body = jsonb_set(body, '{limits}', (body->'limits') || $3::jsonb) WHERE client_key = $1 AND broker_order_id = $2`,
      [clientKey, brokerOrderId, JSON.stringify(limit)],
    );
  }
}
