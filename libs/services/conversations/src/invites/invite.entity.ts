import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('invites')
export class InviteEntity {
  @PrimaryColumn({ type: 'text', primaryKeyConstraintName: 'invites_code_pk' }) code: string;
  @Column({ type: 'uuid', name: 'conversation_id' }) conversationId: string;
  @Column({ type: 'uuid', name: 'created_by' }) createdBy: string;
  @Column({ type: 'timestamptz', precision: 3, name: 'expires_at' }) expiresAt: Date;
  @Column({ type: 'integer', name: 'max_uses', nullable: true }) maxUses: number | null;
  @Column({ type: 'integer', default: 0 }) uses: number;
  @Column({ type: 'timestamptz', precision: 3, name: 'created_at', insert: false }) createdAt: Date;
  /** Of the conversation when it was made: who was removed at a later one does not come back by it. */
  @Column({ type: 'bigint', transformer: { from: Number, to: (version: number) => version } }) version: number;
}
