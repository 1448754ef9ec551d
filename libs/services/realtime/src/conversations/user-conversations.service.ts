import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

import { conversationsInternalApi } from '@hallway/contracts-conversations';
import { unavailable } from '@hallway/contracts-core';
import { syncApi } from '@hallway/contracts-messages';
import { ServiceClient } from '@hallway/service-calls';
import { ProblemError } from '@hallway/service-kit/errors';
import { Logger } from '@hallway/service-kit/log';

import type { HallwaySocket } from '../sockets/hallway-socket';
import { UserCallsService } from '../sockets/user-calls.service';

const waitAtMostMs = 5_000;
const askOwnerMs = 2_000;
const askMessagesMs = 1_500;

export interface ConversationIdsOfUser {
  ids: string[];
  /** From its owner, as it was when we asked; else as events have brought it so far. */
  authoritative: boolean;
}

/** Which conversations a user is in: asked when a socket connects. */
@Injectable()
export class UserConversationsService {
  constructor(
    private readonly client: ServiceClient,
    private readonly calls: UserCallsService,
    private readonly logger: Logger,
  ) {}

  /** Throws `unavailable` when no replica answers in time. */
  async of(socket: HallwaySocket): Promise<ConversationIdsOfUser> {
    const until = Date.now() + waitAtMostMs;
    for (let pause = 100; ; pause *= 2) {
      const list = (await this.fromOwner(socket.data.userId)) ?? (await this.fromMessages(socket));
      if (list) return list;
      if (Date.now() + pause >= until || socket.conn.readyState !== 'open') throw new ProblemError(unavailable, { retryAfterSeconds: 1 });
      await delay(pause);
    }
  }

  private async fromOwner(userId: string): Promise<ConversationIdsOfUser | undefined> {
    try {
      const list = await this.client.call(conversationsInternalApi.ofUser, { params: { userId }, deadlineMs: askOwnerMs });
      return { ids: list.conversationIds, authoritative: true };
    } catch (err) {
      this.logger.warn('conversations cannot be asked for memberships', { err });
      return undefined;
    }
  }

  /** The messages service knows memberships from events: good enough while their owner is away. */
  private async fromMessages(socket: HallwaySocket): Promise<ConversationIdsOfUser | undefined> {
    try {
      const result = await this.calls.call(socket, syncApi.sync, { body: { conversations: [] }, deadlineMs: askMessagesMs });
      return { ids: result.joined, authoritative: false };
    } catch (err) {
      this.logger.warn('messages cannot be asked for memberships', { err });
      return undefined;
    }
  }
}
