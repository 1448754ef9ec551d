import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { WorkspaceRole } from '@hallway/contracts-auth';

@Entity('users')
export class UserEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'users_id_pk' }) id: string;
  /** Lower case. */
  @Column({ type: 'text', unique: true }) username: string;
  /** Lower case. */
  @Column({ type: 'text' }) email: string;
  /**
   * Whether the address belongs to this account. A second account that names the
   * same address is created without it, so that registering does not reveal whether
   * an address is known.
   */
  @Column({ type: 'boolean', name: 'email_claimed' }) emailClaimed: boolean;
  @Column({ type: 'text', name: 'display_name' }) displayName: string;
  @Column({ type: 'text', name: 'status_text', default: '' }) statusText: string;
  @Column({ type: 'uuid', name: 'avatar_upload_id', nullable: true }) avatarUploadId: string | null;
  /** Both names as they are searched, and how they were folded. */
  @Column({ type: 'text', name: 'search_text', default: '' }) searchText: string;
  @Column({ type: 'smallint', name: 'search_version', default: 0 }) searchVersion: number;
  @Column({ type: 'text', default: 'member' }) role: WorkspaceRole;
  @Column({ type: 'timestamptz', name: 'created_at' }) createdAt: Date;
  @Column({ type: 'timestamptz', name: 'deactivated_at', nullable: true }) deactivatedAt: Date | null;
}
