import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What this service knows of a person: a copy fed by the events of auth. */
@Entity('users')
export class UserReadModelEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'users_id_pk' }) id: string;
  @Column({ type: 'text' }) username: string;
  @Column({ type: 'text', name: 'display_name' }) displayName: string;
  @Column({ type: 'text', name: 'avatar_url', nullable: true }) avatarUrl: string | null;
  @Column({ type: 'text', name: 'status_text' }) statusText: string;
  @Column({ type: 'timestamptz', precision: 3, name: 'deactivated_at', nullable: true }) deactivatedAt: Date | null;
}
