import { Module } from '@nestjs/common';

import { SocketsModule } from '../sockets/sockets.module';
import { PresenceGateway } from './presence.gateway';
import { PresenceLease } from './presence-lease.service';
import { PresenceWatch } from './presence-watch.service';
import { PresenceRepository } from './presence.repository';

@Module({
  imports: [SocketsModule],
  providers: [PresenceGateway, PresenceLease, PresenceWatch, PresenceRepository],
  exports: [PresenceWatch],
})
export class PresenceModule {}
