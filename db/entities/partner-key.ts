// A partner's key pair of one mode. The secret is stored as a keyed hash only.
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Mode } from '../../domain/mode.js';
import { instant, integer, nullable, text } from './columns.js';
import { Partner } from './partner.js';

@Entity('partner_key')
export class PartnerKey {
  /** `pk_…` */
  @PrimaryColumn({ name: 'public_key', type: 'text' })
  publicKey!: string;

  @Column(text('partner_id'))
  partnerId!: string;

  @ManyToOne(() => Partner)
  @JoinColumn({ name: 'partner_id' })
  partner!: Relation<Partner>;

  @Column(text('mode'))
  mode!: Mode;

  @Column({ name: 'secret_hash', type: 'bytea' })
  secretHash!: Buffer;

  /** Requests a minute; null means the configuration's. */
  @Column(integer('rate_limit_per_minute', nullable))
  rateLimitPerMinute!: number | null;

  @Column(text('label', { default: '' }))
  label!: string;

  @Column(instant('created_at', { default: () => 'now()' }))
  createdAt!: Date;

  @Column(instant('revoked_at', nullable))
  revokedAt!: Date | null;

  /** To the minute; null: never since it is recorded. */
  @Column(instant('last_used_at', nullable))
  lastUsedAt!: Date | null;
}
