// One immutable version of a template; a run names the version it traded.
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { ExitRules } from '../../domain/exit-rules.js';
import type { LegSpec, Underlying } from '../../domain/option-contract.js';
import { instant, nullable, paise, text } from './columns.js';
import { StrategyTemplate } from './strategy-template.js';

@Entity('template_version')
export class TemplateVersion {
  @PrimaryColumn({ name: 'template_id', type: 'text' })
  templateId!: string;

  @ManyToOne(() => StrategyTemplate)
  @JoinColumn({ name: 'template_id' })
  template!: Relation<StrategyTemplate>;

  @PrimaryColumn({ name: 'version', type: 'integer' })
  version!: number;

  @Column(text('description'))
  description!: string;

  @Column(text('underlying'))
  underlying!: Underlying;

  /** IST, `HH:MM`. */
  @Column(text('entry_time'))
  entryTime!: string;

  /** IST, `HH:MM`; null means that the position is left to its owner. */
  @Column(text('exit_time', nullable))
  exitTime!: string | null;

  @Column({ name: 'legs', type: 'jsonb' })
  legs!: LegSpec[];

  /** Stops and targets; null where only the exit time closes the position. */
  @Column({ name: 'exit_rules', type: 'jsonb', nullable: true })
  exitRules!: ExitRules | null;

  @Column(text('pricing_type', { default: 'PAID' }))
  pricingType!: string;

  @Column(paise('monthly_fee_paise'))
  monthlyFeePaise!: number;

  @Column(text('currency', { default: 'INR' }))
  currency!: string;

  /** The guide's `performance_metrics`, percent. */
  @Column({ name: 'performance', type: 'jsonb', nullable: true })
  performance!: Record<string, number> | null;

  @Column(instant('created_at', { default: () => 'now()' }))
  createdAt!: Date;
}
