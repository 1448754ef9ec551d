import { WebSocketGateway } from '@nestjs/websockets';

import { syncApi, type SyncRequest, type SyncResult } from '@hallway/contracts-messages';

import { OnClientEvent } from '../sockets/client-event.decorator';
import type { HallwaySocket } from '../sockets/hallway-socket';
import { UserCallsService } from '../sockets/user-calls.service';

/** What a client has missed, without a further connection. */
@WebSocketGateway()
export class SyncGateway {
  constructor(private readonly calls: UserCallsService) {}

  @OnClientEvent('sync')
  sync(socket: HallwaySocket, body: SyncRequest): Promise<SyncResult> {
    return this.calls.call(socket, syncApi.sync, { body });
  }
}
