import { Module } from '@nestjs/common';

import { BROADCAST_GAP, type BroadcastGap } from '@hallway/event-bus';

import { RealtimeConversationsModule } from '../conversations/realtime-conversations.module';
import { RealtimeSessionsModule } from '../sessions/realtime-sessions.module';
import { SocketsModule } from '../sockets/sockets.module';
import { ConnectionsGateway } from './connections.gateway';
import { DrainService } from './drain.service';
import { HandshakeService } from './handshake.service';
import { WatchdogService } from './watchdog.service';

const gapHook = {
  provide: BROADCAST_GAP,
  inject: [DrainService],
  useFactory: (drain: DrainService) => (gap: BroadcastGap) => drain.onGap(gap),
};

@Module({
  imports: [SocketsModule, RealtimeSessionsModule, RealtimeConversationsModule],
  providers: [ConnectionsGateway, HandshakeService, WatchdogService, DrainService, gapHook],
})
export class ConnectionsModule {}
