import type { Conversation, Member, MemberRole } from '@hallway/contracts-conversations';
import { pathOf } from '@hallway/contracts-core';
import type { Summary } from '@hallway/contracts-messages';
import { uploadsApi } from '@hallway/contracts-uploads';

import type { CachedConversation } from '../cache/conversation-cache';
import type { ConversationEntity } from './conversation.entity';

export interface ConversationParts {
  record: CachedConversation;
  /** Only of small conversations. */
  members?: Member[];
  own: { role: MemberRole; muted: boolean };
  /** Absent while nothing has been said. */
  summary?: Summary;
}

export function toConversation({ record, members, own, summary }: ConversationParts): Conversation {
  return {
    id: record.id,
    type: record.type,
    title: record.title,
    avatarUrl: record.avatarUploadId && avatarPath(record.avatarUploadId),
    ...(members && { members }),
    memberCount: record.memberCount,
    role: own.role,
    createdAt: record.createdAt,
    lastSeq: summary?.lastSeq ?? 0,
    rev: summary?.rev ?? 0,
    readSeq: summary?.readSeq ?? 0,
    unread: summary?.unread ?? 0,
    mentionCount: summary?.mentionCount ?? 0,
    lastMessage: summary?.lastMessage ?? null,
    lastActivityAt: summary?.lastActivityAt ?? record.createdAt,
    muted: own.muted,
  };
}

export function toCached(row: ConversationEntity): CachedConversation {
  return {
    id: row.id,
    version: row.version,
    type: row.type,
    title: row.title,
    avatarUploadId: row.avatarUploadId,
    createdAt: row.createdAt.toISOString(),
    memberCount: row.memberCount,
  };
}

function avatarPath(uploadId: string): string {
  return `${pathOf(uploadsApi.content, { uploadId })}?variant=thumb`;
}
