// Which account a subscription trades in, and how many times the template's lots.
import { Column, Entity, JoinColumn, ManyToOne, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { BrokerAccount } from './broker-account.js';
import { instant, integer, text } from './columns.js';
import { Subscription } from './subscription.js';

@Entity('broker_allocation')
export class BrokerAllocation {
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column(text('subscription_id', { unique: true }))
  subscriptionId!: string;

  @OneToOne(() => Subscription)
  @JoinColumn({ name: 'subscription_id' })
  subscription!: Relation<Subscription>;

  @Column(text('account_id'))
  accountId!: string;

  @ManyToOne(() => BrokerAccount)
  @JoinColumn({ name: 'account_id' })
  account!: Relation<BrokerAccount>;

  /** 1 to 100. */
  @Column(integer('lot_multiplier'))
  lotMultiplier!: number;

  @Column(integer('priority', { default: 1 }))
  priority!: number;

  @Column(text('status', { default: 'ACTIVE' }))
  status!: 'ACTIVE' | 'PAUSED' | 'CANCELLED';

  @Column(instant('created_at', { default: () => 'now()' }))
  createdAt!: Date;
}
