import { Module } from '@nestjs/common';

import { AttachmentsModule } from '../attachments/attachments.module';
import { MemberReadModelModule } from '../members/member-read-model.module';
import { MessagesModule } from '../messages/messages.module';
import { CheckedSendRepository } from './checked-send.repository';
import { PlainSendRepository } from './plain-send.repository';
import { SendController } from './send.controller';
import { SendService } from './send.service';
import { SendBatchController } from './send-batch.controller';
import { SendPreparationService } from './send-preparation.service';
import { SendStore } from './send-store';

@Module({
  imports: [MemberReadModelModule, AttachmentsModule, MessagesModule],
  controllers: [SendController, SendBatchController],
  providers: [SendService, SendPreparationService, SendStore, PlainSendRepository, CheckedSendRepository],
})
export class MessageSendsModule {}
