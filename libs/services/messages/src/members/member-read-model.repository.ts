import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import type { ConversationType, MemberChange, MemberRole, MemberSnapshot } from '@hallway/contracts-conversations';
import { prepared, type Tx } from '@hallway/service-kit/database';

import { joinedSeq } from './joined-seq';

/** What is known of a member of a conversation. */
export interface KnownMember {
  conversationId: string;
  userId: string;
  role: MemberRole;
  conversationType: ConversationType;
}

const findSql = `
  SELECT ms.role, v.type FROM memberships ms JOIN membership_versions v USING (conversation_id)
  WHERE ms.conversation_id = $1 AND ms.user_id = $2 AND NOT ms.removed`;

/** Also the lock: whatever changes a conversation's membership here takes this row first. */
const noteVersionSql = `
  INSERT INTO membership_versions AS v (conversation_id, type, version) VALUES ($1, $2, $3)
  ON CONFLICT (conversation_id) DO UPDATE SET version = greatest(v.version, excluded.version)
  RETURNING v.snapshot_version::float8 AS snapshot_version, v.deleted_at`;

const headSql = 'INSERT INTO conversation_heads (conversation_id) VALUES ($1) ON CONFLICT DO NOTHING';

const changeSql = `
  INSERT INTO memberships AS m (conversation_id, user_id, username, role, joined_at, joined_seq, version, removed)
  SELECT $1::uuid, $2, $3, $4, $5::timestamptz, ${joinedSeq('$1::uuid', '$5::timestamptz')}, $6, $7
  ON CONFLICT (conversation_id, user_id) DO UPDATE
  SET username = excluded.username, role = excluded.role, joined_at = excluded.joined_at, version = excluded.version,
      removed = excluded.removed, joined_seq = CASE WHEN m.removed THEN excluded.joined_seq ELSE m.joined_seq END
  WHERE m.version < excluded.version`;

const snapshotMembersSql = `
  INSERT INTO memberships AS m (conversation_id, user_id, username, role, joined_at, joined_seq, version)
  SELECT $1::uuid, s."userId", lower(s.username), s.role, s."joinedAt", ${joinedSeq('$1::uuid', 's."joinedAt"')}, $2
  FROM jsonb_to_recordset($3::jsonb) AS s ("userId" uuid, username text, role text, "joinedAt" timestamptz)
  ON CONFLICT (conversation_id, user_id) DO UPDATE
  SET username = excluded.username, role = excluded.role, joined_at = excluded.joined_at, version = excluded.version,
      removed = false, joined_seq = CASE WHEN m.removed THEN excluded.joined_seq ELSE m.joined_seq END
  WHERE m.version <= excluded.version`;

const snapshotAbsentSql = `
  UPDATE memberships SET removed = true, version = $2
  WHERE conversation_id = $1 AND version <= $2 AND NOT removed AND user_id <> ALL ($3::uuid[])`;

interface VersionRow {
  snapshot_version: number;
  deleted_at: Date | null;
}

/**
 * Who is in which conversation, as the conversations service published it. Removed people stay as rows
 * with the version of their removal, so that an older event cannot bring them back.
 */
@Injectable()
export class MemberReadModelRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(on: Tx | undefined, conversationId: string, userId: string): Promise<KnownMember | undefined> {
    const rows = await prepared<{ role: MemberRole; type: ConversationType }>(on ?? this.dataSource, 'memberships-find', findSql, [conversationId, userId]);
    return rows[0] && { conversationId, userId, role: rows[0].role, conversationType: rows[0].type };
  }

  /** Up to which version everyone is known; undefined when no snapshot is here. */
  async knownVersion(conversationId: string): Promise<number | undefined> {
    const sql = 'SELECT snapshot_version::float8 AS version FROM membership_versions WHERE conversation_id = $1 AND snapshot_version >= 0';
    return (await prepared<{ version: number }>(this.dataSource, 'memberships-known-version', sql, [conversationId]))[0]?.version;
  }

  /** Which of these conversations are unknown here: no event or snapshot of their members was received. */
  async unknownOf(conversationIds: string[]): Promise<string[]> {
    const sql = `SELECT id FROM unnest($1::uuid[]) AS id
      WHERE NOT EXISTS (SELECT FROM membership_versions v WHERE v.conversation_id = id AND v.snapshot_version >= 0)`;
    return (await prepared<{ id: string }>(this.dataSource, 'memberships-unknown-of', sql, [conversationIds])).map(({ id }) => id);
  }

  /** Waits until sends that are under way in this conversation are committed, and holds back later ones. */
  async fence(tx: Tx, conversationId: string): Promise<void> {
    await prepared(tx, 'memberships-fence', 'SELECT FROM conversation_heads WHERE conversation_id = $1 FOR UPDATE', [conversationId]);
  }

  async applyChange(tx: Tx, change: MemberChange, removed: boolean): Promise<void> {
    const { conversationId, conversationType, version, userId, username, role, joinedAt } = change;
    const known = await this.noteVersion(tx, conversationId, conversationType, version);
    if (version <= known.snapshot_version) return;
    await prepared(tx, 'memberships-head', headSql, [conversationId]);
    await prepared(tx, 'memberships-change', changeSql, [conversationId, userId, username.toLowerCase(), role, joinedAt, version, removed]);
  }

  async applySnapshot(tx: Tx, { conversationId, type, version, members }: MemberSnapshot): Promise<void> {
    const known = await this.noteVersion(tx, conversationId, type, version);
    if (version <= known.snapshot_version || known.deleted_at) return;
    await prepared(tx, 'memberships-head', headSql, [conversationId]);
    await prepared(tx, 'memberships-snapshot', snapshotMembersSql, [conversationId, version, JSON.stringify(members)]);
    await prepared(tx, 'memberships-absent', snapshotAbsentSql, [conversationId, version, members.map(({ userId }) => userId)]);
    await prepared(tx, 'memberships-complete', 'UPDATE membership_versions SET snapshot_version = $2 WHERE conversation_id = $1', [conversationId, version]);
  }

  /** From now on it has no members; the rows are removed later. */
  async markDeleted(tx: Tx, conversationId: string, version: number): Promise<void> {
    await this.noteVersion(tx, conversationId, 'group', version);
    await prepared(
      tx,
      'memberships-deleted',
      `UPDATE membership_versions SET deleted_at = now(), snapshot_version = greatest(snapshot_version, $2)
      WHERE conversation_id = $1 AND deleted_at IS NULL`,
      [conversationId, version],
    );
    await prepared(tx, 'memberships-remove-all', 'UPDATE memberships SET removed = true WHERE conversation_id = $1', [conversationId]);
  }

  private async noteVersion(tx: Tx, conversationId: string, type: ConversationType, version: number): Promise<VersionRow> {
    const [row] = await prepared<VersionRow>(tx, 'memberships-note-version', noteVersionSql, [conversationId, type, version]);
    if (!row) throw new Error('The version of a membership was not stored');
    return row;
  }
}
