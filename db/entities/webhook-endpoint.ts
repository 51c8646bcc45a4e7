// Where a partner wants events of one mode; its signing secret is a sealed secret.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Mode } from '../../domain/mode.js';
import type { PartnerEventType } from '../../domain/partner-event.js';
import { instant, integer, nullable, text } from './columns.js';

@Entity('webhook_endpoint')
export class WebhookEndpoint {
  /** `whe_…` */
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column(text('partner_id'))
  partnerId!: string;

  @Column(text('mode'))
  mode!: Mode;

  @Column(text('url'))
  url!: string;

  /** Null means every type. */
  @Column(text('event_types', { array: true, nullable: true }))
  eventTypes!: PartnerEventType[] | null;

  /** Null once the secret is erased with its endpoint. */
  @Column({ name: 'secret_id', type: 'uuid', nullable: true })
  secretId!: string | null;

  @Column(text('status', { default: 'enabled' }))
  status!: 'enabled' | 'disabled';

  @Column(text('status_reason', nullable))
  statusReason!: string | null;

  /** Since when nothing has been delivered though it was tried; null when the last answer was good. */
  @Column(instant('failing_since', nullable))
  failingSince!: Date | null;

  /** Grows whenever it stops failing: by a delivery, or because the partner changed it. */
  @Column(integer('recoveries', { default: 0 }))
  recoveries!: number;

  @Column(instant('created_at', { default: () => 'now()' }))
  createdAt!: Date;

  @Column(instant('deleted_at', nullable))
  deletedAt!: Date | null;
}
