import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { ConversationType } from '@hallway/contracts-conversations';

@Entity('conversations')
export class ConversationEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'conversations_id_pk' }) id: string;
  @Column({ type: 'text' }) type: ConversationType;
  @Column({ type: 'text', nullable: true }) title: string | null;
  @Column({ type: 'uuid', name: 'avatar_upload_id', nullable: true }) avatarUploadId: string | null;
  @Column({ type: 'uuid', name: 'created_by' }) createdBy: string;
  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', insert: false }) createdAt: Date;
  /** Advances by one with every event of the conversation, under the row's lock. */
  @Column({ type: 'bigint', transformer: { from: Number, to: (version: number) => version } }) version: number;
  @Column({ type: 'integer', name: 'member_count' }) memberCount: number;
  /** Both ids of a direct conversation, sorted: there is one for each pair. */
  @Column({ type: 'text', name: 'direct_key', nullable: true }) directKey: string | null;
}
