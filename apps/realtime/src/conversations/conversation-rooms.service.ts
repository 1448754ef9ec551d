import { Injectable } from '@nestjs/common';

import { rooms } from '@hallway/contracts-realtime';

import type { HallwaySocket } from '../sockets/hallway-socket';
import { LiveSockets } from '../sockets/live-sockets.service';
import { ConversationLists } from './conversation-lists.service';
import { MembershipVersions } from './membership-versions.policy';

/** Who is in which room. Only the server joins and leaves, by what the conversations service says. */
@Injectable()
export class ConversationRooms {
  private readonly versions = new MembershipVersions();
  /** Sockets that wait for their list, with what they were removed from meanwhile: the list may be older. */
  private readonly loading = new Map<HallwaySocket, Set<string>>();

  constructor(
    private readonly sockets: LiveSockets,
    private readonly lists: ConversationLists,
  ) {}

  /** Joins the rooms of a socket that connects. It is registered before, so that nothing said meanwhile is lost. */
  async load(socket: HallwaySocket): Promise<void> {
    const removed = new Set<string>();
    this.loading.set(socket, removed);
    try {
      const { ids, certain } = await this.lists.of(socket);
      const { userId } = socket.data;
      // Whoever was added again may be in a certain list before the event comes that tells of it.
      const current = ids.filter((id) => !removed.has(id) && (certain || !this.versions.hasLeft(id, userId)));
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

  /** Everybody leaves. */
  close(conversationId: string): void {
    for (const removed of this.loading.values()) removed.add(conversationId);
    this.sockets.io.local.in(rooms.conversation(conversationId)).socketsLeave(rooms.conversation(conversationId));
  }

  /** Was their removal the last that was heard of them here? */
  hasLeft(conversationId: string, userId: string): boolean {
    return this.versions.hasLeft(conversationId, userId);
  }

  isIn(socket: HallwaySocket, conversationId: string): boolean {
    return socket.rooms.has(rooms.conversation(conversationId));
  }
}
