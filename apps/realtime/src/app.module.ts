import { Module } from '@nestjs/common';

import { ConnectionsModule } from './connections/connections.module';
import { ConversationsModule } from './conversations/conversations.module';
import { PeopleModule } from './people/people.module';
import { PresenceModule } from './presence/presence.module';
import { ReceiptsModule } from './receipts/receipts.module';
import { SendsModule } from './sends/sends.module';
import { SessionsModule } from './sessions/sessions.module';
import { SocketsModule } from './sockets/sockets.module';
import { SyncModule } from './sync/sync.module';
import { TimelineModule } from './timeline/timeline.module';
import { TypingModule } from './typing/typing.module';

@Module({
  imports: [
    SocketsModule,
    ConnectionsModule,
    ConversationsModule,
    SessionsModule,
    SendsModule,
    TimelineModule,
    ReceiptsModule,
    TypingModule,
    PresenceModule,
    PeopleModule,
    SyncModule,
  ],
})
export class AppModule {}
