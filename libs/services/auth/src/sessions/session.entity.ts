import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { RevocationReason } from '@hallway/contracts-auth';

@Entity('sessions')
export class SessionEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'sessions_id_pk' }) id: string;
  @Column({ type: 'uuid', name: 'user_id' }) userId: string;
  @Column({ type: 'text', name: 'device_name' }) deviceName: string;
  @Column({ type: 'text' }) ip: string;
  @Column({ type: 'text', name: 'user_agent' }) userAgent: string;
  @Column({ type: 'timestamptz', name: 'created_at' }) createdAt: Date;
  @Column({ type: 'timestamptz', name: 'last_seen_at' }) lastSeenAt: Date;
  @Column({ type: 'timestamptz', name: 'revoked_at', nullable: true }) revokedAt: Date | null;
  @Column({ type: 'text', name: 'revoked_reason', nullable: true }) revokedReason: RevocationReason | null;
}
