import { Module } from '@nestjs/common';

import { MemberReadModelModule } from '../members/member-read-model.module';
import { MessagesModule } from '../messages/messages.module';
import { SyncController } from './sync.controller';
import { SyncRepository } from './sync.repository';
import { SyncService } from './sync.service';

@Module({ imports: [MemberReadModelModule, MessagesModule], controllers: [SyncController], providers: [SyncService, SyncRepository] })
export class SyncModule {}
