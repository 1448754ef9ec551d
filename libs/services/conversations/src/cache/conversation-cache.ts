import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';

import type { ConversationType, MemberRole } from '@hallway/contracts-conversations';
import { Logger } from '@hallway/service-kit/log';
import { REDIS } from '@hallway/service-kit/redis';

/** Who is in a conversation, without what changes apart from it (names, pictures). */
export interface CachedMember {
  userId: string;
  role: MemberRole;
  joinedAt: string;
}

/** The part of a conversation that all of its members see alike. */
export interface CachedConversation {
  id: string;
  version: number;
  type: ConversationType;
  title: string | null;
  avatarUploadId: string | null;
  createdAt: string;
  memberCount: number;
  /** Only in small conversations. */
  members?: CachedMember[];
}

const ttlSeconds = 3600;
const key = (conversationId: string): string => `conversation:${conversationId}`;

/**
 * `conversation:<id>` in Redis. Readers know the present version from PostgreSQL and take nothing
 * older from here, so a late write or a lost drop can never bring a removed member back.
 */
@Injectable()
export class ConversationCache {
  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly logger: Logger,
  ) {}

  /** What is there and at least as new as the version asked for. */
  async read(wanted: { id: string; version: number }[]): Promise<Map<string, CachedConversation>> {
    const found = new Map<string, CachedConversation>();
    if (wanted.length === 0) return found;
    const texts = await this.attempt('read', () => Promise.all(wanted.map(({ id }) => this.redis.get(key(id)))));
    wanted.forEach(({ id, version }, index) => {
      const text = texts?.[index];
      const entry = text ? (JSON.parse(text) as CachedConversation) : undefined;
      if (entry && entry.version >= version) found.set(id, entry);
    });
    return found;
  }

  async write(entries: CachedConversation[]): Promise<void> {
    await this.attempt('write', () => Promise.all(entries.map((entry) => this.redis.set(key(entry.id), JSON.stringify(entry), 'EX', ttlSeconds))));
  }

  async drop(conversationId: string): Promise<void> {
    await this.attempt('drop', () => this.redis.del(key(conversationId)));
  }

  /** Redis may be away: then PostgreSQL answers. */
  private async attempt<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (err) {
      this.logger.debug('conversation cache not reachable', { what, err });
      return undefined;
    }
  }
}
