// One subscriber's part of a run: what was to be entered and what became of it.
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Mode } from '../../domain/mode.js';
import { BrokerAccount } from './broker-account.js';
import { instant, integer, nullable, text } from './columns.js';
import { StrategyRun } from './strategy-run.js';
import { Subscription } from './subscription.js';

@Entity('execution')
export class Execution {
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column(text('run_id'))
  runId!: string;

  @ManyToOne(() => StrategyRun)
  @JoinColumn({ name: 'run_id' })
  run!: Relation<StrategyRun>;

  @Column(text('subscription_id'))
  subscriptionId!: string;

  @ManyToOne(() => Subscription)
  @JoinColumn({ name: 'subscription_id' })
  subscription!: Relation<Subscription>;

  @Column(text('account_id'))
  accountId!: string;

  @ManyToOne(() => BrokerAccount)
  @JoinColumn({ name: 'account_id' })
  account!: Relation<BrokerAccount>;

  @Column(text('partner_id'))
  partnerId!: string;

  @Column(text('mode'))
  mode!: Mode;

  /** Which runShard carries it, from 0. */
  @Column(integer('shard'))
  shard!: number;

  /** As it was when the run took its snapshot. */
  @Column(integer('lot_multiplier'))
  lotMultiplier!: number;

  /** Null while the entry has not ended. */
  @Column(text('outcome', nullable))
  outcome!: 'completed' | 'failed' | 'skipped' | 'missed' | 'unwound' | 'unknown' | null;

  @Column(text('reason', nullable))
  reason!: string | null;

  @Column(text('broker_code', nullable))
  brokerCode!: string | null;

  @Column(text('broker_message', nullable))
  brokerMessage!: string | null;

  /** The dispatcher's lease under which the orders are to leave. */
  @Column({ name: 'lease_id', type: 'uuid', nullable: true })
  leaseId!: string | null;

  @Column(instant('armed_at', nullable))
  armedAt!: Date | null;

  @Column(instant('ended_at', nullable))
  endedAt!: Date | null;

  @Column(instant('created_at', { default: () => 'now()' }))
  createdAt!: Date;
}
