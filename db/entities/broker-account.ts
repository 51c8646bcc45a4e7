// A user's account at a broker, linked once; its credentials and daily token are sealed secrets.
import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { Mode } from '../../domain/mode.js';
import { instant, nullable, text } from './columns.js';
import { PlatformUser } from './platform-user.js';

@Entity('broker_account')
export class BrokerAccount {
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

  /** The broker's own id of the client: `ZEBU123`. */
  @Column(text('client_id'))
  clientId!: string;

  @Column(text('broker_name'))
  brokerName!: string;

  /** The wire it was linked over; null: the broker's default. */
  @Column(text('broker_wire', nullable))
  brokerWire!: string | null;

  @Column(text('account_status'))
  accountStatus!: 'pending' | 'enabled' | 'rejected' | 'unlinked';

  @Column(text('status_reason', nullable))
  statusReason!: string | null;

  @Column({ name: 'credentials_secret_id', type: 'uuid', nullable: true })
  credentialsSecretId!: string | null;

  @Column({ name: 'token_secret_id', type: 'uuid', nullable: true })
  tokenSecretId!: string | null;

  @Column(text('session_status', { default: 'none' }))
  sessionStatus!: 'none' | 'ready' | 'login_required';

  @Column(instant('last_oauth_login', nullable))
  lastOauthLogin!: Date | null;

  /** The broker's own expiry: exits and reads go on until then. */
  @Column(instant('token_expires_at', nullable))
  tokenExpiresAt!: Date | null;

  /** Until when the login serves new entries. */
  @Column(instant('entry_valid_until', nullable))
  entryValidUntil!: Date | null;

  @Column(instant('created_at', { default: () => 'now()' }))
  createdAt!: Date;

  @Column(instant('updated_at', { default: () => 'now()' }))
  updatedAt!: Date;
}
