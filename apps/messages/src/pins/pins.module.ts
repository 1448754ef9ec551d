import { Module } from '@nestjs/common';

import { MembershipsModule } from '../memberships/memberships.module';
import { MessagesModule } from '../messages/messages.module';
import { PinsController } from './pins.controller';
import { PinsRepository } from './pins.repository';
import { PinsService } from './pins.service';

@Module({ imports: [MembershipsModule, MessagesModule], controllers: [PinsController], providers: [PinsService, PinsRepository] })
export class PinsModule {}
