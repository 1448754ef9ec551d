import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets';

import type { ConversationRef, Empty } from '@hallway/contracts-realtime';

import { OnClientEvent } from '../sockets/client-event.decorator';
import type { HallwaySocket } from '../sockets/hallway-socket';
import { TypingService } from './typing.service';

@WebSocketGateway()
export class TypingGateway implements OnGatewayConnection {
  constructor(private readonly typing: TypingService) {}

  @OnClientEvent('typing:start')
  start(socket: HallwaySocket, { conversationId }: ConversationRef): Empty {
    this.typing.start(socket, conversationId);
    return {};
  }

  @OnClientEvent('typing:stop')
  stop(socket: HallwaySocket, { conversationId }: ConversationRef): Empty {
    this.typing.assertIn(socket, conversationId);
    this.typing.stop(socket, conversationId);
    return {};
  }

  handleConnection(socket: HallwaySocket): void {
    // While it is still in its rooms: nothing is sent for a removed member any more.
    socket.once('disconnecting', () => this.typing.stopAll(socket));
  }
}
