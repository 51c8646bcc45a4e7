// A partner broker: the tenant. Everything else belongs to one.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, integer, nullable, text } from './columns.js';

@Entity('partner')
export class Partner {
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column(text('name'))
  name!: string;

  /** The broker its users log in with: `zebu`. */
  @Column(text('broker_name'))
  brokerName!: string;

  /** The wire that accounts linked from now on use; null: the broker's default. */
  @Column(text('broker_wire', nullable))
  brokerWire!: string | null;

  /** Where the broker sends users after the login. */
  @Column(text('callback_url'))
  callbackUrl!: string;

  /** Whether templates show past performance (SEBI, 2 Sep 2022). */
  @Column({ name: 'show_performance', type: 'boolean', default: true })
  showPerformance!: boolean;

  /** Requests a minute of each of its keys, unless the key says otherwise; null: the configured default. */
  @Column(integer('rate_limit_per_minute', nullable))
  rateLimitPerMinute!: number | null;

  @Column(instant('created_at', { default: () => 'now()' }))
  createdAt!: Date;
}
