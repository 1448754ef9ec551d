import { Module } from '@nestjs/common';

import { MemberReadModelModule } from '../members/member-read-model.module';
import { MessagesController } from './messages.controller';
import { MessagesRepository } from './messages.repository';
import { MessagesService } from './messages.service';
import { TimelineService } from './timeline.service';

@Module({
  imports: [MemberReadModelModule],
  controllers: [MessagesController],
  providers: [MessagesService, MessagesRepository, TimelineService],
  exports: [MessagesService, TimelineService],
})
export class MessagesModule {}
