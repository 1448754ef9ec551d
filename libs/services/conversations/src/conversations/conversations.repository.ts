import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';

import { prepared, type Tx } from '@hallway/service-kit/database';

import { ConversationEntity } from './conversation.entity';

export type NewConversation = Omit<ConversationEntity, 'createdAt' | 'version' | 'avatarUploadId'>;

export interface Settings {
  title?: string;
  avatarUploadId?: string | null;
}

@Injectable()
export class ConversationsRepository {
  constructor(private readonly dataSource: DataSource) {}

  findByIds(ids: string[]): Promise<ConversationEntity[]> {
    return this.dataSource.manager.findBy(ConversationEntity, { id: In(ids) });
  }

  async findDirect(directKey: string): Promise<string | undefined> {
    const found = await this.dataSource.manager.findOne(ConversationEntity, { where: { directKey }, select: { id: true } });
    return found?.id;
  }

  /** Those of the uploads that are the picture of a conversation, of one that this person is in. */
  async shownPictures(uploadIds: string[], userId?: string): Promise<string[]> {
    const sql = `SELECT DISTINCT c.avatar_upload_id AS id FROM conversations c
      WHERE c.avatar_upload_id = ANY ($1::uuid[])
        AND ($2::uuid IS NULL OR EXISTS (SELECT FROM conversation_participants p WHERE p.conversation_id = c.id AND p.user_id = $2))`;
    const rows = await prepared<{ id: string }>(this.dataSource, 'conversations-pictures', sql, [uploadIds, userId ?? null]);
    return rows.map(({ id }) => id);
  }

  /** Answers nothing when the pair already has one, waiting for a transaction that is just making it. */
  async insert(tx: Tx, conversation: NewConversation): Promise<Date | undefined> {
    const { id, type, title, createdBy, memberCount, directKey } = conversation;
    const rows: { created_at: Date }[] = await tx.query(
      `INSERT INTO conversations (id, type, title, created_by, member_count, direct_key)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT ON CONSTRAINT conversations_direct_key_uq DO NOTHING
       RETURNING created_at`,
      [id, type, title, createdBy, memberCount, directKey],
    );
    return rows[0]?.created_at;
  }

  /** Which of them became different. */
  async updateSettings(tx: Tx, id: string, { title, avatarUploadId }: Settings): Promise<(keyof Settings)[]> {
    const row = await tx.findOneByOrFail(ConversationEntity, { id });
    const next = { title: title ?? row.title, avatarUploadId: avatarUploadId === undefined ? row.avatarUploadId : avatarUploadId };
    const changed = (['title', 'avatarUploadId'] as const).filter((name) => next[name] !== row[name]);
    if (changed.length > 0) await tx.update(ConversationEntity, { id }, next);
    return changed;
  }
}
