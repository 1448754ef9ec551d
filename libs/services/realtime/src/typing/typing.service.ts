import { Injectable } from '@nestjs/common';

import { notFound } from '@hallway/contracts-core';
import { rooms } from '@hallway/contracts-realtime';
import { ProblemError } from '@hallway/service-kit/errors';

import { ConversationMembersService } from '../conversations/conversation-members.service';
import { ConversationRoomsService } from '../conversations/conversation-rooms.service';
import type { HallwaySocket } from '../sockets/hallway-socket';
import { congestedRoom, LiveSocketsService } from '../sockets/live-sockets.service';

/** How long a client shows it without hearing more. */
const lifeMs = 6_000;
/** More often is not passed on. */
const everyMs = 3_000;
/** In larger conversations no one could follow who types. */
const maxMembers = 200;

/** Who types where. Sent over the lossy broadcast: a lost one runs out by itself. */
@Injectable()
export class TypingService {
  /** By socket: the conversation and when it was last sent. */
  private readonly typing = new WeakMap<HallwaySocket, Map<string, number>>();

  constructor(
    private readonly sockets: LiveSocketsService,
    private readonly rooms: ConversationRoomsService,
    private readonly members: ConversationMembersService,
  ) {}

  start(socket: HallwaySocket, conversationId: string, now = Date.now()): void {
    this.assertIn(socket, conversationId);
    if ((this.members.size(conversationId) ?? 0) > maxMembers) return;
    const own = this.typing.get(socket) ?? new Map<string, number>();
    this.typing.set(socket, own);
    if (now - (own.get(conversationId) ?? -Infinity) < everyMs) return;
    own.set(conversationId, now);
    this.broadcastTyping(socket, conversationId, true, now + lifeMs);
  }

  /** Sends it only when typing was sent before, and not for a member who was removed since. */
  stop(socket: HallwaySocket, conversationId: string, now = Date.now()): void {
    if (this.typing.get(socket)?.delete(conversationId) && this.rooms.isIn(socket, conversationId)) this.broadcastTyping(socket, conversationId, false, now);
  }

  assertIn(socket: HallwaySocket, conversationId: string): void {
    if (!this.rooms.isIn(socket, conversationId)) throw new ProblemError(notFound);
  }

  stopAll(socket: HallwaySocket): void {
    for (const conversationId of [...(this.typing.get(socket)?.keys() ?? [])]) this.stop(socket, conversationId);
  }

  private broadcastTyping(socket: HallwaySocket, conversationId: string, typing: boolean, expiresAt: number): void {
    const { userId } = socket.data;
    this.sockets.io
      .to(rooms.conversation(conversationId))
      .except([socket.id, congestedRoom])
      .emit('typing', { conversationId, userId, typing, expiresAt: new Date(expiresAt).toISOString() });
  }
}
