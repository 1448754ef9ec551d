import { WebSocketGateway } from '@nestjs/websockets';

import { type Message, messagesApi, reactionsApi } from '@hallway/contracts-messages';
import type { Empty, MessageRef, SocketEdit, SocketReaction } from '@hallway/contracts-realtime';

import { OnClientEvent } from '../sockets/client-event.decorator';
import type { HallwaySocket } from '../sockets/hallway-socket';
import { UserCallsService } from '../sockets/user-calls.service';

/** Changes of messages: forwarded to the messages service, which decides. */
@WebSocketGateway()
export class TimelineGateway {
  constructor(private readonly calls: UserCallsService) {}

  @OnClientEvent('message:edit')
  edit(socket: HallwaySocket, { messageId, body }: SocketEdit): Promise<Message> {
    return this.calls.call(socket, messagesApi.edit, { params: { messageId }, body: { body } });
  }

  @OnClientEvent('message:delete')
  async delete(socket: HallwaySocket, { messageId }: MessageRef): Promise<Empty> {
    await this.calls.call(socket, messagesApi.delete, { params: { messageId } });
    return {};
  }

  @OnClientEvent('reaction:add')
  react(socket: HallwaySocket, { messageId, emoji }: SocketReaction): Promise<Message> {
    return this.calls.call(socket, reactionsApi.add, { params: { messageId, emoji } });
  }

  @OnClientEvent('reaction:remove')
  unreact(socket: HallwaySocket, { messageId, emoji }: SocketReaction): Promise<Message> {
    return this.calls.call(socket, reactionsApi.remove, { params: { messageId, emoji } });
  }
}
