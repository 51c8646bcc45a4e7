// One day's comparison of the brokers' order books with ours.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, nullable, text } from './columns.js';

@Entity('reconciliation')
export class Reconciliation {
  @PrimaryColumn({ name: 'trading_day', type: 'date' })
  tradingDay!: string;

  @Column(text('status'))
  status!: 'requested' | 'running' | 'completed';

  @Column(text('requested_by'))
  requestedBy!: string;

  @Column(instant('requested_at', { default: () => 'now()' }))
  requestedAt!: Date;

  /** Of the last time it was made. */
  @Column(instant('started_at', nullable))
  startedAt!: Date | null;

  @Column(instant('completed_at', nullable))
  completedAt!: Date | null;
}
