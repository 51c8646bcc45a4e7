// One order: written before it may leave, followed until nothing more can happen to it.
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Side } from '../../domain/option-contract.js';
import type { OrderState } from '../../domain/order-state.js';
import type { OrderPurpose } from '../../domain/order-tag.js';
import { instant, integer, nullable, paise, text } from './columns.js';
import { Execution } from './execution.js';

@Entity('order_intent')
export class OrderIntent {
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column(text('execution_id'))
  executionId!: string;

  @ManyToOne(() => Execution)
  @JoinColumn({ name: 'execution_id' })
  execution!: Relation<Execution>;

  @Column(text('run_id'))
  runId!: string;

  @Column(text('account_id'))
  accountId!: string;

  /** The idempotency key at the broker (domain/order-tag.ts). */
  @Column(text('tag', { unique: true }))
  tag!: string;

  @Column(text('purpose'))
  purpose!: OrderPurpose;

  @Column(integer('leg_index'))
  legIndex!: number;

  @Column(integer('slice_index'))
  sliceIndex!: number;

  @Column(integer('generation', { default: 0 }))
  generation!: number;

  /** 0 leaves at the instant; later waves follow fills. */
  @Column(integer('wave'))
  wave!: number;

  @Column(text('side'))
  side!: Side;

  @Column(integer('quantity_units'))
  quantityUnits!: number;

  /** Null until the run's contracts are fixed. */
  @Column(text('tradingsymbol', nullable))
  tradingsymbol!: string | null;

  @Column(paise('limit_price_paise', nullable))
  limitPricePaise!: number | null;

  /** What its price may move from by the protection band. */
  @Column(paise('first_limit_price_paise', nullable))
  firstLimitPricePaise!: number | null;

  @Column(text('state', { default: 'INTENDED' }))
  state!: OrderState;

  @Column(text('broker_order_id', nullable))
  brokerOrderId!: string | null;

  @Column(integer('filled_units', { default: 0 }))
  filledUnits!: number;

  @Column(paise('average_price_paise', { default: 0 }))
  averagePricePaise!: number;

  @Column(integer('attempts', { default: 0 }))
  attempts!: number;

  /** The reserved send slot. */
  @Column(instant('send_at'))
  sendAt!: Date;

  @Column(instant('sent_at', nullable))
  sentAt!: Date | null;

  /** How often it was repriced in place, and when last. */
  @Column(integer('reprices', { default: 0 }))
  reprices!: number;

  @Column(instant('priced_at', nullable))
  pricedAt!: Date | null;

  @Column(instant('answered_at', nullable))
  answeredAt!: Date | null;

  @Column(instant('settled_at', nullable))
  settledAt!: Date | null;

  @Column(text('refusal_reason', nullable))
  refusalReason!: string | null;

  @Column(text('broker_code', nullable))
  brokerCode!: string | null;

  @Column(text('broker_message', nullable))
  brokerMessage!: string | null;

  @Column(instant('created_at', { default: () => 'now()' }))
  createdAt!: Date;
}
