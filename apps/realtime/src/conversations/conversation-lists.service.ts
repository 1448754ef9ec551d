import { setTimeout as delay } from 'node:timers/promises';

import { Injectable } from '@nestjs/common';

import { conversationsInternalApi } from '@hallway/contracts-conversations';
import { unavailable } from '@hallway/contracts-core';
import { syncApi } from '@hallway/contracts-messages';
import { ProblemError } from '@hallway/service-kit/errors';
import { ServiceClient } from '@hallway/service-kit/http';
import { Logger } from '@hallway/service-kit/log';

import type { HallwaySocket } from '../sockets/hallway-socket';
import { UserCalls } from '../sockets/user-calls.service';

const waitAtMostMs = 5_000;
const askOwnerMs = 2_000;
const askMessagesMs = 1_500;

export interface ConversationIds {
  ids: string[];
  /** From who decides it, as it was when we asked; else as events have told it so far. */
  certain: boolean;
}

/** Which conversations somebody is in: asked when a socket connects. */
@Injectable()
export class ConversationLists {
  constructor(
    private readonly client: ServiceClient,
    private readonly calls: UserCalls,
    private readonly logger: Logger,
  ) {}

  /** Throws `unavailable` when nobody answers in time. */
  async of(socket: HallwaySocket): Promise<ConversationIds> {
    const until = Date.now() + waitAtMostMs;
    for (let pause = 100; ; pause *= 2) {
      const list = (await this.fromOwner(socket.data.userId)) ?? (await this.fromMessages(socket));
      if (list) return list;
      if (Date.now() + pause >= until || socket.conn.readyState !== 'open') throw new ProblemError(unavailable, { retryAfterSeconds: 1 });
      await delay(pause);
    }
  }

  private async fromOwner(userId: string): Promise<ConversationIds | undefined> {
    try {
      const list = await this.client.call(conversationsInternalApi.ofUser, { params: { userId }, deadlineMs: askOwnerMs });
      return { ids: list.conversationIds, certain: true };
    } catch (err) {
      this.logger.warn('conversations cannot be asked for memberships', { err });
      return undefined;
    }
  }

  /** The messages service knows memberships from events: good enough while their owner is away. */
  private async fromMessages(socket: HallwaySocket): Promise<ConversationIds | undefined> {
    try {
      const result = await this.calls.call(socket, syncApi.sync, { body: { conversations: [] }, deadlineMs: askMessagesMs });
      return { ids: result.joined, certain: false };
    } catch (err) {
      this.logger.warn('messages cannot be asked for memberships', { err });
      return undefined;
    }
  }
}
