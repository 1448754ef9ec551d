import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { MemberRole } from '@hallway/contracts-conversations';

const primaryKeyConstraintName = 'conversation_participants_conversation_id_user_id_pk';

@Entity('conversation_participants')
export class MemberEntity {
  @PrimaryColumn({ type: 'uuid', name: 'conversation_id', primaryKeyConstraintName }) conversationId: string;
  @PrimaryColumn({ type: 'uuid', name: 'user_id', primaryKeyConstraintName }) userId: string;
  @Column({ type: 'text' }) role: MemberRole;
  @Column({ type: 'boolean', default: false }) muted: boolean;
  @Column({ type: 'timestamptz', precision: 3, name: 'joined_at' }) joinedAt: Date;
}
