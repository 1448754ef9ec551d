import { WebSocketGateway } from '@nestjs/websockets';

import type { Message } from '@hallway/contracts-messages';
import type { SocketSend } from '@hallway/contracts-realtime';

import { OnClientEvent } from '../sockets/client-event.decorator';
import { EventLimits } from '../sockets/event-limits.service';
import type { HallwaySocket } from '../sockets/hallway-socket';
import { TypingService } from '../typing/typing.service';
import { SendBatcher } from './send-batcher.service';

/** The fast way to send a message. */
@WebSocketGateway()
export class SendsGateway {
  constructor(
    private readonly limits: EventLimits,
    private readonly batcher: SendBatcher,
    private readonly typing: TypingService,
  ) {}

  @OnClientEvent('message:send')
  send(socket: HallwaySocket, payload: SocketSend): Promise<Message> {
    this.limits.takeSend(socket);
    this.typing.stop(socket, payload.conversationId);
    return this.batcher.send({ ...payload, senderId: socket.data.userId });
  }
}
