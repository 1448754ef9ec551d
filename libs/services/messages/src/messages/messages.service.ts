import { Injectable } from '@nestjs/common';

import { defaultPageSize, forbidden, notFound } from '@hallway/contracts-core';
import { type Message, messageDeleted, type MessageWindow, type WindowQuery } from '@hallway/contracts-messages';
import { mentionNames } from '@hallway/markup';
import { ProblemError } from '@hallway/service-kit/errors';

import { MemberReadModelService } from '../members/member-read-model.service';
import { searchText } from '../search/search-text';
import { canDelete, canEdit } from './message.policy';
import type { MessagePlace } from './message-place';
import { windowRange } from './message-window.policy';
import { type Head, MessagesRepository } from './messages.repository';
import { searchableText } from './searchable-text';
import { TimelineService } from './timeline.service';

@Injectable()
export class MessagesService {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly timeline: TimelineService,
    private readonly members: MemberReadModelService,
  ) {}

  async window(userId: string, conversationId: string, query: WindowQuery): Promise<MessageWindow> {
    const [, { lastSeq }] = await Promise.all([this.members.require(conversationId, userId), this.messages.head(conversationId)]);
    const range = windowRange(query, lastSeq);
    const before = Math.min(range.from, lastSeq + 1);
    if (query.before !== undefined || range.to < lastSeq) {
      return { items: await this.messages.range(conversationId, range), nextCursor: null, hasBefore: before > 1, hasAfter: range.to < lastSeq };
    }
    // What was sent since belongs to it: readers take the latest change in a page as proof of all changes before it.
    const items = await this.messages.tail(conversationId, range.from, query.limit ?? defaultPageSize);
    return { items, nextCursor: null, hasBefore: (items[0]?.seq ?? before) > 1, hasAfter: false };
  }

  async get(userId: string, messageId: string): Promise<Message> {
    const [message] = await this.messages.atPlaces([await this.timeline.find(userId, messageId)]);
    if (!message) throw new ProblemError(notFound);
    return message;
  }

  head(conversationId: string): Promise<Head> {
    return this.messages.head(conversationId);
  }

  /** Messages whose last change is after `since`, by rev, all as they are at one moment. */
  changed(conversationId: string, since: number, limit: number): Promise<Message[]> {
    return this.messages.changed(conversationId, since, limit);
  }

  /** Messages at known places, in that order. */
  atPlaces(places: MessagePlace[]): Promise<Message[]> {
    return this.messages.atPlaces(places);
  }

  edit(userId: string, messageId: string, body: string): Promise<Message> {
    return this.timeline.change(userId, messageId, 'edited', async ({ tx, actor, message }) => {
      if (!canEdit(actor, message.senderId)) throw new ProblemError(forbidden);
      if (message.deletedAt) throw new ProblemError(messageDeleted);
      if (message.body === body) return false;
      const mentions = await this.messages.mentioned(tx, message, mentionNames(body));
      await this.messages.edit(tx, message, { body, mentions, searchText: searchText(searchableText({ ...message, body })) });
      return true;
    });
  }

  async delete(userId: string, messageId: string): Promise<void> {
    await this.timeline.change(userId, messageId, 'deleted', async ({ tx, actor, message, audit }) => {
      if (!canDelete(actor, message.senderId)) throw new ProblemError(forbidden);
      if (message.deletedAt) return false;
      await this.messages.erase(tx, message);
      audit('message-deleted');
      return true;
    });
  }
}
