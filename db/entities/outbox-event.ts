// What a partner is told, stored in the transaction that made it true.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Mode } from '../../domain/mode.js';
import type { PartnerEventBody, PartnerEventType } from '../../domain/partner-event.js';
import { instant, nullable, text } from './columns.js';

@Entity('outbox_event')
export class OutboxEvent {
  @PrimaryColumn({ name: 'seq', type: 'bigint' })
  seq!: number;

  /** `evt_…` */
  @Column(text('id', { unique: true }))
  id!: string;

  @Column(text('partner_id'))
  partnerId!: string;

  @Column(text('mode'))
  mode!: Mode;

  @Column(text('type'))
  type!: PartnerEventType;

  /** What made the event; the same cause is stored once. */
  @Column(text('cause', { unique: true }))
  cause!: string;

  /** json, not jsonb: the text stored is the text signed and sent. */
  @Column({ name: 'body', type: 'json' })
  body!: PartnerEventBody & { event_id: string };

  /** Delivered to this endpoint alone, whatever the types it takes: a test. */
  @Column(text('only_endpoint_id', nullable))
  onlyEndpointId!: string | null;

  @Column(instant('created_at', { default: () => 'now()' }))
  createdAt!: Date;

  @Column(instant('relayed_at', nullable))
  relayedAt!: Date | null;
}
