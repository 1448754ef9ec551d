import { Injectable } from '@nestjs/common';

import { defaultPageSize, type Page, type PageQuery } from '@hallway/contracts-core';
import { type Message, messageDeleted, messageLimits, tooManyPins } from '@hallway/contracts-messages';
import { ProblemError } from '@hallway/service-kit/errors';
import { decodeCursor, encodeCursor } from '@hallway/service-kit/http';

import { MemberReadModelService } from '../members/member-read-model.service';
import { MessagesService } from '../messages/messages.service';
import { TimelineService } from '../messages/timeline.service';
import { type PinCursor, PinsRepository } from './pins.repository';

const isCursor = (value: unknown): value is PinCursor =>
  Array.isArray(value) && value.length === 2 && value.every((part) => Number.isSafeInteger(part) && part >= 0);

/** Every member may pin. */
@Injectable()
export class PinsService {
  constructor(
    private readonly pins: PinsRepository,
    private readonly timeline: TimelineService,
    private readonly messages: MessagesService,
    private readonly members: MemberReadModelService,
  ) {}

  add(userId: string, messageId: string): Promise<Message> {
    return this.timeline.change(userId, messageId, 'pinned', async ({ tx, message, audit }) => {
      if (message.deletedAt) throw new ProblemError(messageDeleted);
      if (message.pinned) return false;
      if ((await this.pins.count(tx, message.conversationId)) >= messageLimits.pins) throw new ProblemError(tooManyPins);
      audit('message-pinned');
      return this.pins.pin(tx, message, userId);
    });
  }

  remove(userId: string, messageId: string): Promise<Message> {
    return this.timeline.change(userId, messageId, 'pinned', async ({ tx, message, audit }) => {
      if (!(await this.pins.unpin(tx, message))) return false;
      audit('message-unpinned');
      return true;
    });
  }

  async list(userId: string, conversationId: string, { limit = defaultPageSize, cursor }: PageQuery): Promise<Page<Message>> {
    await this.members.require(conversationId, userId);
    const after = cursor === undefined ? undefined : decodeCursor(cursor, isCursor);
    const found = await this.pins.list(conversationId, after, limit + 1);
    const page = found.slice(0, limit);
    const items = await this.messages.atPlaces(page.map(([, seq]) => ({ conversationId, seq })));
    return { items, nextCursor: found.length > limit ? encodeCursor(page.at(-1)) : null };
  }
}
