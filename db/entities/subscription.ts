// A user's subscription to a template; its status moves by domain/subscription-state.ts.
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Mode } from '../../domain/mode.js';
import type { SubscriptionState } from '../../domain/subscription-state.js';
import { instant, nullable, paise, text } from './columns.js';
import { PlatformUser } from './platform-user.js';
import { StrategyTemplate } from './strategy-template.js';

@Entity('subscription')
export class Subscription {
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column(text('partner_id'))
  partnerId!: string;

  @Column(text('mode'))
  mode!: Mode;

  @Column({ name: 'user_pk', type: 'uuid' })
  userPk!: string;

  @ManyToOne(() => PlatformUser)
  @JoinColumn({ name: 'user_pk' })
  user!: Relation<PlatformUser>;

  @Column(text('template_id'))
  templateId!: string;

  @ManyToOne(() => StrategyTemplate)
  @JoinColumn({ name: 'template_id' })
  template!: Relation<StrategyTemplate>;

  @Column(text('status'))
  status!: SubscriptionState;

  @Column(instant('subscription_date', { default: () => 'now()' }))
  subscriptionDate!: Date;

  /** An IST date, `YYYY-MM-DD`. */
  @Column({ name: 'next_billing_date', type: 'date' })
  nextBillingDate!: string;

  @Column(paise('monthly_fee_paise'))
  monthlyFeePaise!: number;

  @Column(paise('partner_commission_paise'))
  partnerCommissionPaise!: number;

  @Column(paise('platform_fee_paise'))
  platformFeePaise!: number;

  @Column(text('currency', { default: 'INR' }))
  currency!: string;

  /** Loss of a day, over all its executions, at which what is open is closed; null: none. */
  @Column(paise('day_loss_limit_paise', nullable))
  dayLossLimitPaise!: number | null;

  @Column(instant('paused_at', nullable))
  pausedAt!: Date | null;

  @Column(instant('cancelled_at', nullable))
  cancelledAt!: Date | null;

  /** Null while the entity workflow is not known to run. */
  @Column(instant('workflow_started_at', nullable))
  workflowStartedAt!: Date | null;

  @Column(instant('created_at', { default: () => 'now()' }))
  createdAt!: Date;

  @Column(instant('updated_at', { default: () => 'now()' }))
  updatedAt!: Date;
}
