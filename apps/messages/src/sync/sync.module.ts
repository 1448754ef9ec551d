import { Module } from '@nestjs/common';

import { MembershipsModule } from '../memberships/memberships.module';
import { MessagesModule } from '../messages/messages.module';
import { SyncController } from './sync.controller';
import { SyncRepository } from './sync.repository';
import { SyncService } from './sync.service';

@Module({ imports: [MembershipsModule, MessagesModule], controllers: [SyncController], providers: [SyncService, SyncRepository] })
export class SyncModule {}
