import { Module } from '@nestjs/common';

import { ConnectionsModule } from './connections/connections.module';
import { RealtimeConversationsModule } from './conversations/realtime-conversations.module';
import { PeopleModule } from './people/people.module';
import { PresenceModule } from './presence/presence.module';
import { RealtimeReceiptsModule } from './receipts/realtime-receipts.module';
import { SendsModule } from './sends/sends.module';
import { RealtimeSessionsModule } from './sessions/realtime-sessions.module';
import { SocketsModule } from './sockets/sockets.module';
import { RealtimeSyncModule } from './sync/realtime-sync.module';
import { TimelineModule } from './timeline/timeline.module';
import { TypingModule } from './typing/typing.module';

@Module({
  imports: [
    SocketsModule,
    ConnectionsModule,
    RealtimeConversationsModule,
    RealtimeSessionsModule,
    SendsModule,
    TimelineModule,
    RealtimeReceiptsModule,
    TypingModule,
    PresenceModule,
    PeopleModule,
    RealtimeSyncModule,
  ],
})
export class RealtimeAppModule {}
