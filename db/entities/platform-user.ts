// A partner's user, known by e-mail only.
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Mode } from '../../domain/mode.js';
import { instant, text } from './columns.js';
import { Partner } from './partner.js';

@Entity('platform_user')
export class PlatformUser {
  @PrimaryColumn({ name: 'id', type: 'uuid', default: () => 'gen_random_uuid()' })
  id!: string;

  @Column(text('partner_id'))
  partnerId!: string;

  @ManyToOne(() => Partner)
  @JoinColumn({ name: 'partner_id' })
  partner!: Relation<Partner>;

  @Column(text('mode'))
  mode!: Mode;

  /** The id partners see: `partner-user-user-at-example-com`. */
  @Column(text('user_id'))
  userId!: string;

  /** Lower case. */
  @Column(text('email'))
  email!: string;

  @Column(instant('created_at', { default: () => 'now()' }))
  createdAt!: Date;
}
