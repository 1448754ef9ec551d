import { Injectable } from '@nestjs/common';

import { notFound } from '@hallway/contracts-core';
import { type ChangeKind, type Message, messagesChanged } from '@hallway/contracts-messages';
import { Outbox } from '@hallway/event-bus';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { Logger } from '@hallway/service-kit/log';

import { MemberReadModelService } from '../members/member-read-model.service';
import type { Actor } from './message.policy';
import type { MessagePlace } from './message-place';
import { MessagesRepository } from './messages.repository';

/** A message that is about to change, with its conversation's timeline held. */
export interface ChangeTarget {
  tx: Tx;
  actor: Actor;
  message: Message;
  /** Records who did this, once it is committed. */
  audit(action: string): void;
}

/** Every change of a message after it was sent goes through here: one rev, one event, one commit. */
@Injectable()
export class TimelineService {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly members: MemberReadModelService,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly logger: Logger,
  ) {}

  /** Where the message stands, if this person may know of it. */
  async find(userId: string, messageId: string): Promise<MessagePlace> {
    const place = await this.messages.placeOf(messageId);
    if (!place) throw new ProblemError(notFound);
    await this.members.require(place.conversationId, userId);
    return place;
  }

  /**
   * Lets `apply` change the message. It answers whether it changed anything; if not, no rev is used
   * and no event is published.
   */
  async change(userId: string, messageId: string, kind: ChangeKind, apply: (target: ChangeTarget) => Promise<boolean>): Promise<Message> {
    const place = await this.find(userId, messageId);
    return this.transactions.run(async (tx) => {
      await this.messages.lockHead(tx, place.conversationId);
      // Checked again: the caller may have been removed while this waited.
      const actor = await this.members.require(place.conversationId, userId, tx);
      const message = await this.messages.at(tx, place);
      if (!message) throw new ProblemError(notFound);
      const { conversationId } = place;
      const audit = (action: string): void =>
        this.transactions.afterCommit(tx, () => this.logger.audit(action, { outcome: 'success', messageId, conversationId, senderId: message.senderId }));
      if (!(await apply({ tx, actor, message, audit }))) return message;
      return this.publishChange(tx, place, kind);
    });
  }

  private async publishChange(tx: Tx, place: MessagePlace, kind: ChangeKind): Promise<Message> {
    await this.messages.advance(tx, place);
    const message = await this.messages.at(tx, place);
    if (!message) throw new Error('A message is gone while its conversation was locked');
    this.outbox.add(tx, messagesChanged, { conversationId: place.conversationId, events: [{ rev: message.rev, kind, message }] });
    return message;
  }
}
