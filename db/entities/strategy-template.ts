// A strategy of the marketplace; what it does is in its immutable versions.
import { Column, Entity, OneToMany, PrimaryColumn, type Relation } from 'typeorm';
import { instant, integer, text } from './columns.js';
import { TemplateVersion } from './template-version.js';

@Entity('strategy_template')
export class StrategyTemplate {
  /** `basket_…` */
  @PrimaryColumn({ name: 'id', type: 'text' })
  id!: string;

  @Column(text('name'))
  name!: string;

  @Column(text('status', { default: 'active' }))
  status!: 'active' | 'retired';

  @Column(integer('current_version'))
  currentVersion!: number;

  @Column(instant('created_at', { default: () => 'now()' }))
  createdAt!: Date;

  @OneToMany(() => TemplateVersion, (version) => version.template)
  versions!: Relation<TemplateVersion[]>;
}
