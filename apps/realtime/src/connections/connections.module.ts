import { Module } from '@nestjs/common';

import { FANOUT_GAP, type FanoutGap } from '@hallway/service-kit/events';

import { ConversationsModule } from '../conversations/conversations.module';
import { SessionsModule } from '../sessions/sessions.module';
import { SocketsModule } from '../sockets/sockets.module';
import { ConnectionsGateway } from './connections.gateway';
import { Dismissal } from './dismissal.service';
import { Handshake } from './handshake.service';
import { Watchdog } from './watchdog.service';

const gapHook = {
  provide: FANOUT_GAP,
  inject: [Dismissal],
  useFactory: (dismissal: Dismissal) => (gap: FanoutGap) => dismissal.onGap(gap),
};

@Module({
  imports: [SocketsModule, SessionsModule, ConversationsModule],
  providers: [ConnectionsGateway, Handshake, Watchdog, Dismissal, gapHook],
})
export class ConnectionsModule {}
