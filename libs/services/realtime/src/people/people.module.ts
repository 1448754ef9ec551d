import { Module } from '@nestjs/common';

import { PresenceModule } from '../presence/presence.module';
import { SocketsModule } from '../sockets/sockets.module';
import { PeopleConsumer } from './people.consumer';
import { ProfileChangesService } from './profile-changes.service';

@Module({ imports: [SocketsModule, PresenceModule], controllers: [PeopleConsumer], providers: [ProfileChangesService] })
export class PeopleModule {}
