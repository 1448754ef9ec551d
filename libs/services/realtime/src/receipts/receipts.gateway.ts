import { WebSocketGateway } from '@nestjs/websockets';

import { type ReadState, receiptsApi } from '@hallway/contracts-messages';
import type { Empty, SocketMark } from '@hallway/contracts-realtime';

import { OnClientEvent } from '../sockets/client-event.decorator';
import type { HallwaySocket } from '../sockets/hallway-socket';
import { UserCallsService } from '../sockets/user-calls.service';
import { MarkCoalescer } from './mark-coalescer';

/** A client that scrolls moves its mark many times a second. */
const pauseMs = 300;

/** Read and delivery marks. */
@WebSocketGateway()
export class ReceiptsGateway {
  private readonly reads = new MarkCoalescer<ReadState>(pauseMs);
  private readonly deliveries = new MarkCoalescer<void>(pauseMs);

  constructor(private readonly calls: UserCallsService) {}

  @OnClientEvent('conversation:read')
  read(socket: HallwaySocket, { conversationId, seq }: SocketMark): Promise<ReadState> {
    return this.reads.mark(`${socket.data.userId}:${conversationId}`, seq, (highest) =>
      this.calls.call(socket, receiptsApi.read, { params: { conversationId }, body: { seq: highest } }),
    );
  }

  @OnClientEvent('conversation:delivered')
  async delivered(socket: HallwaySocket, { conversationId, seq }: SocketMark): Promise<Empty> {
    await this.deliveries.mark(`${socket.data.userId}:${conversationId}`, seq, async (highest) => {
      await this.calls.call(socket, receiptsApi.delivered, { params: { conversationId }, body: { seq: highest } });
    });
    return {};
  }
}
