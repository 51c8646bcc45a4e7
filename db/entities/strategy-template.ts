// A strategy of the marketplace; what it does is in its immutable versions.
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, integer, text } from './columns.js';

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
}
