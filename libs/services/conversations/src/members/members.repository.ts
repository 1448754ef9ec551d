import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';

import type { ConversationType, MemberRole } from '@hallway/contracts-conversations';
import { prepared, type Tx } from '@hallway/service-kit/database';

import { MemberEntity } from './member.entity';

/** The locked row of a conversation, as far as it is about the membership. */
export interface LockedConversation {
  id: string;
  type: ConversationType;
  memberCount: number;
  /** Of its last event; see `advance`. */
  version: number;
}

/** A conversation from one member's side. */
export interface ConversationMember {
  conversationId: string;
  type: ConversationType;
  version: number;
  createdAt: Date;
  joinedAt: Date;
  userId: string;
  role: MemberRole;
  muted: boolean;
}

type MemberKey = Pick<MemberEntity, 'conversationId' | 'userId'>;

export interface NewMember {
  userId: string;
  role: MemberRole;
}

export interface SnapshotRow {
  type: ConversationType;
  version: number;
  userId: string;
  username: string;
  role: MemberRole;
  joinedAt: Date;
}

export interface MemberCursor {
  joinedAt: string;
  userId: string;
}

/** As many as the messages service orders in one call. */
const conversationsOfOne = 10_000;

const conversationMember = `
  SELECT c.id AS "conversationId", c.type, c.version::float8 AS version, c.created_at AS "createdAt",
         p.joined_at AS "joinedAt", p.user_id AS "userId", p.role, p.muted
  FROM conversation_participants p JOIN conversations c ON c.id = p.conversation_id`;

@Injectable()
export class MembersRepository {
  constructor(private readonly dataSource: DataSource) {}

  async own(conversationId: string, userIds: string[]): Promise<ConversationMember[]> {
    const sql = `${conversationMember} WHERE p.conversation_id = $1 AND p.user_id = ANY ($2::uuid[])`;
    return prepared(this.dataSource, 'members_own', sql, [conversationId, userIds]);
  }

  async ofUser(userId: string): Promise<ConversationMember[]> {
    const sql = `${conversationMember} WHERE p.user_id = $1 ORDER BY c.created_at DESC LIMIT ${conversationsOfOne}`;
    return prepared(this.dataSource, 'members_of_user', sql, [userId]);
  }

  /** One statement, so that the version fits the members. */
  async snapshot(conversationId: string, reader: Tx | DataSource = this.dataSource): Promise<SnapshotRow[]> {
    return prepared(
      reader,
      'members_snapshot',
      `SELECT c.type, c.version::float8 AS version, p.user_id AS "userId", u.username, p.role, p.joined_at AS "joinedAt"
       FROM conversations c
       JOIN conversation_participants p ON p.conversation_id = c.id
       JOIN users u ON u.id = p.user_id
       WHERE c.id = $1
       ORDER BY p.joined_at, p.user_id`,
      [conversationId],
    );
  }

  page(conversationId: string, limit: number, after?: MemberCursor): Promise<MemberEntity[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(MemberEntity, 'm')
      .where('m.conversationId = :conversationId', { conversationId })
      .orderBy('m.joinedAt')
      .addOrderBy('m.userId')
      .limit(limit);
    if (after) query.andWhere('(m.joinedAt, m.userId) > (:joinedAt::timestamptz, :userId::uuid)', after);
    return query.getMany();
  }

  /** All members of some conversations: ask for small ones only. */
  ofConversations(conversationIds: string[]): Promise<MemberEntity[]> {
    return this.dataSource.manager.find(MemberEntity, {
      where: { conversationId: In(conversationIds) },
      order: { joinedAt: 'ASC', userId: 'ASC' },
    });
  }

  find(conversationId: string, userId: string, reader: EntityManager = this.dataSource.manager): Promise<MemberEntity | null> {
    return reader.findOneBy(MemberEntity, { conversationId, userId });
  }

  findSome(tx: Tx, conversationId: string, userIds: string[]): Promise<MemberEntity[]> {
    return tx.findBy(MemberEntity, { conversationId, userId: In(userIds) });
  }

  /** Everything that changes a membership waits here for its turn. */
  async lockConversation(tx: Tx, conversationId: string): Promise<LockedConversation | undefined> {
    const [row] = await prepared<LockedConversation>(
      tx,
      'members_lock_conversation',
      `SELECT id, type, member_count AS "memberCount", version::float8 AS version FROM conversations WHERE id = $1 FOR UPDATE`,
      [conversationId],
    );
    return row;
  }

  /** Answers the new version. */
  async advance(tx: Tx, conversationId: string, by: { versions: number; members: number }): Promise<number> {
    const [row] = await prepared<{ version: number }>(
      tx,
      'members_advance',
      `UPDATE conversations SET version = version + $2, member_count = member_count + $3
       WHERE id = $1 RETURNING version::float8 AS version`,
      [conversationId, by.versions, by.members],
    );
    if (!row) throw new Error('A conversation is locked before its version is advanced');
    return row.version;
  }

  async insert(tx: Tx, conversationId: string, members: NewMember[]): Promise<MemberEntity[]> {
    await prepared(
      tx,
      'members_insert',
      `INSERT INTO conversation_participants (conversation_id, user_id, role, joined_at)
       SELECT $1, m.user_id, m.role, clock_timestamp() FROM unnest($2::uuid[], $3::text[]) AS m (user_id, role)`,
      [conversationId, members.map(({ userId }) => userId), members.map(({ role }) => role)],
    );
    return this.findSome(
      tx,
      conversationId,
      members.map(({ userId }) => userId),
    );
  }

  async setRole(tx: Tx, { conversationId, userId }: MemberKey, role: MemberRole): Promise<void> {
    await tx.update(MemberEntity, { conversationId, userId }, { role });
  }

  async setMuted(tx: Tx, conversationId: string, userId: string, muted: boolean): Promise<void> {
    await tx.update(MemberEntity, { conversationId, userId }, { muted });
  }

  async delete(tx: Tx, { conversationId, userId }: MemberKey): Promise<void> {
    await tx.delete(MemberEntity, { conversationId, userId });
  }

  /** Who owns it when the owner has left: the admin, else the member, who is in it for longest. */
  async successor(tx: Tx, conversationId: string): Promise<MemberEntity | null> {
    const [row] = await prepared<{ userId: string }>(
      tx,
      'members_successor',
      `SELECT user_id AS "userId" FROM conversation_participants WHERE conversation_id = $1
       ORDER BY role <> 'admin', joined_at, user_id LIMIT 1`,
      [conversationId],
    );
    return row ? this.find(conversationId, row.userId, tx) : null;
  }

  /** Remembers who was put out, and at which version, for as long as an older invite could bring them back. */
  async recordRemoval(tx: Tx, { conversationId, userId }: MemberKey, version: number): Promise<void> {
    await tx.query(
      `DELETE FROM removals r WHERE conversation_id = $1 AND NOT EXISTS (
         SELECT FROM invites i WHERE i.conversation_id = $1 AND i.version < r.version AND i.expires_at > now())`,
      [conversationId],
    );
    await tx.query(
      `INSERT INTO removals (conversation_id, user_id, version) VALUES ($1, $2, $3)
       ON CONFLICT (conversation_id, user_id) DO UPDATE SET version = excluded.version`,
      [conversationId, userId, version],
    );
  }

  /** The version of the last time a user was removed by others; 0 if never. */
  async removedAt(tx: Tx, conversationId: string, userId: string): Promise<number> {
    const [row] = await tx.query<{ version: number }[]>(`SELECT version::float8 AS version FROM removals WHERE conversation_id = $1 AND user_id = $2`, [
      conversationId,
      userId,
    ]);
    return row?.version ?? 0;
  }

  async deleteConversation(tx: Tx, conversationId: string): Promise<void> {
    await tx.query(`DELETE FROM conversations WHERE id = $1`, [conversationId]);
  }
}
