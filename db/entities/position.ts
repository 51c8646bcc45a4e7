// What a completed entry left open, until it is closed or nobody follows it any more.
import { Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { ExitReason } from '../../domain/exit-rules.js';
import type { Mode } from '../../domain/mode.js';
import type { PositionStatus } from '../../domain/position-status.js';
import { BrokerAccount } from './broker-account.js';
import { instant, nullable, paise, text } from './columns.js';
import { Execution } from './execution.js';
import { StrategyRun } from './strategy-run.js';
import { Subscription } from './subscription.js';

@Entity('position')
export class Position {
  @PrimaryColumn({ name: 'execution_id', type: 'text' })
  executionId!: string;

  @OneToOne(() => Execution)
  @JoinColumn({ name: 'execution_id' })
  execution!: Relation<Execution>;

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

  @Column(text('status'))
  status!: PositionStatus;

  /** Null: no exit is planned. */
  @Column(instant('exit_at', nullable))
  exitAt!: Date | null;

  @Column(text('exit_reason', nullable))
  exitReason!: ExitReason | 'left_to_broker' | null;

  /** All its fills, bought and sold; null until it is proven flat. */
  @Column(paise('realised_pnl_paise', nullable))
  realisedPnlPaise!: number | null;

  @Column(instant('flatten_requested_at', nullable))
  flattenRequestedAt!: Date | null;

  @Column(text('flatten_requested_by', nullable))
  flattenRequestedBy!: string | null;

  @Column(text('flatten_reason', nullable))
  flattenReason!: string | null;

  @Column(instant('opened_at', { default: () => 'now()' }))
  openedAt!: Date;

  /** When a process last said that it follows it. */
  @Column(instant('followed_at', nullable))
  followedAt!: Date | null;

  /** When an order that appeared late opened it again. */
  @Column(instant('reopened_at', nullable))
  reopenedAt!: Date | null;

  /** When it was closed, or no longer followed: then it keeps its last status. */
  @Column(instant('closed_at', nullable))
  closedAt!: Date | null;
}
