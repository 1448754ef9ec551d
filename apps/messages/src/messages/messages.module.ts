import { Module } from '@nestjs/common';

import { MembershipsModule } from '../memberships/memberships.module';
import { UploadsModule } from '../uploads/uploads.module';
import { DraftsService } from './drafts.service';
import { MessagesController } from './messages.controller';
import { MessagesRepository } from './messages.repository';
import { MessagesService } from './messages.service';
import { SendBatchController } from './send-batch.controller';
import { SendRepository } from './send.repository';
import { SendService } from './send.service';
import { TimelineService } from './timeline.service';

@Module({
  imports: [MembershipsModule, UploadsModule],
  controllers: [MessagesController, SendBatchController],
  providers: [MessagesService, MessagesRepository, SendService, SendRepository, DraftsService, TimelineService],
  exports: [MessagesService, TimelineService],
})
export class MessagesModule {}
