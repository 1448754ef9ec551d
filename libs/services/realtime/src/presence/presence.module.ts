import { Module } from '@nestjs/common';

import { SocketsModule } from '../sockets/sockets.module';
import { PresenceGateway } from './presence.gateway';
import { PresenceRepository } from './presence.repository';
import { PresenceLeaseService } from './presence-lease.service';
import { PresenceWatchService } from './presence-watch.service';

@Module({
  imports: [SocketsModule],
  providers: [PresenceGateway, PresenceLeaseService, PresenceWatchService, PresenceRepository],
  exports: [PresenceWatchService],
})
export class PresenceModule {}
