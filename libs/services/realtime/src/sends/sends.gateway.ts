import { WebSocketGateway } from '@nestjs/websockets';

import type { SocketSend } from '@hallway/contracts-realtime';

import { OnClientEvent } from '../sockets/client-event.decorator';
import { EventLimitsService } from '../sockets/event-limits.service';
import type { HallwaySocket } from '../sockets/hallway-socket';
import type { JsonText } from '../sockets/json-text';
import { TypingService } from '../typing/typing.service';
import { SendBatcherService } from './send-batcher.service';

/** The fast way to send a message. */
@WebSocketGateway()
export class SendsGateway {
  constructor(
    private readonly limits: EventLimitsService,
    private readonly batcher: SendBatcherService,
    private readonly typing: TypingService,
  ) {}

  @OnClientEvent('message:send')
  send(socket: HallwaySocket, payload: SocketSend): Promise<JsonText> {
    this.limits.takeSend(socket);
    this.typing.stop(socket, payload.conversationId);
    return this.batcher.send({ ...payload, senderId: socket.data.userId });
  }
}
