import { Module } from '@nestjs/common';

import { MemberReadModelModule } from '../members/member-read-model.module';
import { MessagesModule } from '../messages/messages.module';
import { PinsController } from './pins.controller';
import { PinsRepository } from './pins.repository';
import { PinsService } from './pins.service';

@Module({ imports: [MemberReadModelModule, MessagesModule], controllers: [PinsController], providers: [PinsService, PinsRepository] })
export class PinsModule {}
