import { Injectable } from '@nestjs/common';

import { unavailable } from '@hallway/contracts-core';
import { ProblemError } from '@hallway/service-kit/errors';

import { ConversationMembers } from '../conversations/conversation-members.service';
import type { HallwaySocket } from '../sockets/hallway-socket';

const roomPrefix = 'conversation:';
/** One watch asks for the members of so many conversations at most; a further watch goes on from there. */
const maxLoads = 200;
const atOnce = 8;

/**
 * Whose presence somebody may see: people they share a conversation with. By the member lists kept
 * here for the conversations the watcher is in; lists that are missing are asked for until everybody
 * is found.
 */
@Injectable()
export class WatchRights {
  constructor(private readonly members: ConversationMembers) {}

  /** Each user who may be watched, with the conversation that allows it; throws `unavailable` when that cannot be told now. */
  async among(socket: HallwaySocket, userIds: Iterable<string>): Promise<Map<string, string>> {
    const allowed = new Map<string, string>();
    const sought = new Set(userIds);
    const unknown = this.conversationsOf(socket).filter((id) => !this.settle(id, this.members.peek(id), sought, allowed));
    const asked = unknown.slice(0, maxLoads);
    for (let from = 0; from < asked.length && sought.size > 0; from += atOnce) {
      await Promise.all(
        asked.slice(from, from + atOnce).map(async (id) => {
          if (!this.settle(id, await this.members.get(id), sought, allowed)) throw new ProblemError(unavailable, { retryAfterSeconds: 1 });
        }),
      );
    }
    return allowed;
  }

  /** A conversation that allows it, by what is known here. */
  known(socket: HallwaySocket, userId: string): string | undefined {
    return this.conversationsOf(socket).find((id) => this.members.peek(id)?.has(userId));
  }

  private settle(conversationId: string, members: ReadonlySet<string> | undefined, sought: Set<string>, allowed: Map<string, string>): boolean {
    if (!members) return false;
    for (const userId of sought) {
      if (!members.has(userId)) continue;
      allowed.set(userId, conversationId);
      sought.delete(userId);
    }
    return true;
  }

  private conversationsOf(socket: HallwaySocket): string[] {
    return [...socket.rooms].filter((room) => room.startsWith(roomPrefix)).map((room) => room.slice(roomPrefix.length));
  }
}
