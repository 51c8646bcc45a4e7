// One difference between a broker's book and ours about one order.
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { FoundOrder, FoundProblem } from '../../domain/book-finding.js';
import { BrokerAccount } from './broker-account.js';
import { instant, integer, nullable, text } from './columns.js';
import { Execution } from './execution.js';

@Entity('reconciliation_finding')
export class ReconciliationFinding {
  /** `fnd_…` */
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column({ name: 'trading_day', type: 'date' })
  tradingDay!: string;

  @Column(text('account_id'))
  accountId!: string;

  @ManyToOne(() => BrokerAccount)
  @JoinColumn({ name: 'account_id' })
  account!: Relation<BrokerAccount>;

  @Column(text('kind'))
  kind!: 'stranger' | 'gap';

  /** The broker's order id of a stranger, our order id of a gap. */
  @Column(text('order_key'))
  orderKey!: string;

  @Column(text('problem'))
  problem!: FoundProblem;

  @Column(text('sentence'))
  sentence!: string;

  @Column(text('tag'))
  tag!: string;

  /** Null: we have no such order. */
  @Column(text('order_id', nullable))
  orderId!: string | null;

  @Column(text('execution_id', nullable))
  executionId!: string | null;

  @ManyToOne(() => Execution)
  @JoinColumn({ name: 'execution_id' })
  execution!: Relation<Execution> | null;

  @Column({ name: 'ours', type: 'jsonb', nullable: true })
  ours!: FoundOrder | null;

  @Column({ name: 'brokers', type: 'jsonb', nullable: true })
  brokers!: FoundOrder | null;

  /** How often it was raised: once more each time it comes back after it was resolved. */
  @Column(integer('times', { default: 1 }))
  times!: number;

  @Column(instant('first_seen_at', { default: () => 'now()' }))
  firstSeenAt!: Date;

  @Column(instant('last_seen_at', { default: () => 'now()' }))
  lastSeenAt!: Date;

  /** Null: it is open, and its execution disputed. */
  @Column(instant('resolved_at', nullable))
  resolvedAt!: Date | null;

  @Column(text('resolution', nullable))
  resolution!: string | null;

  /** `reconciliation`, or the operator's name. */
  @Column(text('resolved_by', nullable))
  resolvedBy!: string | null;
}
