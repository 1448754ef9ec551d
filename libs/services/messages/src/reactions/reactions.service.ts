import { Injectable } from '@nestjs/common';

import { validationFailed } from '@hallway/contracts-core';
import { type Message, messageDeleted, tooManyReactions } from '@hallway/contracts-messages';
import { ProblemError } from '@hallway/service-kit/errors';

import { TimelineService } from '../messages/timeline.service';
import { hasRoomFor, reactionEmoji } from './reaction.policy';
import { ReactionsRepository } from './reactions.repository';

@Injectable()
export class ReactionsService {
  constructor(
    private readonly reactions: ReactionsRepository,
    private readonly timeline: TimelineService,
  ) {}

  async add(userId: string, messageId: string, sent: string): Promise<Message> {
    const emoji = reactionEmoji(sent);
    if (emoji === null) {
      // Strangers learn nothing, not even that.
      await this.timeline.find(userId, messageId);
      throw new ProblemError(validationFailed, { errors: [{ path: 'emoji', message: 'must be one emoji' }] });
    }
    return this.timeline.change(userId, messageId, 'reacted', async ({ tx, message }) => {
      if (message.deletedAt) throw new ProblemError(messageDeleted);
      if (!hasRoomFor(emoji, message)) throw new ProblemError(tooManyReactions);
      return this.reactions.add(tx, { ...message, emoji, userId });
    });
  }

  remove(userId: string, messageId: string, emoji: string): Promise<Message> {
    return this.timeline.change(userId, messageId, 'reacted', ({ tx, message }) => this.reactions.remove(tx, { ...message, emoji, userId }));
  }
}
