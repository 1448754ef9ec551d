import { Module } from '@nestjs/common';

import { ConversationsModule } from '../conversations/conversations.module';
import { SocketsModule } from '../sockets/sockets.module';
import { PresenceGateway } from './presence.gateway';
import { PresenceLease } from './presence-lease.service';
import { PresenceWatch } from './presence-watch.service';
import { PresenceRepository } from './presence.repository';
import { WatchRights } from './watch-rights.service';

@Module({
  imports: [SocketsModule, ConversationsModule],
  providers: [PresenceGateway, PresenceLease, PresenceWatch, PresenceRepository, WatchRights],
})
export class PresenceModule {}
