// One entry of a template on a trading day in one mode.
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Mode } from '../../domain/mode.js';
import { instant, integer, nullable, text } from './columns.js';
import { Partner } from './partner.js';
import { TemplateVersion } from './template-version.js';

@Entity('strategy_run')
export class StrategyRun {
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column(text('template_id'))
  templateId!: string;

  @Column(integer('template_version'))
  templateVersion!: number;

  @ManyToOne(() => TemplateVersion)
  @JoinColumn([
    { name: 'template_id', referencedColumnName: 'templateId' },
    { name: 'template_version', referencedColumnName: 'version' },
  ])
  template!: Relation<TemplateVersion>;

  @Column(text('mode'))
  mode!: Mode;

  /** An IST day, `YYYY-MM-DD`. */
  @Column({ name: 'trading_day', type: 'date' })
  tradingDay!: string;

  @Column(instant('entry_at'))
  entryAt!: Date;

  @Column(instant('exit_at', nullable))
  exitAt!: Date | null;

  @Column(text('status'))
  status!: 'arming' | 'running' | 'completed' | 'skipped' | 'missed';

  @Column(text('reason', nullable))
  reason!: string | null;

  @Column({ name: 'ignore_calendar', type: 'boolean', default: false })
  ignoreCalendar!: boolean;

  /** Enters subscribers that hold this template's position too. */
  @Column({ name: 'forced', type: 'boolean', default: false })
  forced!: boolean;

  /** A test run: for this partner's test users alone. Null: for everybody's of the mode. */
  @Column(text('only_partner_id', nullable))
  onlyPartnerId!: string | null;

  @ManyToOne(() => Partner)
  @JoinColumn({ name: 'only_partner_id' })
  onlyPartner!: Relation<Partner> | null;

  @Column(text('workflow_id', { unique: true }))
  workflowId!: string;

  @Column(integer('subscribers', { default: 0 }))
  subscribers!: number;

  /** Seconds before the entry at which it was to begin to arm; null while it has not. */
  @Column(integer('lead_s', nullable))
  leadS!: number | null;

  @Column(text('created_by'))
  createdBy!: string;

  @Column(instant('created_at', { default: () => 'now()' }))
  createdAt!: Date;

  @Column(instant('completed_at', nullable))
  completedAt!: Date | null;
}
