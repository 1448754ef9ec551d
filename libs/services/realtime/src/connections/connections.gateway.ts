import { type OnGatewayConnection, type OnGatewayDisconnect, type OnGatewayInit, WebSocketGateway } from '@nestjs/websockets';

import type { HallwayServer, HallwaySocket } from '../sockets/hallway-socket';
import { LiveSocketsService } from '../sockets/live-sockets.service';
import { SocketMetricsService } from '../sockets/socket-metrics.service';
import { HandshakeService } from './handshake.service';

/** The life of a connection. */
@WebSocketGateway()
export class ConnectionsGateway implements OnGatewayInit, OnGatewayConnection, OnGatewayDisconnect {
  constructor(
    private readonly sockets: LiveSocketsService,
    private readonly handshake: HandshakeService,
    private readonly metrics: SocketMetricsService,
  ) {}

  afterInit(server: HallwayServer): void {
    this.sockets.attach(server);
    server.use((socket, next) => void this.handshake.check(socket).then(next));
  }

  handleConnection(socket: HallwaySocket): void {
    // The upgrade request is not needed any more, and holds its headers and buffers.
    Reflect.set(socket.conn, 'request', null);
    this.metrics.connections(this.sockets.count);
  }

  handleDisconnect(socket: HallwaySocket): void {
    this.sockets.remove(socket);
    this.metrics.connections(this.sockets.count);
  }
}
