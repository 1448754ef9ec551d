import { Controller } from '@nestjs/common';

import { messagesChanged, type MessagesChanged } from '@hallway/contracts-messages';
import { rooms } from '@hallway/contracts-realtime';
import { Consume } from '@hallway/service-kit/events';

import { LiveSockets } from '../sockets/live-sockets.service';

/** What one commit did to a conversation goes to its members as one frame. */
@Controller()
export class TimelineConsumer {
  constructor(private readonly sockets: LiveSockets) {}

  @Consume(messagesChanged)
  onMessagesChanged(changed: MessagesChanged): void {
    this.sockets.emitToRoom(rooms.conversation(changed.conversationId), 'messages:changed', changed);
  }
}
