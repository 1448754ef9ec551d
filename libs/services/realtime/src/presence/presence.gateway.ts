import { type OnGatewayConnection, type OnGatewayDisconnect, WebSocketGateway } from '@nestjs/websockets';

import type { Presence, PresenceWatch as WatchRequest } from '@hallway/contracts-realtime';

import { OnClientEvent } from '../sockets/client-event.decorator';
import type { HallwaySocket } from '../sockets/hallway-socket';
import { PresenceLeaseService } from './presence-lease.service';
import { PresenceWatchService } from './presence-watch.service';

@WebSocketGateway()
export class PresenceGateway implements OnGatewayConnection, OnGatewayDisconnect {
  constructor(
    private readonly lease: PresenceLeaseService,
    private readonly presence: PresenceWatchService,
  ) {}

  @OnClientEvent('presence:watch')
  watch(socket: HallwaySocket, { userIds }: WatchRequest): Promise<Presence[]> {
    return this.presence.watch(socket, userIds);
  }

  handleConnection(socket: HallwaySocket): void {
    void this.lease.connected(socket);
  }

  handleDisconnect(socket: HallwaySocket): void {
    this.presence.unwatch(socket);
    void this.lease.disconnected(socket);
  }
}
