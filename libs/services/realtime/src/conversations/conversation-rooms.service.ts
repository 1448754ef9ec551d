import { Injectable } from '@nestjs/common';

import { rooms } from '@hallway/contracts-realtime';

import type { HallwaySocket } from '../sockets/hallway-socket';
import { LiveSocketsService } from '../sockets/live-sockets.service';
import { MemberVersions } from './member-versions';
import { UserConversationsService } from './user-conversations.service';

/** Who is in which room. Only the server joins and leaves, by what the conversations service says. */
@Injectable()
export class ConversationRoomsService {
  private readonly versions = new MemberVersions();
  /** Sockets that wait for their list, with what they were removed from in between: the list may be older. */
  private readonly loading = new Map<HallwaySocket, Set<string>>();

  constructor(
    private readonly sockets: LiveSocketsService,
    private readonly lists: UserConversationsService,
  ) {}

  /** Joins the rooms of a socket that connects. It is registered before, so that nothing is lost in between. */
  async load(socket: HallwaySocket): Promise<void> {
    const removed = new Set<string>();
    this.loading.set(socket, removed);
    try {
      const { ids, authoritative: authoritative } = await this.lists.of(socket);
      const { userId } = socket.data;
      // A member who was added again may be in an authoritative list before their event arrives.
      const current = ids.filter((id) => !removed.has(id) && (authoritative || !this.versions.hasLeft(id, userId)));
      void socket.join([rooms.user(userId), ...current.map(rooms.conversation)]);
    } finally {
      this.loading.delete(socket);
    }
  }

  /** Answers whether it is news. */
  join(conversationId: string, userId: string, version: number): boolean {
    if (!this.versions.accept(conversationId, userId, version, true)) return false;
    for (const socket of this.sockets.ofUser(userId)) {
      this.loading.get(socket)?.delete(conversationId);
      void socket.join(rooms.conversation(conversationId));
    }
    return true;
  }

  /** Answers whether it is news. */
  leave(conversationId: string, userId: string, version: number): boolean {
    if (!this.versions.accept(conversationId, userId, version, false)) return false;
    for (const socket of this.sockets.ofUser(userId)) {
      this.loading.get(socket)?.add(conversationId);
      void socket.leave(rooms.conversation(conversationId));
    }
    return true;
  }

  /** Everyone leaves. */
  close(conversationId: string): void {
    for (const removed of this.loading.values()) removed.add(conversationId);
    this.sockets.io.local.in(rooms.conversation(conversationId)).socketsLeave(rooms.conversation(conversationId));
  }

  /** Was their removal the last change of them that was received here? */
  hasLeft(conversationId: string, userId: string): boolean {
    return this.versions.hasLeft(conversationId, userId);
  }

  isIn(socket: HallwaySocket, conversationId: string): boolean {
    return socket.rooms.has(rooms.conversation(conversationId));
  }
}
