import { Injectable } from '@nestjs/common';

import { defaultPageSize } from '@hallway/contracts-core';
import { type Changes, type ChangesQuery, messageLimits, type SyncEntry, type SyncResult } from '@hallway/contracts-messages';

import { MemberReadModelService } from '../members/member-read-model.service';
import { MessagesService } from '../messages/messages.service';
import { SyncRepository } from './sync.repository';

/** Brings a client that was away up to date, at a cost that does not depend on how long it was away. */
@Injectable()
export class SyncService {
  constructor(
    private readonly repository: SyncRepository,
    private readonly messages: MessagesService,
    private readonly members: MemberReadModelService,
  ) {}

  async changes(userId: string, conversationId: string, { since, limit = defaultPageSize }: ChangesQuery): Promise<Changes> {
    await this.members.require(conversationId, userId);
    const { lastRev } = await this.messages.head(conversationId);
    if (since === lastRev) return { items: [], rev: lastRev, more: false, reset: false };
    // A rev from the future: the client has seen another history (such as before a restored backup).
    if (since > lastRev || (await this.repository.countChanges(conversationId, since)) > messageLimits.changesBeforeReset) {
      return { items: [], rev: lastRev, more: false, reset: true };
    }
    // Not cut at `lastRev`: a message that was created before and changed since would be left out, and its place would stay empty.
    const found = await this.messages.changed(conversationId, since, limit + 1);
    const items = found.slice(0, limit);
    return { items, rev: items.at(-1)?.rev ?? lastRev, more: found.length > limit, reset: false };
  }

  async sync(userId: string, named: SyncEntry[]): Promise<SyncResult> {
    const entries = named.map(({ id, rev }) => ({ id: id.toLowerCase(), rev }));
    const names = new Set(entries.map(({ id }) => id));
    const [changed, present] = await Promise.all([this.repository.changedConversations(userId, entries), this.repository.conversationsOf(userId)]);
    const presentIds = new Set(present);
    const absent = [...names].filter((id) => !presentIds.has(id));
    return { changed, joined: present.filter((id) => !names.has(id)), left: await this.members.confirmLeft(userId, absent) };
  }
}
